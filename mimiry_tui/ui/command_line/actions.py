"""A command for every key that works: by its binding's id, and by the words that tell what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.binding import ActiveBinding

from mimiry_tui.ui.command_line.command import Command, Deed, Given
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.widgets.key_bar import key_label

_OPENS_THIS = "command_line"


def action_commands(scope: Scope, taken: Iterable[str]) -> tuple[Command, ...]:
    """Each action once: what has a place in the key line first, moving about last."""
    names = set(taken)
    seen: set[tuple[int, str]] = set()
    commands = []
    for active in sorted(scope.bindings, key=_by_weight):
        binding = active.binding
        name = binding.id or ""
        does = (id(active.node), binding.action)
        if not active.enabled or not name or binding.action.endswith(_OPENS_THIS) or does in seen:
            continue
        seen.add(does)
        if name in names:
            continue  # said with more words by a command of that name
        names.add(name)
        group, _, short = name.partition(".")
        # "launch" opens a form: on the form it must not come to mean "launch.launch".
        aliases = (short,) if short and short not in names and short != group else ()
        names.update(aliases)
        help_words = active.tooltip or binding.tooltip or binding.description.capitalize()
        commands.append(
            Command(name, help_words, _pressing(scope, active), aliases=aliases, key=key_label(binding.key))
        )
    return tuple(commands)


def _pressing(scope: Scope, active: ActiveBinding) -> Callable[[Given], Deed]:
    def prepare(_: Given) -> Deed:
        return scope.act(active)

    return prepare


def _by_weight(active: ActiveBinding) -> tuple[bool, bool]:
    return (active.binding.id or "").startswith(("table.", "log.")), not active.binding.show

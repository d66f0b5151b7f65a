"""A command for every key that works: by its binding's id, and by the words that tell what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from textual.binding import ActiveBinding

from mimiry_tui.ui.command_line.command import Command, Deed, Given
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.widgets.key_bar import key_label

_OPENS_THIS = "command_line"
_ALIAS = ".alias"
"""Ends the name of a second key for something that has a name."""


def action_commands(scope: Scope, taken: Iterable[str]) -> tuple[Command, ...]:
    """Each action once, by all its names: what has a place in the key line first, moving about last."""
    names = set(taken)
    # What is called like something else and more is not meant by the rest of its name: "copy" is a key of
    # its own, or a log's, and not "launch.copy".
    whole = {active.binding.id for active in scope.bindings}.union(names)
    found: dict[tuple[int, str], Command] = {}
    for active in sorted(scope.bindings, key=_by_weight):
        binding = active.binding
        name = (binding.id or "").removesuffix(_ALIAS)
        if not active.enabled or not name or binding.action.endswith(_OPENS_THIS):
            continue
        does = (id(active.node), binding.action)
        known = found.get(does)
        if name in names:
            continue  # said with more words by a command of that name, or another key of the same
        group, _, short = name.partition(".")
        # "launch" opens a form: on the form it must not come to mean "launch.launch".
        is_free = short and short not in names and short != group and group not in whole
        called = (name, short) if is_free else (name,)
        names.update(called)
        if known is not None:
            found[does] = replace(known, aliases=(*known.aliases, *called))
            continue
        help_words = active.tooltip or binding.tooltip or binding.description.capitalize()
        key = key_label(binding.key)
        found[does] = Command(name, help_words, _pressing(scope, active), aliases=called[1:], key=key)
    return tuple(found.values())


def _pressing(scope: Scope, active: ActiveBinding) -> Callable[[Given], Deed]:
    def prepare(_: Given) -> Deed:
        return scope.act(active)

    return prepare


def _by_weight(active: ActiveBinding) -> tuple[bool, bool]:
    return (active.binding.id or "").startswith(("table.", "log.")), not active.binding.show

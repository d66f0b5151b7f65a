"""Keys as the user wants them: every binding has an id, and settings may give it other keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode

from mimiry_tui.settings.settings import Problem


def apply_keymap(app: App[Any], keys: Mapping[str, str]) -> tuple[Problem, ...]:
    """Let these ids have these keys, comma separated, and all others their own.

    What cannot be used is left out and comes back, one problem each: an unknown id, no key, a key that
    is kept for something else, two meanings of one key where both could be pressed. With any entry all
    of the user interface is imported: call `all_binding_ids` in a thread before.
    """
    problems: tuple[Problem, ...] = ()
    usable: Mapping[str, str] = {}
    if keys:
        from mimiry_tui.ui.key_checks import checked  # imports every screen

        usable, problems = checked(keys)
    app.set_keymap(dict(usable))
    return problems


def all_binding_ids() -> tuple[str, ...]:
    """Every id that `apply_keymap` takes, in order. Blocks while it imports what has bindings."""
    from mimiry_tui.ui.key_scopes import every_binding

    return tuple(sorted({bound.id for bound in every_binding()}))


def bindings_of(node: DOMNode) -> Mapping[str, Sequence[Binding]]:
    """What each key means to that node itself, by the keys as they are now."""
    keymap = node.app._keymap
    if not keymap:
        return node._bindings.key_to_bindings
    mine = node._bindings.copy()
    mine.apply_keymap(keymap)
    return mine.key_to_bindings


def as_declared(active: Iterable[ActiveBinding]) -> list[ActiveBinding]:
    """These in the order in which they were declared: Textual puts those with other keys at the end."""
    bindings = list(active)
    if not bindings or not bindings[0].node.app._keymap:
        return bindings
    places: dict[str | None, int] = {}
    nodes = dict.fromkeys(one.node for one in bindings)
    for node in nodes:
        for _, declared in node._bindings:
            places.setdefault(declared.id, len(places))
    return sorted(bindings, key=lambda one: places.get(one.binding.id, len(places)))


def keys_of(node: DOMNode, action: str) -> tuple[str, ...]:
    """The keys that carry out that action of the node, as they are now."""
    return tuple(
        key for key, bound in bindings_of(node).items() if any(one.action == action for one in bound)
    )

"""Keys that the widget with the focus has a use for itself, whatever its screen would do before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.actions import parse
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget


def takes_key(focused: Widget, key: str, screen: Screen[Any]) -> bool:
    """Whether it, or what it is in up to the screen, does something with that key just now."""
    if focused.check_consume_key(key, key):
        return True
    for node in focused.ancestors_with_self:
        if node is screen:
            break
        for binding in _bindings(node):
            _, action, parameters = parse(binding.action)
            if key in binding.key.split(",") and node.check_action(action, parameters):
                return True
    return False


def _bindings(node: DOMNode) -> Iterator[Binding]:
    for kind in type(node).__mro__:
        yield from (one for one in kind.__dict__.get("BINDINGS", ()) if isinstance(one, Binding))

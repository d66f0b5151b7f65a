"""Keys that the widget with the focus has a use for itself, whatever its screen would do before it."""

from __future__ import annotations

from typing import Any

from textual.actions import parse
from textual.screen import Screen
from textual.widget import Widget

from mimiry_tui.ui.keymap import bindings_of


def takes_key(focused: Widget, key: str, screen: Screen[Any]) -> bool:
    """Whether it, or what it is in up to the screen, does something with that key just now."""
    if focused.check_consume_key(key, key):
        return True
    for node in focused.ancestors_with_self:
        if node is screen:
            break
        for binding in bindings_of(node).get(key, ()):
            _, action, parameters = parse(binding.action)
            if node.check_action(action, parameters):
                return True
    return False

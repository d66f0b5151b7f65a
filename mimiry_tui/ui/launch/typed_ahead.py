"""Keys that were pressed before the form could follow.

Textual hands each key to what has the focus when it is read, and lets most of them travel up to the
app before they mean anything. Of "TOKEN, enter, secret" typed at once the secret would land behind
the name, for all to read.
"""

from __future__ import annotations

from collections.abc import Collection

from textual import events
from textual.screen import Screen
from textual.widget import Widget

_STEPS = {"tab": 1, "shift+tab": -1}
_LEADING = frozenset({"section", "go_to_section"})
"""Actions of the screen that put the focus elsewhere: what is typed next is meant for there."""


async def took_key(widget: Widget, event: events.Key, *, leave: Collection[str] = ()) -> bool:
    """Carry out at once what the key means to this widget, or to its section; False where it means
    nothing, or text.

    A key that came here although the focus has moved on since goes to where that is. Keys in `leave`
    are the form's even though the widget has a meaning for them.
    """
    focused = widget.screen.focused
    if focused is not None and focused is not widget:
        _taken(event)
        focused._forward_event(events.Key(event.key, event.character))
        return True
    if event.key in _STEPS:
        _taken(event)
        widget.screen.focus_next() if _STEPS[event.key] > 0 else widget.screen.focus_previous()
        return True
    # With alt held, many terminals tell the sign as well: it is no text all the same.
    is_text = event.is_printable and not event.key.startswith("alt+")
    if event.key in leave or (is_text and widget.check_consume_key(event.key, event.character)):
        return False
    for node in widget.ancestors_with_self:
        if not isinstance(node, Widget):
            break
        for binding in node._bindings.key_to_bindings.get(event.key, ()):
            action = binding.action.partition("(")[0]
            if isinstance(node, Screen) and action not in _LEADING:
                continue
            if node.check_action(action, ()):
                _taken(event)
                await node.run_action(binding.action)
                return True
    return False


def _taken(event: events.Key) -> None:
    event.stop()
    event.prevent_default()

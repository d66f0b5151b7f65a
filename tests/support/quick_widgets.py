"""What Textual asks of every widget thousands of times in each test, answered without detours.

Nothing here changes an answer: whatever is not the plain case is left to Textual's own ways.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from textual.css.styles import RenderStyles
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump
from textual.reactive import Reactive

_Handler = Callable[[Message], Awaitable[None]]
_NOTHING = object()
_handlers = MessagePump._get_dispatch_methods
_get = Reactive.__get__
_plain: dict[tuple[type[MessagePump], type[Message], str], tuple[type, ...] | None] = {}
"""The classes of a widget that have handlers of a message by their name; None if some are decorated."""


def quicken_widgets() -> None:
    """Put the quicker ways in the place of Textual's own, for the whole process."""
    MessagePump._get_dispatch_methods = _plain_handlers  # type: ignore[method-assign]
    Reactive.__get__ = _stored_value  # type: ignore[method-assign]
    RenderStyles.get_rule = _rule  # type: ignore[method-assign]


def _plain_handlers(self: MessagePump, method_name: str, message: Message) -> Iterable[tuple[type, _Handler]]:
    key = type(self), type(message), method_name
    if key not in _plain:
        _plain[key] = _plain_classes(*key)
    classes = _plain[key]
    return (
        _handlers(self, method_name, message)
        if classes is None
        else _bound(self, method_name, message, classes)
    )


def _plain_classes(
    pump: type[MessagePump], message: type[Message], method_name: str
) -> tuple[type, ...] | None:
    decorated = (cls.__dict__.get("_decorated_handlers", {}) for cls in pump.__mro__)
    if any(not handlers.keys().isdisjoint(message.__mro__) for handlers in decorated):
        return None
    names = (f"_{method_name}", method_name)
    return tuple(cls for cls in pump.__mro__ if any(name in cls.__dict__ for name in names))


def _bound(
    self: MessagePump, method_name: str, message: Message, classes: tuple[type, ...]
) -> Iterable[tuple[type, _Handler]]:
    """One after the other: a handler may say that those of the classes above it are not to be called."""
    for cls in classes:
        if message._no_default_action:
            break
        method = cls.__dict__.get(f"_{method_name}") or cls.__dict__.get(method_name)
        if method is not None and not getattr(method, "_textual_on", None):
            yield cls, method.__get__(self, cls)


def _stored_value(self: Reactive[Any], obj: Any, obj_type: type[Any]) -> Any:
    """What was stored, unless it is not there yet or computed."""
    if isinstance(obj, DOMNode) and self.name not in obj._computes:
        value = obj.__dict__.get(self.internal_name, _NOTHING)
        if value is not _NOTHING:
            return value
    return _get(self, obj, obj_type)


def _rule(self: RenderStyles, rule_name: str, default: object = None) -> object:
    """The inline style goes before that of the style sheet."""
    rules: Any = self._inline_styles._rules
    if rule_name in rules:
        return rules[rule_name]
    return self._base_styles.get_rule(rule_name, default)

"""What the settings screen does with values: read them, step them, write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from mimiry_tui.settings.options import OPTIONS
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.settings.values import Kind, Option, Value

THEME = "look.theme"
SHOWN = tuple(option for option in OPTIONS if option.is_common)
"""The settings on the screen, in their order."""

_STEPS = ((10.0, 1.0), (60.0, 5.0), (float("inf"), 30.0))
"""Up to so much a press changes a number by so much."""
NONE = "none"


def value_of(preferences: Preferences, option: Option) -> Value:
    """What the option is set to."""
    return cast(Value, getattr(getattr(preferences, option.table), option.key))


def shown(option: Option, value: Value) -> str:
    """The value for reading: "8h", "on", "15 s"."""
    words = option.show(value)
    if option.name == THEME:
        return words or "default"
    if not words:
        return NONE
    return f"{words} {option.unit}" if option.unit and option.kind is not Kind.LENGTH else words


def is_turned(option: Option) -> bool:
    """Whether an arrow gives it its next value; all else is typed."""
    return option.kind in {Kind.SWITCH, Kind.CHOICE, Kind.WHOLE, Kind.NUMBER} or option.name == THEME


def turned(option: Option, value: Value, step: int, themes: Sequence[str] = ()) -> Value:
    """The next value (`step` 1) or the one before (-1): choices go round, numbers end at their limits."""
    if option.kind is Kind.SWITCH:
        return not value
    if option.name == THEME:
        return str(_round(("", *themes), str(value or ""), step))
    if option.kind is Kind.CHOICE:
        words = (*((None,) if option.is_optional else ()), *option.choices)
        return _round(words, None if value is None else str(value), step)
    if isinstance(value, int | float):
        return _stepped(option, value, step)
    return value


def typed(option: Option, text: str) -> Value:
    """What a person typed, in the option's own unit. Raises SettingsError with words."""
    unit = option.unit
    return option.parse(text.strip().removesuffix(unit) if unit else text)


def with_value(preferences: Preferences, option: Option, value: Value) -> Preferences:
    """The preferences with that one changed."""
    table = replace(getattr(preferences, option.table), **{option.key: option.read(value)})
    return replace(preferences, **{option.table: table})


def _round(words: Sequence[str | None], now: str | None, step: int) -> str | None:
    at = words.index(now) if now in words else -step
    return words[(at + step) % len(words)]


def _stepped(option: Option, value: int | float, step: int) -> int | float:
    by = next(size for below, size in _STEPS if (value if step > 0 else value - 1) < below)
    # To the next round one, so that the way back meets the same values.
    moved = (value // by + 1) * by if step > 0 else -(-value // by) * by - by
    least = option.least if option.least is not None else moved
    most = option.most if option.most is not None else moved
    return type(value)(min(max(moved, least), most))

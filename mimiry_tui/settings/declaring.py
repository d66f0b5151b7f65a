"""How an option of the preferences is declared: once, with its default read off the record."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.settings.values import Kind, Option, Value

_DEFAULTS = Preferences()


def declare(name: str, label: str, words: str, **more: Any) -> Option:
    """An option of the preferences: its default and, mostly, its kind are those of the record."""
    table, _, key = name.partition(".")
    default: Any = () if table == "columns" else getattr(getattr(_DEFAULTS, table), key)
    if "kind" not in more:
        more["kind"] = _kind_of(default)
    if isinstance(default, StrEnum):
        more.setdefault("enum", type(default))
    return Option(name=name, label=label, help=words, default=default, **more)


def _kind_of(default: Value) -> Kind:
    match default:
        case bool():
            return Kind.SWITCH
        case StrEnum():
            return Kind.CHOICE
        case int():
            return Kind.WHOLE
        case tuple():
            return Kind.WORDS
        case timedelta():
            return Kind.LENGTH
        case Decimal():
            return Kind.AMOUNT
    return Kind.TEXT

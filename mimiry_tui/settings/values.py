"""One setting: its name, what it may be, and its value in a file, in words and in a record.

A value is read the same way wherever it comes from: TOML, a typed word, the settings screen.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launching.lengths import length_trouble, read_length, show_length
from mimiry_tui.settings.errors import SettingsError

Value = bool | int | float | str | timedelta | Decimal | tuple[str, ...] | None
"""A choice is its word, or the member of its enum."""

LONGEST_TEXT = 400
MOST_WORDS = 64
_ON, _OFF = frozenset({"true", "on", "yes", "1"}), frozenset({"false", "off", "no", "0"})


class Kind(StrEnum):
    """What sort of value a setting has."""

    SWITCH = "switch"
    WHOLE = "whole"
    NUMBER = "number"
    AMOUNT = "amount"
    """Money, exact."""
    LENGTH = "length"
    """A length of time, written "8h", "90m" or "1h30m"."""
    CHOICE = "choice"
    TEXT = "text"
    WORDS = "words"
    """A list of texts."""


@dataclass(frozen=True, slots=True)
class Option:
    """One setting. `None` as a value is written as an empty text."""

    name: str
    """As in "refresh.sessions"; in a profile's table its key alone."""
    label: str
    """A few words for a screen."""
    help: str
    """One line."""
    kind: Kind
    default: Value
    enum: type[StrEnum] | None = None
    """Whose words a choice has."""
    least: float | None = None
    most: float | None = None
    unit: str = ""
    """Of a number: "s", "€/h"."""
    is_optional: bool = False
    """Whether there may be none."""
    trouble: Callable[[str], str] | None = None
    """Why a text, or one of several, will not do; "" when it will. Never repeats the text."""
    is_common: bool = False
    """Whether the settings screen shows it."""

    @property
    def table(self) -> str:
        """ "refresh" of "refresh.sessions"; empty for what is in none."""
        return self.name.partition(".")[0] if "." in self.name else ""

    @property
    def key(self) -> str:
        """ "sessions" of "refresh.sessions", "offer.watch" of "keys.offer.watch"."""
        return self.name.partition(".")[2] or self.name

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of a choice; empty for other kinds."""
        return tuple(str(word) for word in self.enum) if self.enum else ()

    def read(self, value: object) -> Value:
        """The value that a TOML value, or one of this kind already, comes to.

        Raises SettingsError, whose words never repeat what was given: it may be a secret in the wrong place.
        """
        if self.is_optional and (value is None or value == ""):
            return None
        match self.kind:
            case Kind.SWITCH:
                if not isinstance(value, bool):
                    raise SettingsError("has to be true or false")
                return value
            case Kind.WHOLE:
                if not isinstance(value, int) or isinstance(value, bool):
                    raise SettingsError("has to be a whole number")
                return int(self._within(value))
            case Kind.NUMBER:
                if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
                    raise SettingsError("has to be a number")
                return float(self._within(value))
            case Kind.AMOUNT:
                return self._within(_amount(value))
            case Kind.LENGTH:
                return self._length(value)
            case Kind.CHOICE:
                return self._choice(value)
            case Kind.TEXT:
                return self._text(value, "has to be a text")
            case Kind.WORDS:
                return self._words(value)

    def parse(self, typed: str) -> Value:
        """The value of what a person typed: lists with commas. Raises SettingsError."""
        text = typed.strip()
        if self.kind is Kind.SWITCH:
            word = text.lower()
            if word not in _ON | _OFF:
                raise SettingsError("has to be on or off")
            return word in _ON
        if self.kind in {Kind.WHOLE, Kind.NUMBER} and not (self.is_optional and not text):
            return self.read(_number(text))
        if self.kind is Kind.WORDS:
            return self.read([word for part in text.split(",") if (word := part.strip())])
        return self.read(text)

    def show(self, value: Value) -> str:
        """The value as a person would type it: `parse` reads it back."""
        match value:
            case None:
                return ""
            case bool():
                return "on" if value else "off"
            case timedelta():
                return show_length(value)
            case tuple():
                return ", ".join(value)
            case float() if value.is_integer():
                return str(int(value))
        return str(value)

    def literal(self, value: Value) -> str:
        """The value as TOML: `read` takes what a TOML reader makes of it."""
        match value:
            case bool():
                return "true" if value else "false"
            case tuple():
                return f"[{', '.join(map(_quoted, value))}]"
            case int() | float() | Decimal():
                return self.show(value)
        return _quoted(self.show(value))

    def _within(self, number: int | float | Decimal) -> int | float | Decimal:
        if not math.isfinite(number) if isinstance(number, float) else not Decimal(number).is_finite():
            raise SettingsError("has to be a number")
        if self.least is not None and number < self.least:
            raise SettingsError(f"at least {self.least:g}{_behind(self.unit)}")
        if self.most is not None and number > self.most:
            raise SettingsError(f"at most {self.most:g}{_behind(self.unit)}")
        return number

    def _length(self, value: object) -> timedelta:
        text = show_length(value) if isinstance(value, timedelta) else value
        if not isinstance(text, str):
            raise SettingsError('has to be a length of time in quotes, like "8h" or "1h30m"')
        if self.least == 0 and text.strip().lower() in {"0", "0s", "0m", "0h"}:
            return timedelta()
        length = read_length(text)
        if length is None:
            raise SettingsError(length_trouble(text))
        if self.most is not None and length.total_seconds() > self.most:
            raise SettingsError(f"at most {show_length(timedelta(seconds=self.most))}")
        return length

    def _choice(self, value: object) -> StrEnum:
        if self.enum is None:
            raise TypeError(f"{self.name} has no choices")
        if isinstance(value, str):
            for member in self.enum:
                if member.value == value.strip().lower():
                    return member
        raise SettingsError(f"has to be one of {', '.join(self.choices)}")

    def _text(self, value: object, wanted: str) -> str:
        if not isinstance(value, str):
            raise SettingsError(wanted)
        if not value.isprintable():
            raise SettingsError("cannot have line ends or other invisible characters in it")
        if len(value) > LONGEST_TEXT:
            raise SettingsError(f"at most {LONGEST_TEXT} characters")
        if self.trouble is not None and value and (words := self.trouble(value)):
            raise SettingsError(words)
        return value

    def _words(self, value: object) -> tuple[str, ...]:
        wanted = 'has to be a list of texts, like ["one", "two"]'
        if not isinstance(value, list | tuple):
            raise SettingsError(wanted)
        if len(value) > MOST_WORDS:
            raise SettingsError(f"at most {MOST_WORDS} of them")
        if "" in value:
            raise SettingsError("cannot have empty texts in it")
        return tuple(self._text(word, wanted) for word in value)


def _amount(value: object) -> Decimal:
    wanted = "has to be an amount, like 4.50"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise SettingsError(wanted)
    try:
        return Decimal(str(value).strip()) if not isinstance(value, Decimal) else value
    except (InvalidOperation, ValueError):
        raise SettingsError(wanted) from None


def _number(text: str) -> int | float:
    try:
        return int(text) if text.lstrip("+-").isdecimal() else float(text)
    except ValueError:
        raise SettingsError("has to be a number") from None


def _quoted(text: str) -> str:
    """A text without control characters as a TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _behind(unit: str) -> str:
    return f" {unit}" if unit else ""

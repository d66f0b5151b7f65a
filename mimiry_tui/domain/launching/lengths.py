"""Lengths of time as people type them, and the same words back."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

LONGEST = timedelta(days=366)

_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_NEXT = {"w": "d", "d": "h", "h": "m", "m": "s"}
_PART = re.compile(
    r"([0-9]{1,9}(?:[.,][0-9]{1,4})?)\s*"
    r"(w|weeks?|d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)?(?![a-z])[\s,]*"
)
_EXAMPLE = "write it like 4h, 1h30m or 90m"


def read_length(text: str) -> timedelta | None:
    """A length of whole seconds from 1 s to `LONGEST`; None for all else, also for nothing.

    "4h", "1h30m", "1h30", "1.5 h", "90 min", "2d", "3600s"; a number alone is hours, as GPUs are rented.
    """
    seconds = _seconds(text)
    if seconds is None or not 1 <= seconds <= LONGEST.total_seconds():
        return None
    return timedelta(seconds=int(seconds))


def length_trouble(text: str) -> str:
    """Why no length can be made of it, or ""."""
    if read_length(text) is not None:
        return ""
    seconds = _seconds(text)
    if seconds is None:
        return _EXAMPLE
    return f"longer than {LONGEST.days} days" if seconds >= 1 else f"too short: {_EXAMPLE}"


def show_length(length: timedelta) -> str:
    """The shortest words that `read_length` reads back: "4h", "1h30m", "1d12h"; part seconds are left out."""
    rest = max(0, int(length.total_seconds()))
    words = ""
    for unit in ("d", "h", "m", "s"):
        count, rest = divmod(rest, _UNITS[unit])
        words += f"{count}{unit}" if count else ""
    return words or "0s"


def _seconds(text: str) -> Decimal | None:
    """What was typed in seconds; each unit at most once, the larger first."""
    rest = text.strip().lower()
    total, unit = Decimal(0), ""
    while rest:
        found = _PART.match(rest)
        if found is None:
            return None
        # A number without a unit is hours at the start, and behind another unit the next smaller one.
        following = found[2][0] if found[2] else _NEXT.get(unit, "") if unit else "h"
        if not following or (unit and _UNITS[following] >= _UNITS[unit]):
            return None
        unit = following
        total += Decimal(found[1].replace(",", ".")) * _UNITS[unit]
        rest = rest[found.end() :]
    return total if unit else None

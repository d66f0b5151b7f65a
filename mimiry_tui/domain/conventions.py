"""What figures mean to the reader: the one thing here that a whole process agrees on, like a locale.

Set by whoever reads the settings, and looked at wherever an amount or a time of day becomes text.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mimiry_tui.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Conventions:
    """What differs between readers."""

    currency_code: bool = False
    """"EUR 4.69" instead of "€4.69"."""
    twelve_hours: bool = False
    """"2:05 pm" instead of "14:05"."""
    minimum_block: timedelta = timedelta()
    """The least time that a session is billed for, which the service does not tell."""


_present = Conventions()


def conventions() -> Conventions:
    """Those in force."""
    return _present


def follow(wanted: Conventions) -> None:
    """From now on these."""
    global _present
    _present = wanted


def time_of_day(local: datetime, *, seconds: bool = False) -> str:
    """The time of day of a moment that is in the reader's zone already: "14:05", "2:05 pm"."""
    if not _present.twelve_hours:
        return f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    hour, half = local.hour % 12 or 12, "am" if local.hour < 12 else "pm"
    return f"{hour}:{local:%M:%S} {half}" if seconds else f"{hour}:{local:%M} {half}"


def time_width() -> int:
    """Cells of the longest time of day with seconds."""
    return 11 if _present.twelve_hours else 8

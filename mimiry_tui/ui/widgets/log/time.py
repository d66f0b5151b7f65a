"""The times beside a log's lines, and the moments a reader can ask for."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from mimiry_tui.domain.conventions import time_of_day, time_width
from mimiry_tui.live.logs.spool_format import Kind, Record


class TimeMode(StrEnum):
    """Which time stands before a line."""

    OFF = "off"
    RELATIVE = "relative"
    LOCAL = "local"
    UTC = "UTC"

    @property
    def next(self) -> TimeMode:
        """The one after this, round and round."""
        modes = list(TimeMode)
        return modes[(modes.index(self) + 1) % len(modes)]


class Stamps:
    """Writes the times of one log, each as wide as the others."""

    def __init__(self, mode: TimeMode, first: datetime | None, last: datetime | None) -> None:
        """`first` and `last` are when the log begins and ends; relative times count from the first."""
        self.mode = mode
        self._first = first
        zone = UTC if mode is TimeMode.UTC else None
        self._dated = (
            first is not None
            and last is not None
            and first.astimezone(zone).date() != last.astimezone(zone).date()
        )
        self._zone = zone
        wide = {TimeMode.OFF: 0, TimeMode.RELATIVE: 10}
        self.width = wide.get(mode, time_width() + (8 if self._dated else 1))
        """Cells of a time."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stamps) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[object, ...]:
        return (self.mode, self._first if self.mode is TimeMode.RELATIVE else None, self.width)

    def of(self, record: Record) -> str:
        """The record's time; `≈` where the service gave none: a neighbour's, or when it was seen."""
        if self.mode is TimeMode.OFF:
            return ""
        if record.at is None:
            return " " * self.width
        if self.mode is TimeMode.RELATIVE:
            text = _relative(record.at - (self._first or record.at))
        else:
            local = record.at.astimezone(self._zone)
            at = time_of_day(local, seconds=True)
            text = f"{local.day:2} {local:%b} {at}" if self._dated else at
        return (("≈" if record.kind is Kind.SEEN else "") + text).rjust(self.width)[-self.width :]


def _relative(since: timedelta) -> str:
    seconds = int(since.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    if seconds >= 1000 * 3600:
        return f"{sign}{seconds // 86400}d {seconds % 86400 // 3600}h"
    return f"{sign}{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_STEP = re.compile(r"(-|\+)?\s*((?:\d+(?:\.\d+)?\s*[a-z]+\s*)+?)(ago)?")
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)")
_UNITS = {
    "s": 1,
    "sec": 1,
    "m": 60,
    "min": 60,
    "h": 3600,
    "hour": 3600,
    "hours": 3600,
    "d": 86400,
    "day": 86400,
    "days": 86400,
}
ASKED = "12:30 · 2h ago · -10m from the end · +5m from the start"
"""How a moment can be asked for."""


def moment_of(asked: str, now: datetime, first: datetime | None, last: datetime | None) -> datetime | None:
    """The moment that is meant, aware; None if the words mean none.

    Times without a date are on the reader's own clock, the latest such time that is not after the log's
    end. `-10m` counts from the log's end and `+5m` from its start, `2h ago` from now.
    """
    text = asked.strip().lower()
    end = last or now
    if found := _CLOCK.fullmatch(text):
        hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
        if hour > 23 or minute > 59 or second > 59:
            return None
        local_end = end.astimezone()
        moment = local_end.replace(hour=hour, minute=minute, second=second, microsecond=0)
        if moment > local_end:
            moment = (moment - timedelta(days=1)).replace(tzinfo=None).astimezone()
        return moment
    if found := _STEP.fullmatch(text):
        step = _length(found[2])
        if step is None or (found[1] is None) == (found[3] is None):
            return None
        base = now if found[3] else end if found[1] == "-" else (first or now)
        try:
            return base + step if found[1] == "+" else base - step
        except OverflowError:
            return None
    try:
        return datetime.fromisoformat(asked.strip()).astimezone()
    except (ValueError, OverflowError):  # no date, or none that has a place in this zone
        return None


def _length(words: str) -> timedelta | None:
    seconds = 0.0
    for amount, unit in _PART.findall(words):
        if unit not in _UNITS:
            return None
        seconds += float(amount) * _UNITS[unit]
    try:
        return timedelta(seconds=seconds)
    except OverflowError:
        return None

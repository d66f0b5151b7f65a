"""The times under a chart: hours or days of the reader's own clock, as many as have room."""

from __future__ import annotations

from datetime import datetime, timedelta

from mimiry_tui.domain.conventions import time_of_day

_HOURS = (1, 2, 3, 4, 6, 12, 24, 48, 72, 168, 336, 672)
_GAP = 3
_DAY = timedelta(days=1)


def time_marks(start: datetime, end: datetime, room: int) -> str:
    """Names of round moments, each beginning under its own column; both ends are aware."""
    first = start.astimezone()
    line = ""
    every = next(
        (hours for hours in _HOURS if _fits(hours, end - start, room)),
        _HOURS[-1],
    )
    for moment in _round_moments(first, end, every):
        x = int((moment - start) / (end - start) * room)
        label = _name(moment, every, end - start)
        if x + len(label) <= room and (not line or x >= len(line) + _GAP - 1):
            line = line.ljust(x) + label
    return line


def _fits(hours: int, span: timedelta, room: int) -> bool:
    marks = span / timedelta(hours=hours)
    longest = 8 if hours >= 24 else 6
    return marks * (longest + _GAP) <= room


def _round_moments(first: datetime, end: datetime, every: int) -> list[datetime]:
    """Local midnights, or whole hours counted from midnight; each is looked up in its own offset."""
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    found: list[datetime] = []
    days = max(1, every // 24)
    day = midnight
    while True:
        for hour in range(0, 24, every) if every < 24 else (0,):
            # Through a naive moment, so that a day with a change of the clocks keeps its hours.
            local = day.replace(tzinfo=None, hour=hour).astimezone()
            if local >= end:
                return found
            if local >= first:
                found.append(local)
        day += days * _DAY


def _name(moment: datetime, every: int, span: timedelta) -> str:
    if every < 24:
        return time_of_day(moment) if moment.hour else f"{moment:%a}"
    return f"{moment:%a}" if span <= 8 * _DAY else f"{moment:%-d %b}"

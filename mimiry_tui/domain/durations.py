"""Lengths of time as a dashboard writes them: short, and knowing when they next read differently."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import NamedTuple

from mimiry_tui.domain.conventions import time_of_day

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


class Age(NamedTuple):
    """A length of time in words, and the seconds after which the words are others."""

    text: str
    changes_in: float


def age(duration: timedelta) -> Age:
    """Short words for a growing length of time: "58s", "1m44s", "2h14m", "3d 4h".

    Seconds show below ten minutes, minutes below a day, hours above. Negative counts as zero.
    """
    exact = max(0.0, duration.total_seconds())
    seconds = int(exact)
    if seconds < _MINUTE:
        words, step = f"{seconds}s", 1
    elif seconds < 10 * _MINUTE:
        words, step = f"{seconds // _MINUTE}m{seconds % _MINUTE:02d}s", 1
    elif seconds < _HOUR:
        words, step = f"{seconds // _MINUTE}m", _MINUTE
    elif seconds < _DAY:
        words, step = f"{seconds // _HOUR}h{seconds % _HOUR // _MINUTE:02d}m", _MINUTE
    else:
        words, step = f"{seconds // _DAY}d {seconds % _DAY // _HOUR}h", _HOUR
    return Age(words, step - exact % step)


def short(duration: timedelta) -> str:
    """The words of `age` alone."""
    return age(duration).text


def last_seen(seen_at: datetime, now: datetime) -> str:
    """How old that is which is told of something: "last seen 4m10s ago"."""
    return f"last seen {short(now - seen_at)} ago"


def freshness(duration: timedelta) -> Age:
    """How old a picture is: "now" within a second, then "3 s", "2 min", "1 h"."""
    exact = max(0.0, duration.total_seconds())
    seconds = int(exact)
    if seconds < _MINUTE:
        return Age(f"{seconds} s", 1 - exact % 1)
    if seconds < _HOUR:
        return Age(f"{seconds // _MINUTE} min", _MINUTE - exact % _MINUTE)
    return Age(f"{seconds // _HOUR} h", _HOUR - exact % _HOUR)


def countdown(duration: timedelta) -> Age:
    """A wait in the words of `freshness`, and the seconds after which less is left in words."""
    exact = max(0.0, duration.total_seconds())
    step = 1 if exact < _MINUTE else _MINUTE if exact < _HOUR else _HOUR
    return Age(freshness(duration).text, exact % step)


def remaining(duration: timedelta) -> Age:
    """A short wait counted down to its last second, never to zero: "5 s" until four are left."""
    exact = max(0.0, duration.total_seconds())
    seconds = max(1, math.ceil(exact))
    return Age(f"{seconds} s", max(0.0, exact - (seconds - 1)))


def clock_time(moment: datetime, now: datetime) -> str:
    """A moment on the reader's own clock: "22:19", with the weekday beyond today, the date beyond a week.

    Both are aware; they are shown in the zone of `now`.
    """
    local = moment.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    at = time_of_day(local)
    if days == 0:
        return at
    if 0 < days < 7:
        return f"{local:%a} {at}"
    return f"{local:%-d %b} {at}" if abs(days) < 300 else f"{local:%b %Y}"

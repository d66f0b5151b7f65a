"""Whether a session's machine still says that it lives, and how much of the patience with it is gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from mimiry_tui.domain.durations import age
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session

_MINUTE = 60


class Pulse(StrEnum):
    """How the silence since the last sign of life is to be taken."""

    FINE = "fine"
    LATE = "late"
    """Half of the time after which the service gives it up is gone."""
    LOST = "lost"
    """All of it is gone."""


class Heartbeat(NamedTuple):
    """The last sign of life, as it reads now."""

    pulse: Pulse
    ago: str
    """How long it was ago, in whole minutes: "4m"; "<1m" where that is fine."""
    changes_in: float
    """Seconds until pulse or words are others."""


def heartbeat(session: Session, now: datetime) -> Heartbeat | None:
    """None where the machine never said anything, and where nothing is expected of it: it does not run."""
    if session.heartbeat_at is None or session.phase not in (Phase.READY, Phase.UNKNOWN):
        return None
    silent = max(timedelta(0), now - session.heartbeat_at)
    limit = session.heartbeat_timeout
    if limit is None or limit <= timedelta(0):
        return _told(Pulse.FINE, silent)
    steps = ((limit / 2, Pulse.FINE), (limit, Pulse.LATE))
    for until, pulse in steps:
        if silent < until:
            beat = _told(pulse, silent)
            return beat._replace(changes_in=min(beat.changes_in, (until - silent).total_seconds()))
    return _told(Pulse.LOST, silent)


def _told(pulse: Pulse, silent: timedelta) -> Heartbeat:
    """Seconds are told only of a silence that matters and is as short: who looks needs no more."""
    words, seconds = age(silent), silent.total_seconds()
    if seconds < _MINUTE and pulse is Pulse.FINE:
        return Heartbeat(pulse, "<1m", _MINUTE - seconds)
    if _MINUTE <= seconds < 10 * _MINUTE:
        return Heartbeat(pulse, f"{int(seconds // _MINUTE)}m", _MINUTE - seconds % _MINUTE)
    return Heartbeat(pulse, words.text, words.changes_in)

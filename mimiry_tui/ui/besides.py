"""What only some services tell of a session: marks, signs of life, its script, its address, other facts."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.durations import short
from mimiry_tui.domain.heartbeat import Pulse, heartbeat
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone

_PULSES: dict[Pulse, Tone] = {Pulse.FINE: "text", Pulse.LATE: "warn", Pulse.LOST: "bad"}
_LONGEST, _LONGEST_LABEL = 500, 24


def besides(session: Session, now: datetime, seen_at: datetime | None = None) -> list[tuple[str, Content]]:
    """Labels and values, the most telling first; a value that says nothing is empty.

    `seen_at`: until when what is told of it is known to hold, where that is not now.
    """
    return [
        ("is", toned(" · ".join(session.marks), "text")),
        ("alive", alive_words(session, now, seen_at)),
        ("script", toned(f"took {short(session.script_ran)}" if session.script_ran else "", "text")),
        ("url", toned(safe_text(session.url, _LONGEST), "bright")),
        *(
            (safe_text(label, _LONGEST_LABEL), toned(safe_text(value, _LONGEST), "text"))
            for label, value in session.facts
        ),
    ]


def alive_words(session: Session, now: datetime, seen_at: datetime | None = None) -> Content:
    """When its machine last gave a sign of life, and how long it may be silent."""
    is_old = seen_at is not None and seen_at < now
    limit = session.heartbeat_timeout
    patience = toned(f" · given up at {short(limit)}", "dim") if limit else Content("")
    # Whoever does not ask knows of no silence since.
    beat = heartbeat(session, seen_at if seen_at is not None else now)
    if beat is not None:
        ago = f"{beat.ago} before the last answer" if is_old else f"{beat.ago} ago"
        return toned(f"heartbeat {ago}", _PULSES[beat.pulse]) + patience
    is_awaited = limit is not None and session.is_live and session.started_at is not None
    return toned("no heartbeat yet", "dim") + patience if is_awaited else Content("")


def besides_change_in(session: Session, now: datetime) -> float | None:
    """Seconds until one of these reads differently, while answers come; None where none does by itself."""
    beat = heartbeat(session, now)
    return beat.changes_in if beat is not None else None

"""A session's own history on the session screen: words first, the service's codes at the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.conventions import time_of_day, time_width
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Event
from mimiry_tui.ui.glyphs import PHASE_TONES
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone

_MOST_WHAT, _MOST_CODES = 24, 44
"""Cells of a column at most, as long as its longest text may be."""
CODES_FROM = 110
"""Cells from which the service's own words have room beside ours."""
_LONGEST = 500


def session_events(events: Iterable[Event], now: datetime, width: int) -> list[Content]:
    """One line each, newest first: when, which phase began or what else happened, the message, the codes."""
    rows = []
    before: Phase | None = None
    for event in events:
        word, tone = _what(event, before)
        before = event.phase or before
        rows.append((event, toned(word, tone), toned(safe_text(event.words), "dim")))
    whats = min(_MOST_WHAT, max((what.cell_length for _, what, _ in rows), default=0) + 2)
    codes = min(_MOST_CODES, max((words.cell_length for _, _, words in rows), default=0))
    room = width - time_width() - 2 - whats - (codes if width >= CODES_FROM else 0)
    lines = []
    zone = now.astimezone().tzinfo
    for event, what, words in rows[::-1]:
        at = "--:--:--" if event.at is None else time_of_day(event.at.astimezone(zone), seconds=True)
        line = toned(f"{at:<{time_width() + 2}}", "dim") + _padded(what, whats)
        message = safe(event.message, "$tone-text", limit=_LONGEST)
        line += _padded(message, room) + words if width >= CODES_FROM else message
        lines.append(line.truncate(width, ellipsis=True))
    return lines


def _what(event: Event, before: Phase | None) -> tuple[str, Tone]:
    """The phase where it is another one than before, else what kind of event it is."""
    if event.phase is not None and event.phase is not before:
        return event.phase.word, PHASE_TONES[event.phase]
    kind = event.type.replace("_", " ").strip()
    return (kind, "text") if kind else (event.phase.word if event.phase is not None else "", "dim")


def _padded(text: Content, width: int) -> Content:
    cut = text.truncate(width - 2, ellipsis=True)
    return cut.pad_right(max(0, width - cut.cell_length))

"""A session's phase in its row: how long, how far, how much longer, how it is being ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from mimiry_tui.domain import words
from mimiry_tui.domain.boots import Boots, estimate
from mimiry_tui.domain.durations import age, countdown, short
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui import glyphs
from mimiry_tui.ui.widgets.cells import Cell, Span, Tone

if TYPE_CHECKING:
    from mimiry_tui.domain.logs.progress import Progress
    from mimiry_tui.live.endings.ending import Ending

BAR_CELLS = 5
FULL, REST = "━", "─"


class Known(Protocol):
    """What is known of a session beyond its record (see `ui.insights`)."""

    def phase_since(self, session: Session) -> datetime | None: ...

    def booting_since(self, session: Session) -> datetime | None: ...

    def boots(self, session: Session) -> Boots | None: ...

    def progress(self, session: Session) -> Progress | None: ...

    def ending(self, session_id: str) -> Ending | None: ...


def phase_cell(session: Session, known: Known, now: datetime) -> Cell:
    """The phase in words, and whatever of it matters most at that moment."""
    ending = known.ending(session.id)
    if ending is not None and ending.goes_on_for(session):
        said = ending.says(now)
        return Cell((Span(said.text, "bad" if ending.state.is_loud else "warn"),), said.changes_in)
    said_phase = words.phase_words(session)
    if session.phase is Phase.ENDED_FAILED:
        why = _why(session)
        return Cell((Span(said_phase, "bad"), Span(f"  {why}" if why else "", "text")))
    if session.phase.is_moving:
        return _moving(session, known, said_phase, now)
    tone = glyphs.PHASE_TONES[session.phase]
    if session.phase is not Phase.READY:
        return Cell((Span(said_phase, tone),))
    mismatch = words.asked_and_got(session)
    aside = Span(f"  {mismatch}" if mismatch else "", "warn")
    made = known.progress(session)
    if made is None:
        return Cell((Span(said_phase, tone), aside))
    left = made.left_at(now)
    changes_in = countdown(left).changes_in if left else None
    return Cell((Span(said_phase, tone),), changes_in, (*_made(made, left), (aside,)))


def progress_bar(share: float, tone: Tone = "accent") -> tuple[Span, Span]:
    """A thin bar, filled by that share (0 to 1)."""
    filled = round(min(1.0, max(0.0, share)) * BAR_CELLS)
    return Span(FULL * filled, tone), Span(REST * (BAR_CELLS - filled), "faint")


def _moving(session: Session, known: Known, said: str, now: datetime) -> Cell:
    """How long this phase has lasted, and what past boots say about the rest of them."""
    since = known.phase_since(session)
    if since is None:
        return Cell((Span(said, "warn"),))
    elapsed = age(now - since)
    extras: list[tuple[Span, ...]] = []
    started, boots = known.booting_since(session), known.boots(session)
    if started is not None and boots is not None:
        waited = now - started
        rest = estimate(boots, waited)
        if rest.left is not None:
            share = waited / (waited + rest.left) if waited + rest.left else 0.0
            extras += [(Span(f"  ≈{short(rest.left)}", "dim"),), (Span(" "), *progress_bar(share, "warn"))]
        elif rest.late:
            extras.append((Span("  slower than 9 in 10", "warn"),))
    said_so = (Span(said, "warn"), Span(f" {elapsed.text}", "warn"))
    return Cell(said_so, elapsed.changes_in, tuple(extras))


def _why(session: Session) -> str:
    """What the phase does not say yet: the cause in our words where they tell more than the service's."""
    from mimiry_tui.domain.advice import advice  # only failures need it, the first frame has none

    told = advice(session)
    if told is not None and told.telling:
        return told.cause
    return "" if session.exit_code and str(session.exit_code) in session.error else session.error


def _made(made: Progress, left: timedelta | None) -> list[tuple[Span, ...]]:
    """Which work, what is left of it, and a bar: the most telling first."""
    share = "" if "%" in made.label else f" {made.share:.0%}"
    return [
        (Span(f"  {made.label}", "text"),),
        (Span(f" ≈{short(left)}" if left is not None else share, "dim"),),
        (Span(" "), *progress_bar(made.share)),
    ]

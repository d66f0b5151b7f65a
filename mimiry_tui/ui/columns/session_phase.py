"""A session's phase in its row: how long, how far, how much longer, how it is being ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from mimiry_tui.domain import words
from mimiry_tui.domain.boots import Boots, estimate
from mimiry_tui.domain.durations import Age, age, countdown, freshness, short
from mimiry_tui.domain.heartbeat import Pulse, heartbeat
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

    def seen_at(self, session: Session, now: datetime) -> datetime: ...

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
    if session.phase is Phase.SLEEPING:
        return _sleeping(session, known, said_phase, now)
    if session.phase is not Phase.READY:
        return Cell((Span(said_phase, tone),))
    return _ready(session, known, said_phase, now)


def _ready(session: Session, known: Known, said: str, now: datetime) -> Cell:
    """Whether it still gives signs of life, then how far its work is, then what is odd or else to be said."""
    state, waits = Span(said, glyphs.PHASE_TONES[Phase.READY]), []
    mismatch = words.asked_and_got(session)
    aside = (Span(f"  {mismatch}" if mismatch else "", "warn"), *_marks(session))
    silent: tuple[Span, ...] = ()
    seen_at = known.seen_at(session, now)
    # Whoever does not ask knows of no silence since.
    beat = heartbeat(session, seen_at)
    if beat is not None and seen_at == now:
        waits.append(beat.changes_in if beat.pulse is not Pulse.FINE else _until_late(session, now))
    if beat is not None and beat.pulse is not Pulse.FINE:
        tone: Tone = "bad" if beat.pulse is Pulse.LOST else "warn"
        silent = (Span(f"  no heartbeat for {beat.ago}", tone),)
    made = known.progress(session)
    if made is None:
        return Cell((state, *silent, *aside), _soonest(waits))
    left = made.left_at(now)
    waits.append(countdown(left).changes_in if left else None)
    return Cell((state, *silent), _soonest(waits), (*_made(made, left), aside))


def _until_late(session: Session, now: datetime) -> float | None:
    """Seconds until the silence is worth a word; the row does not count them before."""
    if session.heartbeat_at is None or session.heartbeat_timeout is None:
        return None
    late_at = session.heartbeat_at + session.heartbeat_timeout / 2
    return max(0.0, (late_at - now).total_seconds())


def _soonest(waits: Iterable[float | None]) -> float | None:
    return min((wait for wait in waits if wait is not None), default=None)


def _sleeping(session: Session, known: Known, said: str, now: datetime) -> Cell:
    """For how long, where somebody saw it fall asleep."""
    tone, since = glyphs.PHASE_TONES[Phase.SLEEPING], known.phase_since(session)
    if since is None:
        return Cell((Span(said, tone), *_marks(session)))
    elapsed, unseen = _aged(since, known.seen_at(session, now), now)
    spans = (Span(said, tone), Span(f" {elapsed.text}", tone), *_marks(session))
    return Cell(spans, elapsed.changes_in, unseen)


def _aged(since: datetime, seen_at: datetime, now: datetime) -> tuple[Age, tuple[tuple[Span, ...], ...]]:
    """How long a phase has lasted as far as anybody saw, and how long ago that was where it is not now."""
    elapsed = age(seen_at - since)
    if seen_at >= now:
        return elapsed, ()
    ago = freshness(now - seen_at)
    return Age(elapsed.text, ago.changes_in), ((Span(f", {ago.text} ago", "dim"),),)


def _marks(session: Session) -> tuple[Span, ...]:
    """What it is besides, in a word or two each."""
    return (Span(f"  {' · '.join(session.marks)}", "dim"),) if session.marks else ()


def progress_bar(share: float, tone: Tone = "accent") -> tuple[Span, Span]:
    """A thin bar, filled by that share (0 to 1)."""
    filled = round(min(1.0, max(0.0, share)) * BAR_CELLS)
    return Span(FULL * filled, tone), Span(REST * (BAR_CELLS - filled), "faint")


def _moving(session: Session, known: Known, said: str, now: datetime) -> Cell:
    """How long this phase has lasted, and what past boots say about the rest of them."""
    since = known.phase_since(session)
    if since is None:
        return Cell((Span(said, "warn"),))
    elapsed, unseen = _aged(since, known.seen_at(session, now), now)
    extras = [*unseen]
    started, boots = known.booting_since(session), known.boots(session)
    if not unseen and started is not None and boots is not None:
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

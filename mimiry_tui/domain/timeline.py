"""The phases a session went through, each with its length and with who says so.

The service keeps no record of sub-steps, so a timeline is put together from the events it does
report and from what the dashboard itself saw happen. Segments are in order of time and never
overlap; after an end nothing follows; only the last one can be open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.phases import BOOT_PHASES, Phase
from mimiry_tui.domain.sessions import Session


class Source(StrEnum):
    """Who says that a phase began."""

    EVENT = "event"
    """The service reported it with its time."""
    OBSERVED = "observed"
    """The dashboard saw it at a poll; it began at that moment or a little before."""
    INFERRED = "inferred"
    """Neither: concluded from another date of the record."""


@dataclass(frozen=True, slots=True)
class Observation:
    """The dashboard first saw the session in this phase at that moment."""

    at: datetime
    phase: Phase
    is_late: bool = False
    """Nobody looked before: it may have been so for long."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One phase from its start to its end; open while it lasts. An end has no length."""

    phase: Phase
    start: datetime
    end: datetime | None
    source: Source

    def lasted(self, now: datetime) -> timedelta:
        """Its length so far; never negative, whatever the clocks say."""
        return max(timedelta(0), (self.end or now) - self.start)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Segments in order."""

    segments: tuple[Segment, ...]
    steps: tuple[Phase, ...] = BOOT_PHASES
    """What such a session goes through before it is ready."""

    @property
    def current(self) -> Segment | None:
        """The open segment, or the end."""
        return self.segments[-1] if self.segments else None

    @property
    def ready_at(self) -> datetime | None:
        """When the session first became usable."""
        return next((part.start for part in self.segments if part.phase is Phase.READY), None)

    @property
    def time_to_ready(self) -> timedelta | None:
        """From the first mark to usable."""
        ready = self.ready_at
        return ready - self.segments[0].start if ready else None

    def current_phase_since(self) -> datetime | None:
        """When the current phase began; None where that is only inferred."""
        known = self.current is not None and self.current.source is not Source.INFERRED
        return self.current.start if self.current and known else None


@dataclass(frozen=True, slots=True)
class _Mark:
    at: datetime
    phase: Phase
    source: Source


def build_timeline(session: Session, observations: Iterable[Observation] = ()) -> Timeline:
    """The timeline of a session from its record, its events and what was seen. Never raises."""
    marks = _reported(session)
    known = {mark.phase for mark in marks}
    marks += [
        _Mark(seen.at, seen.phase, Source.INFERRED if seen.is_late else Source.OBSERVED)
        for seen in observations
        if seen.phase not in known
    ]
    marks += _inferred(session, marks)
    marks.sort(key=lambda mark: (mark.at, mark.phase.rank))
    return Timeline(tuple(_segments(_cleaned(marks))))


def with_observation(seen: tuple[Observation, ...], news: Observation) -> tuple[Observation, ...]:
    """These observations and one more, where it says something: of each phase the first moment counts.

    Only sleep and waking up come again and again, each after the other.
    """
    if all(earlier.phase is not news.phase for earlier in seen):
        return (*seen, news)
    last = next((earlier.phase for earlier in reversed(seen) if earlier.phase in _TAKE_TURNS), None)
    return (*seen, news) if news.phase in _TAKE_TURNS and last is not news.phase else seen


def _wakes(before: Phase, after: Phase) -> bool:
    return before is Phase.SLEEPING and after is Phase.READY


_TAKE_TURNS = frozenset({Phase.READY, Phase.SLEEPING})


def _reported(session: Session) -> list[_Mark]:
    marks = [
        _Mark(event.at, event.phase, Source.EVENT)
        for event in session.events
        if event.at is not None and event.phase is not None
    ]
    if session.created_at is not None:
        marks.append(_Mark(session.created_at, Phase.ACCEPTED, Source.EVENT))
    if not session.phase.is_ended:
        return marks
    if session.ended_at is not None:
        marks = [mark for mark in marks if not mark.phase.is_ended]
        marks.append(_Mark(session.ended_at, session.phase, Source.EVENT))
    # How it ended takes the whole record to say: an event's "stopped" does not know by whom.
    return [replace(mark, phase=session.phase) if mark.phase.is_ended else mark for mark in marks]


def _inferred(session: Session, others: Sequence[_Mark]) -> list[_Mark]:
    """What the record's other dates imply about phases nobody reported or saw."""
    marks = []
    known = {mark.phase for mark in others}
    first = min(
        (mark for mark in others if mark.phase in _TAKE_TURNS), key=lambda mark: mark.at, default=None
    )
    # Whatever was seen to sleep first was ready before, also where it was seen to wake up since.
    if session.started_at is not None and (first is None or first.phase is not Phase.READY):
        marks.append(_Mark(session.started_at, Phase.READY, Source.INFERRED))
    told = any(phase.is_ended for phase in known) if session.phase.is_ended else session.phase in known
    if not told and session.updated_at is not None:
        marks.append(_Mark(session.updated_at, session.phase, Source.INFERRED))
    return marks


def _cleaned(marks: Iterable[_Mark]) -> list[_Mark]:
    """Without repeats and phases of no length, without late words of lagging readings or after the end."""
    kept: list[_Mark] = []
    for mark in marks:
        last = kept[-1] if kept else None
        if last is not None:
            if last.phase.is_ended:
                break
            lagging = (
                mark.source is not Source.EVENT
                and 0 <= mark.phase.rank < last.phase.rank
                and not _wakes(last.phase, mark.phase)
            )
            if mark.phase is last.phase or lagging:
                continue
            if mark.at == last.at:
                kept.pop()
                if kept and kept[-1].phase is mark.phase:
                    continue
        kept.append(mark)
    return kept


def _segments(marks: list[_Mark]) -> Iterable[Segment]:
    for position, mark in enumerate(marks):
        following = marks[position + 1] if position + 1 < len(marks) else None
        if following is not None:
            end: datetime | None = following.at
        else:
            end = mark.at if mark.phase.is_ended else None
        yield Segment(mark.phase, mark.at, end, mark.source)

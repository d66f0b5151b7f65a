"""Cards out of sessions as they are told, and one card out of several accounts of the same session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime

from mimiry_tui.domain.memory.cards import Card, CardPhase, Outcome
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.domain.timeline import Observation, Segment, Source, Timeline, build_timeline
from mimiry_tui.domain.words import ending, phase_words

LONGEST_TEXT = 2_000
"""Characters of an error or of a name that are kept. What it runs is kept whole, or not at all."""
LONGEST_COMMAND = 100_000
MOST_LINES = 30
"""Of the end of a log."""
LONGEST_LINE = 500
_FORGOTTEN = "the service no longer knows it"
_ENDED_HERE = "ended by you"
_BLANKS: frozenset[object] = frozenset({"", None, ()})


def build_card(
    session: Session, observations: Iterable[Observation], now: datetime, previous: Card | None = None
) -> Card:
    """The card of a session as it is told now, with what an earlier card of it knew besides."""
    timeline = build_timeline(session, observations)
    cost = cost_so_far(session, now)
    card = Card(
        session_id=session.id,
        name=session.name[:LONGEST_TEXT],
        outcome=_outcome(session),
        words=(ending(session) if session.phase.is_ended else phase_words(session))[:LONGEST_TEXT],
        image=session.image[:LONGEST_TEXT],
        gpu=session.gpu[:LONGEST_TEXT],
        gpu_count=session.asked.gpu_count,
        where=_place(session.got.provider, session.got.location),
        asked_gpus=session.asked.gpu_types,
        asked_where=_place(session.asked.provider, session.asked.location),
        created_at=session.created_at,
        ready_at=_ready_at(session, timeline),
        ended_at=session.finished_at,
        seen_at=now,
        phases=_phases(timeline, now),
        rate=session.got.rate,
        cost=cost.money if cost else None,
        cost_settled=cost is not None and not cost.estimated,
        exit_code=session.exit_code,
        stop_reason=session.stop_reason[:LONGEST_TEXT],
        error=session.error[:LONGEST_TEXT],
        command=session.command if len(session.command) <= LONGEST_COMMAND else "",
        max_duration=session.max_duration,
        mounts=tuple(f"{mount.volume}:{mount.path}"[:LONGEST_TEXT] for mount in session.mounts),
    )
    return card if previous is None else join_cards(card, previous)


def forgotten(card: Card, *, ended_here: bool) -> Card:
    """The card of a live session that the service ceased to know; it was last told at `seen_at`."""
    outcome, words = (Outcome.BY_USER, _ENDED_HERE) if ended_here else (Outcome.VANISHED, _FORGOTTEN)
    return replace(card, outcome=outcome, words=words, ended_at=card.ended_at or card.seen_at)


def join_cards(one: Card, other: Card) -> Card:
    """Both accounts of a session as one: the surer word counts, and the other fills in what it lacks.

    An end counts more than what came before it, a settled bill more than a reckoning; else the later
    word. A session that was forgotten may be told again.
    """
    better, lesser = sorted((one, other), key=_certainty, reverse=True)
    filled = {
        field.name: getattr(lesser, field.name)
        for field in fields(Card)
        if getattr(better, field.name) in _BLANKS and getattr(lesser, field.name) not in _BLANKS
    }
    if better.outcome is Outcome.LIVE:
        filled.pop("ended_at", None)
    if "cost" in filled:
        filled["cost_settled"] = lesser.cost_settled
    if _told(lesser) > _told(better):
        filled["phases"] = lesser.phases
    return replace(better, **filled, seen_at=max(one.seen_at, other.seen_at))


def says_the_same(one: Card, other: Card) -> bool:
    """They differ in nothing but when it was last told."""
    return replace(one, seen_at=other.seen_at) == other


def trimmed(lines: Iterable[str]) -> tuple[str, ...]:
    """The last lines that are kept, each as far as it is kept."""
    return tuple(line[:LONGEST_LINE] for line in tuple(lines)[-MOST_LINES:])


def _certainty(card: Card) -> tuple[object, ...]:
    over = card.outcome not in (Outcome.LIVE, Outcome.VANISHED)
    return over, over and card.cost_settled, card.seen_at, card.outcome is Outcome.VANISHED


def _outcome(session: Session) -> Outcome:
    if not session.phase.is_ended:
        return Outcome.LIVE
    if session.ended_by_user:
        return Outcome.BY_USER
    return Outcome.FAILED if session.phase is Phase.ENDED_FAILED else Outcome.DONE


def _place(provider: str, location: str) -> str:
    return "/".join(part for part in (provider, location) if part)[:LONGEST_TEXT]


def _ready_at(session: Session, timeline: Timeline) -> datetime | None:
    """When it was ready, unless that is only concluded from its last change."""
    part = next((part for part in timeline.segments if part.phase is Phase.READY), None)
    if part is None or (part.source is Source.INFERRED and part.start != session.started_at):
        return None
    return part.start


def _phases(timeline: Timeline, now: datetime) -> tuple[CardPhase, ...]:
    parts = timeline.segments
    return tuple(
        CardPhase(part.phase, part.lasted(now), _is_concluded(part, parts[place + 1 : place + 2]))
        for place, part in enumerate(parts)
        if not part.phase.is_ended
    )


def _is_concluded(part: Segment, following: tuple[Segment, ...]) -> bool:
    return any(one.source is Source.INFERRED for one in (part, *following))


def _told(card: Card) -> int:
    return sum(not phase.estimated for phase in card.phases)

"""What is known here of a session's cost, whether the service still knows it or not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import billed_from, cost_so_far


@dataclass(frozen=True, slots=True)
class Recorded:
    """One session in the local record."""

    session_id: str
    name: str
    gpu: str
    image: str
    start: datetime | None
    """When billing began, as well as is known."""
    end: datetime | None
    """When it ended; the present moment for one that is alive."""
    is_live: bool
    cost: Money | None
    """The whole of it up to its end; None where no price is known."""
    settled: bool
    """The cost is the service's own final figure."""


def from_session(session: Session, now: datetime) -> Recorded:
    """What the picture tells of a session."""
    cost = cost_so_far(session, now)
    start = billed_from(session)
    return Recorded(
        session.id,
        session.name,
        session.gpu,
        session.image,
        start,
        now if session.is_live else session.finished_at or start,
        session.is_live,
        cost.money if cost is not None else None,
        cost is not None and not cost.estimated,
    )


def from_card(card: Card) -> Recorded:
    """What is remembered of a session. One that was never seen to end counts up to where it was last seen."""
    end = card.ended_at or card.seen_at
    return Recorded(
        card.session_id,
        card.name,
        card.gpu,
        card.image,
        card.created_at,
        end,
        card.outcome is Outcome.LIVE,
        card.cost,
        card.cost_settled,
    )


def merged(cards: Iterable[Card], sessions: Iterable[Session], now: datetime) -> tuple[Recorded, ...]:
    """One record for each session: the picture's where it has one, else what is remembered."""
    known = {card.session_id: from_card(card) for card in cards}
    known |= {session.id: from_session(session, now) for session in sessions}
    return tuple(known.values())

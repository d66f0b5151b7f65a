"""Everything the offer screen tells of one offer, and what of it comes from the archive."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.memory.questions import CardPage, CardQuery, PlaceBoots
from mimiry_tui.domain.memory.samples import Sample, Span
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.words import same_model

FAR_BACK = timedelta(days=90)
"""What the longest chart shows."""
_MOST_CARDS = 200


class OfferSource(Protocol):
    """What is asked of the archive."""

    async def samples(self, offer_id: str, since: datetime) -> tuple[Sample, ...]: ...

    async def spans(self, since: datetime) -> tuple[Span, ...]: ...

    async def cards(self, query: CardQuery, *, limit: int = ..., offset: int = ...) -> CardPage: ...

    async def boots_on(self, model: str, where: str) -> PlaceBoots: ...


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the archive told of an offer."""

    samples: tuple[Sample, ...] = ()
    spans: tuple[Span, ...] = ()
    boots: PlaceBoots | None = None
    """None until it was asked."""
    cards: tuple[Card, ...] = ()
    """Sessions that have ended there, those that began last first."""


async def remembered(source: OfferSource, offer: Offer, now: datetime) -> Remembered:
    """Ask for all of it at once."""
    since = now - FAR_BACK
    query = CardQuery(gpu=offer.family, text=offer.where)
    samples, spans, boots, page = await asyncio.gather(
        source.samples(offer.id, since),
        source.spans(since),
        source.boots_on(offer.model, offer.where),
        source.cards(query, limit=_MOST_CARDS),
    )
    there = tuple(
        card
        for card in page.cards
        if card.outcome is not Outcome.LIVE
        and card.where == offer.where
        and same_model(card.gpu, offer.model)
    )
    return Remembered(samples, spans, boots, there)


def running_on(offer: Offer, sessions: Iterable[Session | Unreadable]) -> tuple[Session, ...]:
    """The user's own live sessions on that offer, the oldest first."""
    there = [
        one
        for one in sessions
        if isinstance(one, Session)
        and one.is_live
        and one.where == offer.where
        and same_model(one.gpu, offer.model)
    ]
    return tuple(sorted(there, key=lambda one: (str(one.created_at or ""), one.id)))

"""What is remembered of every offer, at hand for a table: asked for again when there may be news.

The archive is asked for all offers in one go, never more often than `AT_MOST_EVERY`, and at least
`ASK_EVERY`, since weeks and shares go on with time though nothing changes. What it tells at the start is
as the last run left it, so it is asked once more as soon as the first offers of this run are written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

from mimiry_tui.clock import Clock
from mimiry_tui.domain.memory.samples import OfferPast
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.live.subscribers import Subscribers

AT_MOST_EVERY = 20.0
"""Seconds between two questions; what comes meanwhile is answered by the next."""
ASK_EVERY = 300.0
"""Seconds after which it is asked again although nothing was heard."""
SOON = 1.0
"""Seconds after a change until it has been written, as a rule."""
ENOUGH_WATCHED = timedelta(hours=1)
"""Below this nothing is said about how often something is in stock."""
_PERCENT = Decimal("0.01")


class OfferArchive(Protocol):
    """Where pasts come from."""

    async def offer_pasts(self, now: datetime) -> Mapping[str, OfferPast]:
        """What is remembered of each offer, by its id."""
        ...


class OfferMemory:
    """Pasts of all offers while `run` runs; before its first answer nothing is remembered."""

    def __init__(self, store: Store, archive: OfferArchive, clock: Clock) -> None:
        self._store = store
        self._archive = archive
        self._clock = clock
        self._pasts: Mapping[str, OfferPast] = {}
        self._news = asyncio.Event()
        self._subscribers: Subscribers[frozenset[str]] = Subscribers()

    def past(self, offer_id: str) -> OfferPast | None:
        """What is remembered of that offer; None where nothing is, or nobody has asked yet."""
        return self._pasts.get(offer_id)

    def subscribe(self, callback: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call it with the ids of the offers whose past reads differently; returns what ends that."""
        return self._subscribers.add(callback)

    async def run(self) -> None:
        """Ask, now and then, until cancelled."""
        unsubscribe = self._store.subscribe(self._noticed)
        try:
            self._take(await self._archive.offer_pasts(self._clock.now()))
            if not self._store.offers:
                await self._news_within(ASK_EVERY)
            await self._clock.sleep(SOON)
            while True:
                self._news.clear()
                self._take(await self._archive.offer_pasts(self._clock.now()))
                await self._wait_for_news()
        finally:
            unsubscribe()

    async def _wait_for_news(self) -> None:
        """Until something may be new and the last question is long enough ago."""
        await self._clock.sleep(AT_MOST_EVERY)
        if self._news.is_set():
            return
        await self._news_within(ASK_EVERY - AT_MOST_EVERY)
        await self._clock.sleep(SOON)

    async def _news_within(self, seconds: float) -> None:
        """Until offers changed, or so many seconds are over."""
        waits = [
            asyncio.create_task(self._news.wait(), name="news of offers"),
            asyncio.create_task(self._clock.sleep(seconds), name="ask anyway"),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def _noticed(self, change: Change) -> None:
        if change.resource is Resource.OFFERS and not change.health_only:
            self._news.set()

    def _take(self, pasts: Mapping[str, OfferPast]) -> None:
        before, self._pasts = self._pasts, pasts
        changed = frozenset(
            offer_id
            for offer_id in before.keys() | pasts.keys()
            if self._told(before.get(offer_id)) != self._told(pasts.get(offer_id))
        )
        if changed:
            self._subscribers.tell(changed)

    def _told(self, past: OfferPast | None) -> tuple[object, ...]:
        """What a table says of it: nothing is drawn anew for less."""
        if past is None:
            return ()
        offer = self._store.offers.get(past.offer_id)
        in_stock = isinstance(offer, Offer) and offer.available
        return (
            past.week,
            None if past.change is None else past.change.quantize(_PERCENT),
            None if past.in_stock is None else past.in_stock.quantize(_PERCENT),
            past.watched >= ENOUGH_WATCHED,
            None if in_stock else past.last_in_stock,
        )

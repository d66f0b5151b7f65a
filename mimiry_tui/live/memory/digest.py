"""Notes that a dashboard is alive, and says at its start what happened since the last one was."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from mimiry_tui.clock import Clock
from mimiry_tui.domain.memory.digest import ALIVE, AWAY, Digest, build_digest
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.store import Resource, Store
from mimiry_tui.live.subscribers import Subscribers

if TYPE_CHECKING:
    from mimiry_tui.live.history.archive import Archive

EVERY = 60.0
"""Seconds between two notes that it is."""
PATIENCE = 30.0
"""Seconds that the first answers are waited for: one that does not come is done without."""
SETTLES = 45.0
"""Seconds in which what the first answers brought is still written down, and read again."""
GATHER = 1.0
"""Seconds that writings are gathered before the archive is asked again."""
_AWAITED = (Resource.SESSIONS, Resource.ENDED, Resource.OFFERS)


class DigestDesk:
    """Knows what happened while nobody looked, from soon after the start on."""

    def __init__(
        self,
        store: Store,
        archive: Archive,
        clock: Clock,
    ) -> None:
        self.digest: Digest | None = None
        """None until it is known, and where there is nothing to tell."""
        self.price_change = Decimal(5)
        """By how many per cent a price must have moved to be told."""
        self._store = store
        self._archive = archive
        self._clock = clock
        self._subscribers: Subscribers[[]] = Subscribers()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call it when `digest` is another one; returns what ends that."""
        return self._subscribers.add(callback)

    async def run(self) -> None:
        """Look back once, and note every minute that this dashboard is alive, until cancelled."""
        began = self._clock.now()
        left_at = await self._archive.marked(ALIVE)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._note(), name="note being alive")
            if left_at is not None and began - left_at >= AWAY:
                group.create_task(self._look_back(left_at, began), name="look back")

    async def _note(self) -> None:
        try:
            while True:
                await self._archive.mark(ALIVE, self._clock.now())
                await self._clock.sleep(EVERY)
        finally:
            # What was shown up to now is no news at the next start.
            await self._archive.mark(ALIVE, self._clock.now())

    async def _look_back(self, left_at: datetime, began: datetime) -> None:
        """Tell what is known once the first answers are here; and again as they are taken down."""
        then = await self._archive.spend_cards(left_at)
        await self._first_answers()
        offers = self._offers()
        rates = await self._rates(left_at, offers)
        written = asyncio.Event()
        unsubscribe = self._archive.subscribe(written.set)
        deadline = self._clock.monotonic() + SETTLES
        try:
            while True:
                await self._clock.sleep(GATHER)
                written.clear()
                cards = await self._archive.spend_cards(left_at)
                self._tell(
                    build_digest(
                        left_at,
                        began,
                        then=then,
                        cards=cards,
                        offers=offers,
                        rates_then=rates,
                        threshold=self.price_change,
                    )
                )
                if not await self._within(written, deadline):
                    return
        finally:
            unsubscribe()

    async def _first_answers(self) -> None:
        """Wait for them, but not for ever."""
        deadline = self._clock.monotonic() + PATIENCE
        came = asyncio.Event()
        unsubscribe = self._store.subscribe(lambda _: came.set())
        try:
            while not self._is_answered():
                came.clear()
                if not await self._within(came, deadline):
                    return
        finally:
            unsubscribe()

    async def _rates(self, left_at: datetime, offers: list[Offer]) -> dict[str, Money]:
        """What each of these cost when one left."""
        rates = {}
        for offer in offers:
            samples = await self._archive.samples(offer.id, left_at)
            rate = next((one.rate for one in samples if one.at <= left_at), None)
            if rate is not None:
                rates[offer.id] = rate
        return rates

    def _tell(self, found: Digest) -> None:
        digest = None if found.is_empty else found
        if digest != self.digest:
            self.digest = digest
            self._subscribers.tell()

    def _is_answered(self) -> bool:
        """Whether each list came once, or cannot be had."""
        healths = [self._store.health(resource) for resource in _AWAITED]
        return all(health.as_of is not None or health.error is not None for health in healths)

    def _offers(self) -> list[Offer]:
        return [row for row in self._store.offers.values() if isinstance(row, Offer)]

    async def _within(self, event: asyncio.Event, deadline: float) -> bool:
        """Whether it comes before that moment of the clock."""
        timer = asyncio.ensure_future(self._clock.sleep(max(0.0, deadline - self._clock.monotonic())))
        waiter = asyncio.ensure_future(event.wait())
        try:
            await asyncio.wait({timer, waiter}, return_when=asyncio.FIRST_COMPLETED)
            return waiter.done()
        finally:
            timer.cancel()
            waiter.cancel()

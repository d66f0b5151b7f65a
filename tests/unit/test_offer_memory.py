"""What is remembered of offers is asked for when there may be news, and never all the time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from mimiry_tui.domain.memory.samples import OfferPast
from mimiry_tui.live.memory.offer_memory import ASK_EVERY, AT_MOST_EVERY, OfferMemory
from mimiry_tui.live.store import Change, Resource, Store
from tests.support.clock import EPOCH, ManualClock, settle
from tests.support.offer_app import FakeArchive, an_offer

OFFER = an_offer()
PAST = OfferPast(
    offer_id=OFFER.id,
    since=EPOCH - timedelta(days=3),
    week=(None, Decimal(2), Decimal("2.10")),
    change=Decimal("0.051"),
    in_stock=Decimal("0.834"),
    watched=timedelta(hours=5),
    last_in_stock=EPOCH,
)


class Run:
    """A memory that runs, what it told, and how often it asked."""

    def __init__(self) -> None:
        self.clock, self.store = ManualClock(), Store()
        self.archive = FakeArchive(pasts={OFFER.id: PAST})
        self.memory = OfferMemory(self.store, self.archive, self.clock)
        self.told: list[frozenset[str]] = []
        self.memory.subscribe(self.told.append)

    @property
    def asked(self) -> int:
        return len(self.archive.asked_for)

    async def started(self) -> None:
        """The first offers came, and were asked about."""
        self.offers_changed()
        await self.clock.advance(1.5)
        assert self.asked == 2

    def offers_changed(self, *, health_only: bool = False) -> None:
        self.store.update_offers({OFFER.id: replace(OFFER, available=True)})
        self.store.publish(Change(Resource.OFFERS, (OFFER.id,), health_only=health_only))


@asynccontextmanager
async def running() -> AsyncIterator[Run]:
    run = Run()
    task = asyncio.create_task(run.memory.run())
    await settle()
    try:
        yield run
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_it_asks_at_once_and_tells_whose_past_it_knows() -> None:
    async with running() as run:
        assert run.memory.past(OFFER.id) == PAST
        assert run.memory.past("another") is None
        assert run.told == [frozenset({OFFER.id})]


async def test_the_first_offers_of_a_run_are_asked_about_as_soon_as_they_are_written() -> None:
    async with running() as run:
        await run.clock.advance(5)
        assert run.asked == 1
        run.offers_changed()
        await run.clock.advance(1.5)
        assert run.asked == 2


async def test_many_changes_are_one_question_and_none_are_one_every_few_minutes() -> None:
    async with running() as run:
        await run.started()
        for _ in range(5):
            run.offers_changed()
        await run.clock.advance(AT_MOST_EVERY - 1)
        assert run.asked == 2
        await run.clock.advance(2)
        assert run.asked == 3
        await run.clock.advance(ASK_EVERY - 1)
        assert run.asked == 3
        run.offers_changed(health_only=True)
        await run.clock.advance(3)
        assert run.asked == 4


async def test_a_change_after_a_pause_is_asked_about_as_soon_as_it_is_written() -> None:
    async with running() as run:
        await run.started()
        await run.clock.advance(AT_MOST_EVERY + 60)
        run.offers_changed()
        await run.clock.advance(1.5)
        assert run.asked == 3


async def test_what_reads_the_same_is_not_told() -> None:
    async with running() as run:
        await run.started()
        run.offers_changed()
        run.archive.pasts = {
            OFFER.id: replace(
                PAST,
                change=Decimal("0.0508"),
                in_stock=Decimal("0.8311"),
                watched=timedelta(hours=6),
                last_in_stock=EPOCH + timedelta(minutes=1),
            )
        }
        await run.clock.advance(AT_MOST_EVERY + ASK_EVERY + 2)
        assert run.asked == 4
        assert len(run.told) == 1
        run.archive.pasts = {OFFER.id: replace(PAST, week=(Decimal(2), Decimal(2), Decimal("2.10")))}
        await run.clock.advance(ASK_EVERY)
        assert run.told[1:] == [frozenset({OFFER.id})]

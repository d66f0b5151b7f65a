"""A dashboard notes that it is alive, and finds out at its start what it has missed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import cast

from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.memory.digest import ALIVE, Digest
from mimiry_tui.domain.memory.samples import Sample
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.history.archive import Archive
from mimiry_tui.live.memory.digest import EVERY, PATIENCE, DigestDesk
from mimiry_tui.live.store import Change, Health, Resource, Store
from mimiry_tui.live.subscribers import Subscribers
from tests.support.cards import a_card, a_live_card
from tests.support.clock import EPOCH, ManualClock

LEFT = EPOCH - timedelta(hours=4)
OFFER = Offer(
    "H100_80G_SXM", "", "H100", "SXM", 80, "verda", "FIN-01", Money(Decimal("2.10")), available=True
)


class Shelf:
    """An archive that holds what the test puts there."""

    def __init__(self, left_at: datetime | None = LEFT) -> None:
        self.marks = {} if left_at is None else {ALIVE: left_at}
        self.cards: tuple[Card, ...] = ()
        self.before: tuple[Sample, ...] = ()
        self._subscribers: Subscribers[[]] = Subscribers()

    async def marked(self, name: str) -> datetime | None:
        return self.marks.get(name)

    async def mark(self, name: str, at: datetime) -> None:
        self.marks[name] = at

    async def spend_cards(self, since: datetime) -> tuple[Card, ...]:
        return self.cards

    async def samples(self, offer_id: str, since: datetime) -> tuple[Sample, ...]:
        return self.before if offer_id == OFFER.id else ()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        return self._subscribers.add(callback)

    def write(self, *cards: Card) -> None:
        self.cards = cards
        self._subscribers.tell()


class Stage:
    """A desk between a store and an archive of the test's."""

    def __init__(self, left_at: datetime | None = LEFT) -> None:
        self.clock, self.store, self.shelf = ManualClock(), Store(), Shelf(left_at)
        self.desk = DigestDesk(self.store, cast("Archive", self.shelf), self.clock)
        self.told = 0
        self.desk.subscribe(self._count)

    def _count(self) -> None:
        self.told += 1

    def digest(self) -> Digest | None:
        return self.desk.digest

    async def __aenter__(self) -> Stage:
        self.task = asyncio.create_task(self.desk.run())
        await self.clock.advance(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task

    def answer(self) -> None:
        """The first good answers come in."""
        self.store.update_offers({OFFER.id: OFFER})
        for resource in (Resource.SESSIONS, Resource.ENDED, Resource.OFFERS):
            self.store.set_health(resource, Health(as_of=self.clock.now()))
            self.store.publish(Change(resource))


async def test_being_alive_is_noted_every_minute_and_at_the_end() -> None:
    async with Stage(left_at=None) as stage:
        assert stage.shelf.marks[ALIVE] == EPOCH
        await stage.clock.advance(2 * EVERY + 5)
        assert stage.shelf.marks[ALIVE] == EPOCH + timedelta(seconds=2 * EVERY)
    assert stage.shelf.marks[ALIVE] == EPOCH + timedelta(seconds=2 * EVERY + 5)


async def test_what_was_missed_is_told_once_the_first_answers_are_written() -> None:
    async with Stage() as stage:
        stage.shelf.cards = (a_live_card("a", ready_at=LEFT),)
        stage.shelf.before = (Sample(LEFT, Money(Decimal("2.50")), available=True),)
        await stage.clock.advance(5)
        assert stage.digest() is None, "nobody has answered yet"
        stage.answer()
        await stage.clock.advance(1.5)
        first = stage.digest()
        assert first is not None
        assert [line.change for line in first.prices] == [Decimal("-0.16")]
        assert not first.sessions
        stage.shelf.write(a_card("a"))
        await stage.clock.advance(1.5)
        second = stage.digest()
        assert second is not None
        assert [line.card.session_id for line in second.sessions] == ["a"]
        assert stage.told == 2


async def test_a_move_below_the_setting_is_not_told() -> None:
    async with Stage() as stage:
        stage.desk.price_change = Decimal(20)
        stage.shelf.before = (Sample(LEFT, Money(Decimal("2.50")), available=True),)
        stage.answer()
        await stage.clock.advance(5)
        assert stage.digest() is None
        assert stage.told == 0


async def test_a_price_first_seen_after_one_left_is_compared_with_nothing() -> None:
    async with Stage() as stage:
        stage.shelf.before = (Sample(LEFT + timedelta(hours=1), Money(Decimal("2.50")), available=True),)
        stage.answer()
        await stage.clock.advance(5)
        assert stage.digest() is None


async def test_an_answer_that_does_not_come_is_done_without() -> None:
    async with Stage() as stage:
        stage.shelf.cards = (a_card("a"),)
        await stage.clock.advance(PATIENCE + 2)
        found = stage.digest()
        assert found is not None
        assert not found.prices


async def test_what_ends_while_one_looks_is_no_part_of_it() -> None:
    async with Stage() as stage:
        stage.answer()
        await stage.clock.advance(2)
        stage.shelf.write(replace(a_card("a"), ended_at=stage.clock.now()))
        await stage.clock.advance(2)
        assert stage.digest() is None


async def test_a_moment_s_absence_is_none() -> None:
    async with Stage(left_at=EPOCH - timedelta(seconds=100)) as stage:
        stage.shelf.cards = (a_card("a", ended_at=EPOCH - timedelta(seconds=50)),)
        stage.answer()
        await stage.clock.advance(60)
        assert stage.digest() is None

"""Asking again for what is old before money is spent on it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import Capability
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Resource
from tests.support.clock import ManualClock, settle
from tests.support.fake_cloud import Even, FakeCloud, running

MINUTE = timedelta(minutes=1)


class FreshenDesk:
    """A cloud, a picture of it, and one attempt to freshen it."""

    def __init__(self, capabilities: frozenset[Capability] = frozenset(Capability)) -> None:
        self.clock = ManualClock()
        self.cloud = FakeCloud(self.clock, capabilities)
        self.live = Live(self.cloud, self.clock, rng=Even())

    async def begin(self, *resources: Resource, older_than: timedelta = MINUTE) -> asyncio.Task[None]:
        freshening = self.live.freshen(resources, older_than=older_than, at_most=5)
        task = asyncio.create_task(freshening)
        await settle()
        return task


async def test_what_is_young_is_not_asked_for() -> None:
    desk = FreshenDesk()
    async with running(desk.live):
        await desk.clock.advance(20)
        asked = len(desk.cloud.calls)
        assert (await desk.begin(Resource.OFFERS, Resource.BALANCE)).done()
        assert len(desk.cloud.calls) == asked


async def test_what_is_old_is_asked_for_and_waited_for() -> None:
    desk = FreshenDesk()
    async with running(desk.live):
        await desk.clock.advance(110)
        asked = desk.cloud.count("quotas")
        answer = desk.cloud.hold("quotas")
        task = await desk.begin(Resource.QUOTAS, Resource.OFFERS)
        assert desk.cloud.count("quotas") == asked + 1
        await desk.clock.advance(4)
        assert not task.done()
        answer()
        await settle()
        assert task.done()
        assert desk.live.store.health(Resource.QUOTAS).as_of == desk.clock.now()


async def test_each_answer_is_waited_for() -> None:
    desk = FreshenDesk()
    async with running(desk.live):
        await desk.clock.advance(110)
        first, second = desk.cloud.hold("quotas"), desk.cloud.hold("offers")
        task = await desk.begin(Resource.QUOTAS, Resource.OFFERS, older_than=timedelta(0))
        first()
        await settle()
        assert not task.done()
        second()
        await settle()
        assert task.done()


async def test_what_came_this_moment_is_asked_for_where_no_age_will_do() -> None:
    desk = FreshenDesk()
    async with running(desk.live):
        assert desk.live.store.health(Resource.QUOTAS).as_of == desk.clock.now()
        asked = desk.cloud.count("quotas")
        assert (await desk.begin(Resource.QUOTAS, older_than=timedelta(0))).done()
        assert desk.cloud.count("quotas") == asked + 1


async def test_an_answer_is_waited_for_no_longer_than_asked() -> None:
    desk = FreshenDesk()
    async with running(desk.live):
        await desk.clock.advance(110)
        answer = desk.cloud.hold("quotas")
        task = await desk.begin(Resource.QUOTAS)
        await desk.clock.advance(4.9)
        assert not task.done()
        await desk.clock.advance(0.1)
        assert task.done()
        assert task.exception() is None
        answer()


async def test_an_error_ends_the_wait_and_stays_in_the_store() -> None:
    desk = FreshenDesk()
    async with running(desk.live):
        await desk.clock.advance(110)
        desk.cloud.answer("quotas", errors.ServerTrouble())
        task = await desk.begin(Resource.QUOTAS)
        assert task.done()
        assert task.exception() is None
        assert isinstance(desk.live.store.health(Resource.QUOTAS).error, errors.ServerTrouble)


async def test_an_attempt_under_way_serves() -> None:
    desk = FreshenDesk()
    async with running(desk.live):
        await desk.clock.advance(119)
        answer = desk.cloud.hold("quotas")
        await desk.clock.advance(2)
        asked = desk.cloud.count("quotas")
        task = await desk.begin(Resource.QUOTAS)
        answer()
        await settle()
        assert task.done()
        assert desk.cloud.count("quotas") == asked


async def test_a_sign_in_that_failed_is_not_tried_again_for_it() -> None:
    desk = FreshenDesk()
    desk.cloud.answer("quotas", errors.KeyNotRegistered())
    async with running(desk.live):
        await desk.clock.advance(110)
        asked = desk.cloud.count("quotas")
        task = await desk.begin(Resource.QUOTAS)
        assert task.done(), "there is nothing to wait for"
        assert desk.cloud.count("quotas") == asked


async def test_a_wait_that_the_service_asked_for_is_kept() -> None:
    desk = FreshenDesk()
    async with running(desk.live):
        desk.cloud.answer("quotas", errors.TooManyRequests(retry_after=300))
        await desk.clock.advance(130)
        asked = desk.cloud.count("quotas")
        task = await desk.begin(Resource.QUOTAS)
        await desk.clock.advance(5)
        assert task.done()
        assert desk.cloud.count("quotas") == asked


async def test_what_the_cloud_does_not_offer_is_left_out() -> None:
    desk = FreshenDesk(frozenset({Capability.SESSIONS}))
    async with running(desk.live):
        assert (await desk.begin(Resource.BALANCE, older_than=timedelta(0))).done()


@pytest.mark.parametrize("runs", [1, 3])
async def test_several_may_wait_for_the_same(runs: int) -> None:
    desk = FreshenDesk()
    async with running(desk.live):
        await desk.clock.advance(110)
        answer = desk.cloud.hold("quotas")
        tasks = [await desk.begin(Resource.QUOTAS) for _ in range(runs)]
        answer()
        await settle()
        assert all(task.done() for task in tasks)

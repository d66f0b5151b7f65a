"""One look at an account: everything at once, each answer or error by itself, and an end to waiting."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal

from mimiry_tui.clouds.base import Capability, Page
from mimiry_tui.clouds.errors import KeyNotRegistered, ServerTrouble, TimedOut
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.live.once import ALL, look
from mimiry_tui.live.store import Resource
from tests.support.clock import ManualClock, settle
from tests.support.fake_cloud import FakeCloud
from tests.support.pictures import a_session, a_volume, an_offer


async def test_everything_offered_is_read_once() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    bad = Unreadable("s-2", "no id", b"{}")
    cloud.answer("live_sessions", Page((a_session("train", "provisioning"), bad)))
    cloud.answer("volumes", Page((a_volume("ckpt"),)))
    cloud.answer("offers", Page((an_offer(),)))
    seen = await look(cloud, clock, patience=5)
    assert seen.answered == seen.wanted == ALL
    assert [one.name for one in seen.live] == ["train"]
    assert [one.name for one in seen.stored] == ["ckpt"]
    assert len(seen.offered) == 1
    assert sorted(call.name for call in cloud.calls) == sorted(
        ["live_sessions", "ended_sessions", "volumes", "balance", "quotas", "offers"]
    )
    assert clock.sleepers == 0


async def test_one_failure_costs_one_answer() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("volumes", ServerTrouble(status=502))
    seen = await look(cloud, clock, patience=5)
    assert seen.answered == ALL - {Resource.VOLUMES}
    assert isinstance(seen.volumes.error, ServerTrouble)
    assert seen.volumes.as_of is None


async def test_who_does_not_answer_in_time_is_left() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.hold("balance")
    looking = asyncio.create_task(look(cloud, clock, patience=5))
    await settle()
    await clock.advance(4.9)
    assert not looking.done()
    await clock.advance(0.2)
    seen = await looking
    assert seen.answered == ALL - {Resource.BALANCE}
    assert isinstance(seen.balance.error, TimedOut)


async def test_after_a_refusal_only_what_is_public_is_asked_for() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    seen = await look(cloud, clock, patience=5, barred=KeyNotRegistered())
    assert [call.name for call in cloud.calls] == ["offers"]
    assert seen.answered == {Resource.OFFERS}
    assert isinstance(seen.sessions.error, KeyNotRegistered)


async def test_what_a_cloud_does_not_offer_is_no_failure() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock, frozenset({Capability.SESSIONS}))
    seen = await look(cloud, clock, patience=5)
    assert seen.answered == seen.wanted == {Resource.SESSIONS, Resource.ENDED}
    assert seen.balance.error is None


async def test_what_runs_without_a_price_is_asked_for_again_once_the_offers_told_it() -> None:
    """As at services that tell what a session costs only by what they offer."""
    clock = ManualClock()
    for wanted in (ALL, frozenset({Resource.SESSIONS, Resource.VOLUMES})):
        cloud = FakeCloud(clock)
        bare = build_session(id="s", name="s", state="started")
        priced = replace(bare, got=replace(bare.got, rate=Money(Decimal(2))))
        told = [False]

        def offers(told: list[bool] = told) -> Page[Offer]:
            told[0] = True
            return Page(())

        cloud.answer("live_sessions", Page((bare,)), lambda t=told, p=priced: Page((p,) if t[0] else ()))
        cloud.answer("offers", offers)
        seen = await look(cloud, clock, wanted, patience=5)
        assert seen.live == (priced,)
        assert (cloud.count("offers"), cloud.count("live_sessions")) == (1, 2)
        assert seen.answered == wanted


async def test_a_service_without_offers_is_not_asked_twice() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock, frozenset({Capability.SESSIONS}))
    cloud.answer("live_sessions", Page((build_session(id="s", name="s", state="started"),)))
    await look(cloud, clock, patience=5)
    assert cloud.count("live_sessions") == 1

"""Failing, signing in, ending: what the pollers do when something is not as usual."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import CloudError, KeyLocked, KeyNotRegistered, ServerTrouble
from mimiry_tui.domain.account import Quota, build_balance
from mimiry_tui.domain.offers import Offer, build_offers
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.volumes import build_volume
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Change, Resource, Store
from tests.support.clock import ManualClock, settle
from tests.support.fake_cloud import Even, FakeCloud, running

SIGNED = ("live_sessions", "ended_sessions", "volumes", "balance", "quotas")


def signed_out(cloud: FakeCloud, error: CloudError) -> None:
    for name in (*SIGNED, "session", "transactions"):
        cloud.answer(name, error)


def signed_in(cloud: FakeCloud) -> None:
    for name in ("live_sessions", "ended_sessions", "volumes", "transactions"):
        cloud.answer(name, Page(()))
    cloud.answer("quotas", (Quota("sessions", 2, 0),))
    cloud.answer("balance", build_balance(balance=5))


def offer(model: str) -> Offer:
    return build_offers(name=model, vram_gb=80, hourly_rate=2)[0]


async def test_a_failed_sign_in_is_not_hammered_and_prices_go_on() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    signed_out(cloud, KeyNotRegistered())
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(3_590)
        for resource in (Resource.SESSIONS, Resource.VOLUMES, Resource.BALANCE, Resource.QUOTAS):
            assert isinstance(live.store.health(resource).error, KeyNotRegistered)
        assert live.store.health(Resource.OFFERS).error is None
    assert cloud.times("live_sessions") == [300.0 * n for n in range(12)]
    for name in SIGNED[1:]:
        assert cloud.times(name) == [0]
    assert cloud.count("offers") == 120


async def test_looking_around_while_signed_out_asks_for_nothing() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    signed_out(cloud, KeyNotRegistered())
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(1)
        live.open_transactions(True)
        live.select("s1")
        live.load_more_ended()
        live.set_focused(False)
        live.set_focused(True)
        clock.machine_slept(3_000)
        await clock.advance(60)
        assert isinstance(live.store.health(Resource.DETAIL).error, KeyNotRegistered)
        assert isinstance(live.store.health(Resource.TRANSACTIONS).error, KeyNotRegistered)
    assert [cloud.count(name) for name in SIGNED] == [1] * len(SIGNED)
    assert cloud.count("session") == cloud.count("transactions") == 0
    assert cloud.times("offers")[:2] == [0, 1]


async def test_unlocking_hands_over_the_passphrase_and_asks_for_everything() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    signed_out(cloud, KeyLocked())
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(10)
        signed_in(cloud)
        live.unlock("open sesame")
        await clock.advance(1)
        assert cloud.passphrases == ["open sesame"]
        for name in SIGNED:
            assert cloud.times(name)[:2] == [0, 10]
        assert live.store.health(Resource.SESSIONS).error is None
        assert live.store.quotas == (Quota("sessions", 2, 0),)


async def test_unlocking_during_an_attempt_makes_another_one() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("balance", KeyLocked(), build_balance(balance=5))
    release = cloud.hold("balance")
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        live.unlock("open sesame")
        release()
        await clock.advance(1)
        assert cloud.times("balance") == [0, 0]
        assert live.store.balance == build_balance(balance=5)


async def test_once_one_can_sign_in_again_all_others_wake_by_themselves() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    signed_out(cloud, KeyNotRegistered())
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(10)
        signed_in(cloud)
        await clock.advance(280)
        assert cloud.count("balance") == 1
        await clock.advance(11)
        for name in SIGNED:
            assert cloud.times(name)[1] == 300, name
        assert live.store.health(Resource.BALANCE).error is None


async def test_losing_the_sign_in_later_quiets_everyone_at_once() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(20)
        signed_out(cloud, KeyNotRegistered("revoked"))
        await clock.advance(200)
        assert isinstance(live.store.health(Resource.BALANCE).error, KeyNotRegistered)
        assert live.store.balance is not None, "the last good figure stays"
    later = [call.name for call in cloud.calls if call.at > 20 and call.name in SIGNED]
    assert len(later) <= 2, "whoever was due at that moment"


async def test_a_failure_keeps_the_last_good_picture_and_says_how_old_it_is() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("volumes", Page((build_volume(id="v1", state="provisioned"),)), ServerTrouble("down"))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        began = clock.now()
        await clock.advance(40)
        health = live.store.health(Resource.VOLUMES)
        assert list(live.store.volumes) == ["v1"]
        assert health.as_of == began
        assert health.is_stale(clock.now())
        assert health.age(clock.now()) == clock.now() - began
        assert health.attempts_failed == 2
        assert health.next_try_at is not None
        assert health.next_try_at > clock.now()


async def test_lists_are_compared_by_identity_and_what_left_them_goes() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    one, two, three = offer("H100_80G_SXM"), offer("A100_80G_SXM"), offer("L40S_48G_PCIe")
    two_cheaper, broken = offer("A100_80G_SXM"), Unreadable("unreadable-3", "no name", b"{}")
    first: Page[Offer] = Page((one, two))
    second: Page[Offer] = Page((one, two_cheaper, broken))
    cloud.answer("offers", first, first, second, Page((three,)))
    live = Live(cloud, clock, rng=Even())
    changes: list[Change] = []
    live.store.subscribe(changes.append)
    async with running(live):
        await clock.advance(95)
    told = [change for change in changes if change.resource is Resource.OFFERS and not change.health_only]
    assert [set(change.upserted) for change in told] == [
        {one.id, two.id},
        {two.id, broken.id},
        {three.id},
    ]
    assert [set(change.removed) for change in told] == [set(), set(), {one.id, two.id, broken.id}]
    assert dict(live.store.offers) == {three.id: three}


async def test_a_new_volume_shows_at_once_and_its_absence_means_nothing_for_a_minute() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(5)
        live.expect_volume(build_volume(id="v9", name="data", state="submitted"))
        assert "v9" in live.store.volumes
        await clock.advance(58)
        assert "v9" in live.store.volumes
        await clock.advance(5)
        assert "v9" not in live.store.volumes
    assert gap_of(cloud.times("volumes")) == 3


def gap_of(times: list[float]) -> float:
    return round(times[-2] - times[-3], 3)


async def test_subscribers_hear_of_a_change_the_store_already_holds_until_they_leave() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    live = Live(cloud, clock, rng=Even())
    seen: list[object] = []
    leave = live.store.subscribe(
        lambda change: seen.append(live.store.balance) if change.resource is Resource.BALANCE else None
    )
    async with running(live):
        await clock.advance(1)
        assert seen
        assert seen[-1] is live.store.balance
        assert live.store.balance is not None
        leave()
        leave()
        heard = len(seen)
        live.refresh()
        await clock.advance(1)
    assert len(seen) == heard


async def test_a_bug_in_one_poller_comes_out_of_run() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("quotas", ZeroDivisionError("bug"))
    with pytest.raises(ExceptionGroup) as caught:
        await asyncio.wait_for(Live(cloud, clock).run(), timeout=30)
    assert caught.group_contains(ZeroDivisionError)


async def test_a_bug_in_a_subscriber_comes_out_of_run() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.hold("quotas")
    live = Live(cloud, clock)

    def broken(change: Change) -> None:
        if change.resource is Resource.QUOTAS:
            raise LookupError("bug")

    live.store.subscribe(broken)
    with pytest.raises(ExceptionGroup) as caught:
        await asyncio.wait_for(live.run(), timeout=30)
    assert caught.group_contains(LookupError)
    await settle()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_cancelling_leaves_no_task_behind() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.hold("offers")
    live = Live(cloud, clock)
    async with running(live):
        await clock.advance(3)
        assert len(asyncio.all_tasks()) > 5
    await settle()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_what_was_asked_before_run_holds_when_it_starts() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    live = Live(cloud, clock, rng=Even())
    live.set_focused(False)
    live.refresh()
    async with running(live):
        await clock.advance(130)
    assert cloud.times("offers") == [0, 120]


async def test_what_is_read_only_stays_so() -> None:
    sessions: Any = Store().sessions
    with pytest.raises(TypeError):
        sessions["x"] = Unreadable("x", "", b"")

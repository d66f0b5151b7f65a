"""How often each resource is asked for, what hurries it and what slows it."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from mimiry_tui.clouds.base import Capability, Page
from mimiry_tui.clouds.errors import NotFound, ServerTrouble, Unreachable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import build_volume
from mimiry_tui.live.cadence import retry_delay
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Resource
from tests.support.clock import ManualClock
from tests.support.fake_cloud import Even, FakeCloud, running

HOUR = 3_600.0


def a_session(state: str, session_id: str = "s1", operation: str = "") -> Session:
    return build_session(id=session_id, name="train", state=state, operation=operation)


def gaps(times: list[float]) -> list[float]:
    return [round(later - earlier, 3) for earlier, later in pairwise(times)]


async def requests_in_an_hour(live_session: Session | None) -> int:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    if live_session is not None:
        cloud.answer("live_sessions", Page((live_session,)))
        cloud.answer("session", live_session)
    live = Live(cloud, clock, rng=random.Random(7))
    if live_session is not None:
        live.select(live_session.id)
    async with running(live):
        await clock.advance(HOUR)
    return len(cloud.calls)


async def test_an_hour_at_rest_stays_within_its_request_budget() -> None:
    assert 590 <= await requests_in_an_hour(None) <= 620


async def test_an_hour_with_a_live_selected_session_stays_within_its_request_budget() -> None:
    assert 1_190 <= await requests_in_an_hour(a_session("started")) <= 1_500


@pytest.mark.parametrize(
    ("session", "seconds"),
    [
        (None, 15.0),
        (a_session("started"), 5.0),
        (a_session("some_new_state"), 5.0),
        (a_session("submitted"), 2.0),
        (a_session("provisioned", operation="starting__pulling_image"), 2.0),
        (a_session("started", operation="terminating"), 2.0),
    ],
)
async def test_the_live_list_is_asked_for_as_often_as_it_changes(
    session: Session | None, seconds: float
) -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", Page((session,) if session else ()))
    async with running(Live(cloud, clock, rng=Even())):
        await clock.advance(60)
    assert set(gaps(cloud.times("live_sessions"))) == {seconds}


@pytest.mark.parametrize(("operation", "seconds"), [("", 30.0), ("resizing", 3.0), ("deleting", 3.0)])
async def test_volumes_are_asked_for_faster_while_an_operation_runs(operation: str, seconds: float) -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("volumes", Page((build_volume(id="v", state="provisioned", operation=operation),)))
    async with running(Live(cloud, clock, rng=Even())):
        await clock.advance(95)
    assert set(gaps(cloud.times("volumes"))) == {seconds}


async def test_everything_else_keeps_its_own_pace() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    async with running(Live(cloud, clock, rng=Even())):
        await clock.advance(600)
    every = {"offers": 30.0, "balance": 60.0, "quotas": 120.0, "ended_sessions": 120.0}
    for name, seconds in every.items():
        assert cloud.times(name)[0] == 0
        assert set(gaps(cloud.times(name))) == {seconds}, name
    assert cloud.count("transactions") == 0
    assert cloud.count("session") == 0


async def test_intervals_vary_by_a_tenth_and_the_same_seed_varies_alike() -> None:
    async def offers_with(seed: int) -> list[float]:
        clock = ManualClock()
        cloud = FakeCloud(clock)
        async with running(Live(cloud, clock, rng=random.Random(seed))):
            await clock.advance(900)
        return gaps(cloud.times("offers"))

    first = await offers_with(1)
    assert all(27 <= gap <= 33 for gap in first)
    assert len(set(first)) > 10
    assert await offers_with(1) == first
    assert await offers_with(2) != first


async def test_the_next_attempt_is_armed_when_the_last_ends() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    release = cloud.hold("offers")
    async with running(Live(cloud, clock, rng=Even())):
        await clock.advance(100)
        assert cloud.times("offers") == [0]
        release()
        await clock.advance(31)
    assert cloud.times("offers") == [0, 130]


async def test_one_slow_answer_delays_nothing_else() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.hold("live_sessions")
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(120)
        assert live.store.health(Resource.SESSIONS).loading
    assert cloud.times("live_sessions") == [0]
    assert cloud.times("offers") == [0, 30, 60, 90, 120]
    assert cloud.times("balance") == [0, 60, 120]


async def test_a_refresh_asks_at_once_and_an_attempt_under_way_serves() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(3)
        release = cloud.hold("offers")
        for _ in range(3):
            live.refresh()
        await clock.advance(1)
        live.refresh(Resource.OFFERS)
        await clock.advance(1)
        release()
        await clock.advance(1)
    assert cloud.times("offers") == [0, 3]
    assert cloud.times("balance") == [0, 3]
    assert cloud.times("ended_sessions") == [0, 3]
    assert cloud.count("transactions") == 0, "nobody looks at them"


async def test_a_refresh_of_one_resource_leaves_the_others_alone() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(1)
        live.refresh(Resource.BALANCE)
        await clock.advance(1)
    assert cloud.times("balance") == [0, 1]
    assert cloud.times("offers") == [0]
    assert cloud.times("live_sessions") == [0]


async def test_failures_double_the_wait_up_to_a_minute_and_a_success_forgets_them() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("offers", *[Unreachable("no route")] * 6, Page(()))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(190)
        health = live.store.health(Resource.OFFERS)
        assert health.attempts_failed == 6
        assert isinstance(health.error, Unreachable)
        assert health.as_of is None
        await clock.advance(60)
        assert live.store.health(Resource.OFFERS).attempts_failed == 0
        assert live.store.health(Resource.OFFERS).error is None
    assert gaps(cloud.times("offers")) == [5, 10, 20, 40, 60, 60, 30]


async def test_a_refresh_during_back_off_asks_at_once_and_starts_it_anew() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("offers", Unreachable("no route"))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(80)
        assert cloud.times("offers") == [0, 5, 15, 35, 75]
        live.refresh()
        await clock.advance(16)
    assert cloud.times("offers")[5:] == [80, 85, 95]


async def test_a_wait_the_service_asked_for_is_kept_even_by_a_refresh() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("offers", ServerTrouble("busy", retry_after=40.0), Page(()))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(10)
        live.refresh()
        live.set_focused(False)
        live.set_focused(True)
        await clock.advance(29)
        assert cloud.times("offers") == [0]
        planned = live.store.health(Resource.OFFERS).next_try_at
        assert planned is not None
        assert (planned - clock.now()).total_seconds() == pytest.approx(1, abs=0.6)
        await clock.advance(2)
    assert cloud.times("offers") == [0, 40]


@pytest.mark.parametrize(("failures", "seconds"), [(1, 5), (2, 10), (5, 60), (4_000, 60)])
def test_back_off_doubles_to_a_minute(failures: int, seconds: float) -> None:
    assert retry_delay(ServerTrouble(), failures, interval=2) == seconds


def test_what_was_refused_is_not_asked_faster_than_usual() -> None:
    assert retry_delay(NotFound(), 1, interval=120) == 120
    assert retry_delay(ServerTrouble(), 1, interval=120) == 5


async def test_an_unfocused_terminal_is_served_four_times_slower_and_focus_catches_up() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(10)
        live.set_focused(False)
        await clock.advance(0)
        health = live.store.health(Resource.OFFERS)
        assert health.every == timedelta(seconds=120)
        assert health.next_try_at == clock.now() + timedelta(seconds=110)
        await clock.advance(250)
        assert cloud.times("live_sessions") == [0, 60, 120, 180, 240]
        assert cloud.times("offers") == [0, 120, 240]
        live.set_focused(True)
        await clock.advance(1)
        assert cloud.times("offers")[-1] == 260
        await clock.advance(30)
    assert cloud.times("offers")[-1] == 290


async def test_after_the_machine_slept_everything_is_asked_for_at_once() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(11)
        clock.machine_slept(3_000)
        assert live.store.health(Resource.BALANCE).is_stale(clock.now())
        await clock.advance(5)
        for name in ("live_sessions", "ended_sessions", "offers", "volumes", "balance", "quotas"):
            assert cloud.times(name)[-1] == 15, name
        assert not live.store.health(Resource.BALANCE).is_stale(clock.now())


async def test_transactions_are_asked_for_only_while_open() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(10)
        live.open_transactions(True)
        await clock.advance(65)
        live.open_transactions(False)
        await clock.advance(300)
        assert cloud.times("transactions") == [10, 70]
        assert live.store.transactions == ()
        assert not live.store.health(Resource.TRANSACTIONS).is_stale(clock.now())


async def test_what_the_cloud_lacks_is_never_asked_for() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock, frozenset({Capability.OFFERS, Capability.BALANCE}))
    live = Live(cloud, clock, rng=Even())
    live.select("s1")
    live.open_transactions(True)
    live.load_more_ended()
    async with running(live):
        live.refresh()
        await clock.advance(300)
    assert {call.name for call in cloud.calls} == {"offers", "balance"}

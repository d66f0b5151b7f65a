"""The selected session: read with its events, for as long as there is something to learn."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import NotFound, ServerTrouble
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Change, Resource
from tests.support.clock import ManualClock
from tests.support.fake_cloud import Even, FakeCloud, running

EVENTS = [{"timestamp": "2026-06-08T12:00:00Z", "state": "submitted"}]


def a_session(session_id: str, state: str, **fields: Any) -> Session:
    return build_session(id=session_id, state=state, **fields)


def page(*items: Session) -> Page[Session]:
    return Page(items)


async def test_it_is_known_at_once_and_read_after_a_short_dwell() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(a_session("s", "started")))
    cloud.answer("session", a_session("s", "started", events=EVENTS))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(10)
        live.select("s")
        assert live.store.detail is live.store.sessions["s"]
        await clock.advance(1)
        assert live.store.detail is not None
        assert len(live.store.detail.events) == 1
        assert live.store.detail is live.store.sessions["s"]
        await clock.advance(60)
    assert cloud.times("session") == [10.25, 40.25, 70.25]


async def test_running_through_rows_asks_only_for_the_one_that_stays() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("session", lambda session_id: a_session(session_id, "started"))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        for number in range(10):
            live.select(f"s{number}")
            await clock.advance(0.1)
        await clock.advance(1)
    assert [call.arguments for call in cloud.calls if call.name == "session"] == [("s9",)]


async def test_another_selection_does_not_wait_for_the_answer_about_the_last() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("session", lambda session_id: a_session(session_id, "started", events=EVENTS))
    cloud.hold("session")
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        live.select("slow")
        await clock.advance(1)
        assert live.store.health(Resource.DETAIL).loading
        live.select("other")
        assert not live.store.health(Resource.DETAIL).loading
        await clock.advance(1)
        assert live.store.detail is not None
        assert live.store.detail.id == "other"
        assert live.store.health(Resource.DETAIL).error is None
    assert cloud.times("session") == [0.25, 1.25]


@pytest.mark.parametrize("turns", range(6))
async def test_an_answer_about_the_last_selection_says_nothing_about_the_new_one(
    turns: int,
) -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("session", lambda session_id: a_session(session_id, "started"))
    release = cloud.hold("session")
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        live.select("one")
        await clock.advance(1)
        release()
        for _ in range(turns):
            await asyncio.sleep(0)
        live.select("two")
        await clock.advance(0.1)
        assert live.store.health(Resource.DETAIL).as_of is None
        assert live.store.detail is None
        await clock.advance(1)
        assert live.store.health(Resource.DETAIL).as_of is not None


async def test_it_follows_the_list_while_its_own_reading_fails() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(a_session("s", "submitted")), page(a_session("s", "started")))
    cloud.answer("session", ServerTrouble())
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        live.select("s")
        await clock.advance(3)
        assert live.store.detail is not None
        assert live.store.detail.phase is Phase.READY


async def test_no_selection_asks_for_nothing() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(a_session("s", "started")))
    cloud.answer("session", a_session("s", "started"))
    live = Live(cloud, clock, rng=Even())
    changes: list[Change] = []
    async with running(live):
        live.select("s")
        await clock.advance(1)
        live.store.subscribe(changes.append)
        live.select(None)
        assert live.store.detail is None
        assert Change(Resource.DETAIL) in changes
        live.refresh()
        await clock.advance(200)
    assert cloud.count("session") == 1


async def test_it_is_read_every_two_seconds_while_booting() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("session", a_session("s", "submitted"))
    live = Live(cloud, clock, rng=Even())
    live.select("s")
    async with running(live):
        await clock.advance(7)
    assert cloud.times("session") == [0.25, 2.25, 4.25, 6.25]


async def test_a_change_in_the_list_is_followed_by_a_reading_at_once() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    before, after = a_session("s", "started"), a_session("s", "started", operation="resizing")
    same = page(before)
    cloud.answer("live_sessions", same, same, page(after))
    cloud.answer("session", before)
    live = Live(cloud, clock, rng=Even())
    live.select("s")
    async with running(live):
        await clock.advance(12)
    assert cloud.times("session") == [0, 10], "the first list held news about it, the third did"


async def test_an_ended_one_is_read_until_its_bill_is_settled_and_then_left_alone() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    open_bill = {"hourly_rate": 2, "ended_at": "2026-06-08T12:00:00Z"}
    cloud.answer(
        "session",
        a_session("s", "completed", **open_bill),
        a_session("s", "completed", **open_bill, final_cost="0.40"),
    )
    live = Live(cloud, clock, rng=Even())
    live.select("s")
    async with running(live):
        await clock.advance(300)
        assert cloud.times("session") == [0.25, 30.25]
        live.select(None)
        live.select("s")
        assert live.store.detail is not None
        assert live.store.detail.phase is Phase.ENDED_OK
        assert not live.store.health(Resource.DETAIL).is_stale(clock.now())
        await clock.advance(100)
        assert cloud.count("session") == 2
        live.refresh(Resource.DETAIL)
        await clock.advance(100)
        assert cloud.count("session") == 3


async def test_a_bill_that_never_settles_is_given_up_after_two_minutes() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("session", a_session("s", "completed", hourly_rate=2, ended_at="2026-06-08T12:00:00Z"))
    live = Live(cloud, clock, rng=Even())
    live.select("s")
    async with running(live):
        await clock.advance(600)
    assert cloud.times("session") == [0.25, 30.25, 60.25, 90.25, 120.25]


async def test_a_reading_also_renews_the_row() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(a_session("s", "submitted")))
    cloud.answer("session", a_session("s", "started"))
    live = Live(cloud, clock, rng=Even())
    live.select("s")
    async with running(live):
        await clock.advance(1)
        record = live.store.sessions["s"]
        assert isinstance(record, Session)
        assert record.phase is Phase.READY


async def test_an_unknown_session_is_an_error_of_the_detail_alone() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("session", NotFound())
    live = Live(cloud, clock, rng=Even())
    live.select("gone")
    async with running(live):
        await clock.advance(1)
        assert isinstance(live.store.health(Resource.DETAIL).error, NotFound)
        assert live.store.health(Resource.SESSIONS).error is None


async def test_moving_on_does_not_shorten_a_wait_the_service_asked_for() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("session", ServerTrouble("busy", retry_after=30.0), a_session("two", "started"))
    live = Live(cloud, clock, rng=Even())
    live.select("one")
    async with running(live):
        await clock.advance(1)
        live.select("two")
        await clock.advance(20)
        assert cloud.count("session") == 1
        await clock.advance(10)
    assert cloud.count("session") == 2

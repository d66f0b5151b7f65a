"""Logs followed over time: how often, how far, and what every kind of answer does."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from pathlib import Path

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import (
    StillBooting,
)
from mimiry_tui.domain.logs.overlap import Gap
from mimiry_tui.live.live import Live
from mimiry_tui.live.logs.logs import Logs
from mimiry_tui.live.logs.state import LogStatus
from tests.support.clock import ManualClock
from tests.support.fake_cloud import FakeCloud, running
from tests.support.log_desk import ID, LogDesk, a_session, at_once, gaps, texts


async def test_every_live_session_is_copied_while_nobody_looks(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session(), a_session(session_id="other"), a_session("completed", "gone"))
    desk.service.print("one")
    async with desk.open():
        await desk.clock.advance(3)
        desk.service.print("two")
        await desk.clock.advance(15)
        assert texts(desk.path()) == texts(desk.path("other")) == ["one", "two"]
        assert desk.asked() == [1, 1, 16, 16]
    assert not texts(desk.path("gone"))


async def test_the_log_on_screen_is_asked_for_every_two_seconds(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session())
    async with desk.open():
        await desk.clock.advance(4)
        desk.logs.watch(ID)
        await desk.clock.advance(4.5)
        assert desk.asked() == [1, 4.25, 6.25, 8.25]
        desk.logs.watch(None)
        await desk.clock.advance(17)
    assert desk.asked() == [1, 4.25, 6.25, 8.25, 23.25]


async def test_a_selection_that_only_passes_asks_for_nothing(tmp_path: Path) -> None:
    sessions = [a_session("provisioned", f"s{number}") for number in range(9)]
    ended = [a_session("completed", f"e{number}") for number in range(9)]
    desk = LogDesk(tmp_path, *sessions, *ended)
    async with desk.open():
        for session in (*sessions, *ended):
            desk.logs.watch(session.id)
            await desk.clock.advance(0.1)
        await desk.clock.advance(1)
    assert [call.arguments[0] for call in desk.cloud.calls] == ["e8"]


async def test_a_busy_log_nobody_reads_is_asked_for_more_often_and_for_more_lines(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session())
    async with desk.open():
        await desk.clock.advance(1)
        for _ in range(8):
            desk.service.print(*(f"{desk.service.moment} {number}" for number in range(190)))
            await desk.clock.advance(5)
    assert desk.tails()[:2] == [2_000, 200]
    assert gaps(desk.path()) == []
    assert len(texts(desk.path())) == 8 * 190
    assert 2_000 in desk.tails()[2:]


async def test_a_gap_is_marked_only_after_the_longest_answer_did_not_meet_what_is_known(
    tmp_path: Path,
) -> None:
    desk = LogDesk(tmp_path, a_session())
    desk.service.print("first")
    async with desk.open():
        await desk.clock.advance(2)
        desk.service.print(*map(str, range(1_500)))
        await desk.clock.advance(15)
        assert texts(desk.path()) == ["first", *map(str, range(1_500))]
        assert desk.tails() == [2_000, 200, 2_000]
        desk.service.print(*map(str, range(3_000)))
        await desk.clock.advance(15)
    assert gaps(desk.path()) == [Gap.MOVED_ON]
    assert texts(desk.path())[-2_000:] == [str(number) for number in range(1_000, 3_000)]


async def test_a_log_that_starts_over_is_followed_on(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session())
    desk.service.print("a", "b", "c")
    async with desk.open():
        await desk.clock.advance(2)
        desk.service.start_over()
        desk.service.print("x")
        await desk.clock.advance(15)
    assert texts(desk.path()) == ["a", "b", "c", "x"]
    assert gaps(desk.path()) == [Gap.STARTED_OVER]


async def test_a_machine_that_boots_is_asked_for_its_log_only_on_screen_and_when_it_says(
    tmp_path: Path,
) -> None:
    desk = LogDesk(tmp_path, a_session("provisioned"))
    desk.cloud.answer("logs", StillBooting("setup", retry_after=12.0))
    async with desk.open():
        await desk.clock.advance(100)
        assert desk.state().status is LogStatus.WAITING
        assert desk.asked() == []
        desk.logs.watch(ID)
        await desk.clock.advance(1)
        assert desk.state().status is LogStatus.BOOTING
        assert desk.state().next_try_at == desk.now + timedelta(seconds=11.25)
        desk.logs.refresh()
        await desk.clock.advance(11)
        assert desk.asked() == [100.25], "what the service said holds for a refresh as well"
        await desk.clock.advance(1)
        assert desk.asked() == [100.25, 112.25]


async def test_the_log_is_asked_for_as_soon_as_there_is_a_container(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session("submitted"))
    desk.service.print("hello")
    async with desk.open():
        await desk.clock.advance(50)
        desk.bring(a_session("started"))
        await desk.clock.advance(0.5)
        assert desk.asked() == [50]
        assert texts(desk.path()) == ["hello"]


async def test_the_last_lines_are_read_when_a_session_ends(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session())
    async with desk.open():
        await desk.clock.advance(5)
        desk.service.print("Traceback", "Error")
        desk.bring(a_session("failed"))
        await desk.clock.advance(0.5)
        assert texts(desk.path()) == ["Traceback", "Error"]
        assert desk.state().status is LogStatus.STORED
        assert desk.state().next_try_at is None
        await desk.clock.advance(600)
    assert desk.asked() == [1, 5]


async def test_an_end_that_comes_while_an_answer_is_under_way_is_still_asked_about(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session())
    release = desk.cloud.hold("logs")
    async with desk.open():
        await desk.clock.advance(5)
        desk.bring(a_session("completed"))
        await desk.clock.advance(1)
        release()
        await desk.clock.advance(1)
    assert desk.asked() == [1, 6]
    assert desk.state().status is LogStatus.STORED


async def test_an_unfocused_terminal_slows_only_what_nobody_reads(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session(), a_session(session_id="read"))
    desk.logs.watch("read")
    desk.logs.set_focused(False)
    async with desk.open():
        await desk.clock.advance(62)
        asked = [call.arguments[0] for call in desk.cloud.calls]
    assert asked.count(ID) == 2
    assert asked.count("read") == 31


async def test_a_reader_who_leaves_late_takes_no_log_from_the_next_one(tmp_path: Path) -> None:
    ended = a_session("completed", session_id="read")
    desk = LogDesk(tmp_path, ended)
    first, second = object(), object()
    async with desk.open():
        desk.logs.watch("other", first)
        desk.logs.watch("read", second)
        desk.logs.watch(None, first)
        await desk.clock.advance(60)
        assert "read" in [call.arguments[0] for call in desk.cloud.calls]


async def test_one_slow_answer_delays_no_other_log(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session(), a_session(session_id="other"))
    desk.cloud.hold("logs")
    async with desk.open():
        await desk.clock.advance(60)
        asked = [call.arguments[0] for call in desk.cloud.calls]
    assert (asked.count(ID), asked.count("other")) == (1, 4)


async def test_an_hour_of_a_live_session_stays_within_the_budget_of_all_requests(tmp_path: Path) -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", Page((a_session(),)))
    cloud.answer("session", a_session())
    cloud.answer("logs", "line\n")
    live = Live(cloud, clock, rng=random.Random(7))
    live.select(ID)
    logs = Logs(cloud, live.store, clock, tmp_path, rng=random.Random(7), off_loop=at_once)
    following = asyncio.create_task(logs.run())
    async with running(live):
        await clock.advance(3_600)
    following.cancel()
    await asyncio.wait([following])
    assert 220 <= cloud.count("logs") <= 260
    assert len(cloud.calls) <= 1_500


async def test_listeners_hear_of_each_change_until_they_leave(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session())
    heard: list[str] = []
    leave = desk.logs.subscribe(heard.append)
    async with desk.open():
        await desk.clock.advance(2)
        assert set(heard) == {ID}
        leave()
        leave()
        before = len(heard)
        await desk.clock.advance(30)
    assert len(heard) == before
    assert len(desk.told) > before

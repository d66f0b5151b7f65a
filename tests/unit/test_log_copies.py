"""Copies of logs on disk: what a restart finds, who may write, and what a bad disk costs."""

from __future__ import annotations

import asyncio
import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest

from mimiry_tui.clouds.errors import InvalidState
from mimiry_tui.domain.logs.overlap import Gap
from mimiry_tui.live.logs.copy import LogCopy
from mimiry_tui.live.logs.logs import Logs
from mimiry_tui.live.logs.spool import Spool
from mimiry_tui.live.logs.spool_format import Kind
from mimiry_tui.live.logs.state import LogStatus
from tests.support.clock import ManualClock
from tests.support.log_desk import ID, LogDesk, a_session, gaps, records, texts
from tests.support.log_service import FIRST


async def test_a_restart_neither_repeats_nor_loses_lines(tmp_path: Path) -> None:
    first = LogDesk(tmp_path, a_session())
    first.service.print("a", "b")
    async with first.open():
        await first.clock.advance(2)
    again = LogDesk(tmp_path, a_session(), clock=first.clock)
    again.service = first.service
    again.service.print("b", "c")
    async with again.open():
        assert again.state().captured_until == FIRST + timedelta(seconds=1)
        await again.clock.advance(2)
    assert texts(again.path()) == ["a", "b", "b", "c"]
    assert gaps(again.path()) == []


async def test_what_was_printed_and_lost_between_two_runs_is_a_gap(tmp_path: Path) -> None:
    first = LogDesk(tmp_path, a_session())
    first.service.print("a")
    async with first.open():
        await first.clock.advance(2)
    again = LogDesk(tmp_path, a_session(), clock=first.clock)
    again.service = first.service
    again.service.print(*map(str, range(2_500)))
    async with again.open():
        await again.clock.advance(2)
    assert gaps(again.path()) == [Gap.NOT_RUNNING]
    assert len(texts(again.path())) == 2_001


async def test_lines_without_stamps_carry_the_moment_they_were_seen(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session())
    desk.service.stamps = False
    desk.service.print("a")
    async with desk.open():
        await desk.clock.advance(2)
    assert records(desk.path()) == [(Kind.SEEN, FIRST + timedelta(seconds=1), "a")]


def test_a_log_without_times_that_is_read_after_its_end_was_printed_by_then(tmp_path: Path) -> None:
    copy = LogCopy(tmp_path / "log")
    copy.ended_at = FIRST
    copy.take("a\n", 100, FIRST + timedelta(days=1))
    copy.take("a\nb\n", 100, FIRST + timedelta(days=2))
    copy.close()
    assert records(copy.path) == [
        (Kind.SEEN, FIRST, "a"),
        (Kind.SEEN, FIRST + timedelta(days=2), "b"),
    ]


async def test_two_dashboards_share_one_copy_and_the_second_takes_over(tmp_path: Path) -> None:
    first = LogDesk(tmp_path, a_session())
    second = LogDesk(tmp_path, a_session(), clock=first.clock)
    second.service = first.service
    first.service.print("epoch 1/4 started")
    async with second.open():
        second.logs.watch(ID)
        async with first.open():
            await first.clock.advance(0.9)
            first.logs.watch(ID)
            await first.clock.advance(3)
            writer, reader = (first, second) if second.state().written_elsewhere else (second, first)
            assert reader.state().written_elsewhere
            assert not writer.state().written_elsewhere
            assert not await reader.logs.mark(ID)
            asked = len(reader.asked())
            first.service.print("epoch 2/4 started")
            reader.told.clear()
            await first.clock.advance(5)
            assert len(reader.asked()) == asked, "the other one asks"
            assert reader.told, "and this one hears of its lines"
            assert reader.state().status is LogStatus.FOLLOWING
            progress = reader.state().progress
            assert progress is not None
            assert progress.share == 0.25
        first.service.print("three")
        await first.clock.advance(20)
        assert not second.state().written_elsewhere
    assert texts(first.path()) == ["epoch 1/4 started", "epoch 2/4 started", "three"]
    assert gaps(first.path()) == []


async def test_a_mark_stands_at_the_end_and_is_no_news_of_the_log(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session(), a_session("completed", "gone"))
    desk.service.print("a")
    assert not await desk.logs.mark(ID), "nothing was captured yet"
    assert not desk.file().exists()
    async with desk.open():
        await desk.clock.advance(2)
        until = desk.file().stat().st_mtime
        desk.told.clear()
        assert await desk.logs.mark(ID)
        assert desk.told == [ID]
        assert desk.file().stat().st_mtime == until
        desk.service.print("b")
        await desk.clock.advance(15)
    assert [record.kind for record in records(desk.path())] == [Kind.LINE, Kind.MARK, Kind.LINE]
    assert await desk.logs.mark(ID), "also when it is followed no more"


async def test_an_ended_session_is_read_from_its_copy(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session())
    desk.service.print("epoch 3/10 done")
    async with desk.open():
        await desk.clock.advance(2)
    again = LogDesk(tmp_path, a_session("completed"), clock=desk.clock)
    again.cloud.answer("logs", InvalidState("not running"))
    async with again.open():
        assert again.state().status is LogStatus.STORED
        assert again.state().captured_until is None
        again.logs.watch(ID)
        await again.clock.advance(5)
        assert again.state().captured_until == FIRST + timedelta(seconds=1)
        assert again.state().status is LogStatus.STORED
    assert len(again.asked()) == 1


@pytest.mark.parametrize("trouble", [errno.ENOSPC, errno.EROFS, errno.EACCES])
async def test_a_bad_disk_costs_the_copy_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: int
) -> None:
    desk = LogDesk(tmp_path, a_session())
    desk.service.print("epoch 2/10 started")
    whole = os.write

    def refuse(handle: int, content: memoryview) -> int:
        whole(handle, content[:5])
        raise OSError(trouble, os.strerror(trouble))

    async with desk.open():
        await desk.clock.advance(2)
        with monkeypatch.context() as patch:
            patch.setattr("mimiry_tui.live.logs.spool.os.write", refuse)
            desk.service.print("epoch 3/10 started")
            await desk.clock.advance(15)
            assert os.strerror(trouble) in desk.state().trouble
            assert desk.state().status is LogStatus.FOLLOWING
            assert desk.state().captured_until == FIRST + timedelta(seconds=1)
        await desk.clock.advance(15)
        assert desk.state().trouble == ""
    assert texts(desk.path()) == ["epoch 2/10 started", "epoch 3/10 started"]
    assert gaps(desk.path()) == []


async def test_where_nothing_can_be_kept_a_log_is_read_from_a_temporary_folder(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    desk = LogDesk(tmp_path, a_session())
    desk.service.print("step 40/100")
    async with desk.open():
        await desk.clock.advance(2)
        assert desk.state().trouble == "the log is kept only while this runs: File exists"
        place = desk.path()
        assert place is not None
        assert tmp_path not in place.parents
        assert texts(place) == ["step 40/100"]
        assert desk.state().captured_until is not None
        assert desk.state().progress is not None
        assert await desk.logs.mark(ID)
    assert not place.exists()


async def test_copies_of_earlier_are_read_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = LogDesk(tmp_path, a_session(), a_session(session_id="other"))
    first.service.print("a")
    async with first.open():
        await first.clock.advance(30)

    def refuse(**_: object) -> tuple[int, str]:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("mimiry_tui.live.logs.spool_keeping.tempfile.mkstemp", refuse)
    again = LogDesk(tmp_path, a_session("terminated"), a_session(session_id="other"), clock=first.clock)
    async with again.open():
        assert texts(again.path()) == ["a"]
        again.bring(a_session("terminated", "other"))
        await again.clock.advance(30)
        assert again.logs.path("other") != first.logs.path("other")


async def test_without_a_folder_copies_last_as_long_as_the_run() -> None:
    desk = LogDesk(None, a_session())
    desk.service.print("a")
    path = desk.path()
    assert path is not None
    async with desk.open():
        await desk.clock.advance(2)
        assert texts(path) == ["a"]
        assert path.parent.parent.stat().st_mode & 0o777 == 0o700
    assert not path.parent.parent.exists()


async def test_disk_work_never_runs_on_the_event_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = LogDesk(tmp_path, a_session())
    desk.service.print("a")
    logs = Logs(desk.cloud, desk.store, ManualClock(), tmp_path)
    on_loop: list[bool] = []
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    real = Spool.append

    def append(spool: Spool, content: bytes) -> None:
        try:
            asyncio.get_running_loop()
            on_loop.append(True)
        except RuntimeError:
            on_loop.append(False)
        real(spool, content)
        loop.call_soon_threadsafe(done.set)

    monkeypatch.setattr(Spool, "append", append)
    clock = logs._clock
    assert isinstance(clock, ManualClock)
    task = asyncio.create_task(logs.run())
    turning = asyncio.create_task(_turn(clock))
    await asyncio.wait_for(done.wait(), 30)
    for running in (task, turning):
        running.cancel()
    await asyncio.gather(task, turning, return_exceptions=True)
    assert on_loop == [False]


async def _turn(clock: ManualClock) -> None:
    while True:
        await clock.advance(0.1)
        await asyncio.sleep(0.001)

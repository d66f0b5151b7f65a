"""Everything that runs for one account begins together, knows of each other, and ends together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import ServerTrouble
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.account import Account
from mimiry_tui.live.endings.endings import EndingState
from mimiry_tui.live.happenings import Happening
from mimiry_tui.live.store import Resource
from mimiry_tui.settings import Profile
from tests.support.clock import ManualClock, settle
from tests.support.ending_desk import a_session
from tests.support.fake_cloud import FakeCloud

PARTS = {"history", "logs", "endings", "ssh entries", "live"}
PROFILE = Profile("test", "http://127.0.0.1:1", "test", None, "")


class Desk:
    """An account at a cloud that says what the test says."""

    def __init__(self, profile: Profile, *sessions: Session) -> None:
        self.clock = ManualClock()
        self.cloud = FakeCloud(self.clock)
        self.sessions = {one.id: one for one in sessions}
        self.cloud.answer("terminate", None)
        self.cloud.answer("logs", "")
        self.cloud.answer("live_sessions", lambda: self._page(live=True))
        self.cloud.answer("ended_sessions", lambda offset, limit: self._page(live=False))
        self.cloud.answer("session", lambda session_id: self.sessions[session_id])
        self.account = Account(self.cloud, profile, self.clock)
        self.happened: list[Happening] = []
        self.account.happenings.subscribe(self.happened.append)

    def _page(self, *, live: bool) -> Page[Session]:
        return Page(tuple(one for one in self.sessions.values() if one.is_live is live))

    def becomes(self, state: str, **fields: object) -> None:
        self.sessions["s"] = a_session("s", state, **fields)

    async def until_known(self, session_id: str = "s") -> None:
        """Disk and threads take their own time before anything is asked."""
        async with asyncio.timeout(20):
            while session_id not in self.account.store.sessions:
                await self.clock.advance(0)
                await asyncio.sleep(0.005)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None]]:
        task = asyncio.create_task(self.account.run())
        await settle()
        try:
            yield task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def parts() -> set[str]:
    """The parts that run now."""
    return {task.get_name() for task in asyncio.all_tasks()} & PARTS


async def test_all_parts_run_and_end_together_and_the_cloud_is_closed() -> None:
    desk = Desk(PROFILE, a_session("s"))
    assert parts() == set()
    async with desk.running() as task:
        assert parts() == PARTS
        await desk.until_known()
        assert desk.cloud.count("aclose") == 0
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert parts() == set()
    assert desk.cloud.count("aclose") == 1


async def test_a_bug_in_one_part_ends_all_and_comes_out() -> None:
    desk = Desk(PROFILE)
    desk.cloud.answer("volumes", RuntimeError("a bug"))
    with pytest.raises(ExceptionGroup) as caught:
        await asyncio.wait_for(desk.account.run(), 20)
    assert caught.group_contains(RuntimeError, match="a bug")
    assert parts() == set()
    assert desk.cloud.count("aclose") == 1


async def test_an_account_that_is_closed_tells_no_more_news() -> None:
    desk = Desk(PROFILE, a_session("s"))
    async with desk.running():
        await desk.until_known()
    desk.account.store.update_sessions({"s": a_session("s", "failed")})
    assert desk.happened == []


async def test_state_is_kept_in_the_accounts_own_folder_and_nowhere_without_one(tmp_path: Path) -> None:
    folder = tmp_path / "account"
    desk = Desk(replace(PROFILE, state_dir=folder, home=tmp_path / "home"), a_session("s"))
    async with desk.running():
        await desk.until_known()
        path = desk.account.logs.path("s")
        assert path is not None
        assert path.parent == folder / "logs"
        assert desk.account.known_hosts.folder == folder / "known_hosts"
    assert (folder / "history.db").exists()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("end", ["completed", "terminated"])
async def test_an_end_by_itself_is_news(end: str) -> None:
    desk = Desk(PROFILE, a_session("s"))
    async with desk.running():
        await desk.until_known()
        desk.becomes(end, exit_code=0)
        await desk.clock.advance(30)
        assert [one.session.id for one in desk.happened] == ["s"]


async def test_an_end_asked_for_here_is_no_news() -> None:
    desk = Desk(PROFILE, a_session("s"))
    async with desk.running():
        await desk.until_known()
        desk.account.endings.terminate(["s"])
        await desk.clock.advance(1)
        desk.becomes("completed", exit_code=0)
        await desk.clock.advance(30)
        ending = desk.account.endings.of("s")
        assert ending is not None
        assert ending.state is EndingState.GONE
        assert desk.happened == []


async def test_one_that_ends_by_itself_after_a_failed_request_is_news() -> None:
    desk = Desk(PROFILE, a_session("s"))
    desk.cloud.answer("terminate", ServerTrouble())
    async with desk.running():
        await desk.until_known()
        desk.account.endings.terminate(["s"])
        await desk.clock.advance(1)
        ending = desk.account.endings.of("s")
        assert ending is not None
        assert ending.state is EndingState.FAILED
        desk.becomes("completed", exit_code=0)
        await desk.clock.advance(30)
        assert [one.session.id for one in desk.happened] == ["s"]


async def test_one_that_ends_by_itself_while_a_countdown_runs_is_news() -> None:
    desk = Desk(PROFILE, a_session("s"))
    async with desk.running():
        await desk.until_known()
        desk.account.endings.arm(["s"], 60)
        desk.becomes("completed", exit_code=0)
        await desk.clock.advance(30)
        assert [one.session.id for one in desk.happened] == ["s"]
        assert desk.cloud.count("terminate") == 0


async def test_out_of_focus_everything_is_asked_less_often() -> None:
    counts = []
    for focused in (True, False):
        desk = Desk(PROFILE, a_session("s"))
        async with desk.running():
            await desk.until_known()
            desk.account.set_focused(focused)
            await desk.clock.advance(600)
            assert desk.account.store.health(Resource.SESSIONS).error is None
            counts.append((desk.cloud.count("live_sessions"), desk.cloud.count("logs")))
    (lists, logs), (lists_away, logs_away) = counts
    assert lists_away * 2 < lists
    assert logs_away * 3 < logs * 2  # each wait is as much as a tenth longer or shorter

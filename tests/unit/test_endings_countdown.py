"""Ending sessions with a countdown that can be undone, what can be ended at all, and leaving meanwhile."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from mimiry_tui.clouds.errors import ReadOnly
from mimiry_tui.live.endings.endings import EndingState
from mimiry_tui.live.not_halfway import LEAVING_PATIENCE
from tests.support.clock import settle
from tests.support.ending_desk import EndingDesk, a_session


async def test_an_armed_ending_is_sent_after_five_seconds_and_not_before() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.endings.arm(["s"])
        assert desk.said("s") == "ends in 5 s"
        (armed,) = desk.endings.armed
        assert armed.due_at == desk.clock.now() + timedelta(seconds=5)
        await desk.clock.advance(4.9)
        assert desk.said("s") == "ends in 1 s"
        assert desk.deleted() == []
        await desk.clock.advance(0.2)
    assert desk.deleted() == ["s"]


async def test_undo_forgets_everything_armed_and_names_it() -> None:
    desk = EndingDesk(a_session("a"), a_session("b"), a_session("c"))
    async with desk.running():
        desk.endings.terminate(["c"])
        desk.endings.arm(["a"])
        await desk.clock.advance(2)
        desk.endings.arm(["b"])
        await desk.clock.advance(2.9)
        assert desk.endings.undo() == ("name of a", "name of b")
        assert desk.endings.undo() == ()
        assert desk.endings.armed == ()
        await desk.clock.advance(60)
        assert desk.state("a") is None
    assert desk.deleted() == ["c"]
    assert frozenset({"a", "b"}) in desk.told


async def test_arming_again_after_an_undo_counts_anew() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.endings.arm(["s"])
        await desk.clock.advance(3)
        desk.endings.undo()
        desk.endings.arm(["s"])
        await desk.clock.advance(3)
        assert desk.deleted() == [], "the first countdown is over, but it was undone"
        await desk.clock.advance(3)
    assert desk.deleted() == ["s"]


async def test_a_confirmed_ending_does_not_wait_for_its_countdown() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.endings.arm(["s"])
        await desk.clock.advance(1)
        desk.endings.terminate(["s"])
        await desk.clock.advance(20)
    assert desk.deleted() == ["s"]
    assert desk.cloud.times("terminate") == [2]


async def test_one_that_ends_by_itself_during_the_countdown_is_not_asked_for() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        await desk.clock.advance(4)
        desk.endings.arm(["s"], seconds=10)
        desk.becomes("s", "completed", exit_code=0)
        await desk.clock.advance(20)
        assert desk.state("s") is None, "it was not ended from here"
    assert desk.deleted() == []


async def test_leaving_sends_nothing_that_was_armed() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.endings.arm(["s"])
        await desk.clock.advance(4)
    await desk.clock.advance(60)
    assert desk.deleted() == []
    assert desk.endings.armed == ()


# What can be ended


async def test_only_what_is_alive_and_not_being_ended_can_be_ended() -> None:
    sessions = [a_session("up"), a_session("over", "completed"), a_session("going"), a_session("odd", "hm")]
    desk = EndingDesk(*sessions)
    async with desk.running():
        desk.endings.terminate(["going"])
        endable = desk.endings.endable(["odd", "going", "over", "nobody", "up"])
        assert [session.id for session in endable] == ["odd", "up"]


async def test_one_that_has_ended_already_is_gone_without_asking() -> None:
    desk = EndingDesk(a_session("s", "completed"))
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        assert desk.state("s") is EndingState.GONE
    assert desk.deleted() == []


@pytest.mark.parametrize("how", ["terminate", "arm"])
async def test_a_dashboard_that_only_looks_ends_nothing_and_says_why(how: str) -> None:
    desk = EndingDesk(a_session("s"))
    desk.cloud.read_only = True
    assert desk.endings.read_only
    async with desk.running():
        getattr(desk.endings, how)(["s"])
        await desk.clock.advance(20)
        ending = desk.endings.of("s")
        assert ending is not None
        assert isinstance(ending.error, ReadOnly)
        assert desk.said("s") == "still billing €2.10/h · terminate failed: read-only"
    assert desk.deleted() == []


# Leaving


async def test_leaving_lets_a_request_under_way_be_answered() -> None:
    desk = EndingDesk(a_session("s"))
    answered: list[str] = []
    desk.cloud.answer("terminate", lambda session_id: answered.append(session_id))
    async with desk.running():
        release = desk.cloud.hold("terminate")
        desk.endings.terminate(["s"])
        await settle()
        release()
        assert answered == []
    assert answered == ["s"]
    assert desk.clock.sleepers == 0
    async with desk.running():
        await desk.clock.advance(10)
    assert desk.deleted() == ["s"], "not even if the endings were run once more"


async def test_an_ending_of_an_unknown_session_is_asked_for_and_named_by_its_id() -> None:
    desk = EndingDesk()
    async with desk.running():
        desk.endings.terminate(["elsewhere"])
        await desk.clock.advance(1)
        ending = desk.endings.of("elsewhere")
        assert ending is not None
        assert ending.name == "elsewhere"
        assert ending.state is EndingState.GONE
    assert desk.deleted() == ["elsewhere"]


async def test_what_was_asked_for_before_the_run_is_sent_once_it_runs() -> None:
    desk = EndingDesk(a_session("s"))
    desk.endings.terminate(["s"])
    assert desk.deleted() == []
    async with desk.running():
        await desk.clock.advance(1)
    assert desk.deleted() == ["s"]


async def test_leaving_does_not_wait_for_an_answer_that_never_comes() -> None:
    desk = EndingDesk(a_session("s"))

    async def look_in() -> None:
        async with desk.running():
            desk.cloud.hold("terminate")
            desk.endings.terminate(["s"])
            await settle()

    leaving = asyncio.create_task(look_in())
    await settle(200)
    await desk.clock.advance(LEAVING_PATIENCE - 1)
    assert desk.deleted() == ["s"]
    assert not leaving.done()
    await desk.clock.advance(1)
    assert leaving.done()
    await leaving

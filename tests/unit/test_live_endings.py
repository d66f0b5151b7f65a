"""What the picture does for sessions that were asked to end, and for one that somebody wants read now."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mimiry_tui.clouds.errors import NotFound, ServerTrouble
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.store import Change, Resource
from tests.support.ending_desk import EndingDesk, a_session


def gaps(times: list[float]) -> set[float]:
    return {round(later - earlier, 3) for earlier, later in pairwise(times)}


async def test_what_is_expected_to_end_is_asked_for_at_once_and_then_every_two_seconds() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.live.expect_end(["s"])
        await desk.clock.advance(8)
    assert desk.cloud.times("live_sessions") == [0, 1, 3, 5, 7, 9]


async def test_the_usual_pace_comes_back_when_it_has_ended() -> None:
    desk = EndingDesk(a_session("s"), a_session("other"))
    async with desk.running():
        desk.live.expect_end(["s"])
        await desk.clock.advance(1)
        desk.becomes("s", "terminated", final_cost=1)
        await desk.clock.advance(3)
        before = desk.cloud.count("live_sessions")
        await desk.clock.advance(30)
    assert gaps(desk.cloud.times("live_sessions")[before:]) == {5.0}


@pytest.mark.parametrize("session_id", ["over", "nobody"])
async def test_what_is_not_alive_is_not_waited_for(session_id: str) -> None:
    desk = EndingDesk(a_session("up"), a_session("over", "completed"))
    async with desk.running():
        desk.live.expect_end([session_id])
        await desk.clock.advance(30)
    assert gaps(desk.cloud.times("live_sessions")[1:]) == {5.0}


async def test_one_that_vanished_is_looked_for_every_two_seconds_until_it_has_ended() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.live.expect_end(["s"])
        desk.empty_the_list()
        await desk.clock.advance(9)
        assert gaps(desk.cloud.times("session")) == {2.0}
        desk.becomes("s", "terminated", final_cost=1)
        await desk.clock.advance(60)
    assert desk.cloud.times("session")[-1] <= 12


async def test_a_look_reads_one_session_into_the_picture() -> None:
    desk = EndingDesk(a_session("s"))
    changes: list[Change] = []
    desk.live.store.subscribe(changes.append)
    async with desk.running():
        desk.becomes("s", "terminating")
        found = await desk.live.look_at("s")
        assert found is desk.live.store.sessions["s"]
        assert isinstance(found, Session)
        assert found.phase is Phase.STOPPING
    assert changes[-1].resource is not Resource.DETAIL
    assert [change.upserted for change in changes if change.upserted][-1] == ("s",)


async def test_a_look_at_one_that_nobody_knows_takes_it_out_of_the_picture() -> None:
    desk = EndingDesk(a_session("s"))
    removed: list[str] = []
    desk.live.store.subscribe(lambda change: removed.extend(change.removed))
    async with desk.running():
        del desk.sessions["s"]
        assert await desk.live.look_at("s") is None
        assert "s" not in desk.live.store.sessions
        assert removed == ["s"]
        assert await desk.live.look_at("s") is None
        assert removed == ["s"], "what was not in the picture is not taken out of it"


async def test_an_ended_session_that_cannot_be_read_alone_stays_in_the_picture() -> None:
    desk = EndingDesk(a_session("over", "completed"))
    async with desk.running():
        desk.cloud.answer("session", NotFound())
        assert await desk.live.look_at("over") is None
        assert "over" in desk.live.store.sessions


async def test_a_look_at_one_just_created_takes_nothing_away() -> None:
    desk = EndingDesk()
    async with desk.running():
        desk.live.expect(a_session("new", "submitted"))
        with pytest.raises(NotFound):
            await desk.live.look_at("new")
        assert "new" in desk.live.store.sessions


async def test_a_look_that_fails_changes_nothing() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.cloud.answer("session", ServerTrouble())
        with pytest.raises(ServerTrouble):
            await desk.live.look_at("s")
        assert "s" in desk.live.store.sessions

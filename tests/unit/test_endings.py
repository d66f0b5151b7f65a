"""Ending sessions: asked once, followed until gone, and settled."""

from __future__ import annotations

from itertools import pairwise

from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.endings.endings import STUCK_AFTER, EndingState
from tests.support.ending_desk import EndingDesk, a_session


async def test_an_accepted_ending_is_followed_until_the_service_reports_the_end() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.endings.terminate(["s"])
        assert desk.said("s") == "asking to terminate"
        await desk.clock.advance(12)
        assert desk.state("s") is EndingState.ACCEPTED
        assert desk.said("s") == "terminating 12 s"
        desk.becomes("s", "terminated", stop_reason="user_requested", final_cost=4.69)
        await desk.clock.advance(2)
        assert desk.state("s") is EndingState.GONE
    assert desk.deleted() == ["s"]
    assert desk.told == [frozenset({"s"})] * 3


async def test_while_a_session_is_being_ended_the_list_is_read_every_two_seconds() -> None:
    """Also while the service goes on to say that it is ready."""
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        await desk.clock.advance(10)
        desk.endings.terminate(["s"])
        await desk.clock.advance(20)
        asked = [at for at in desk.cloud.times("live_sessions") if at >= 11]
        assert {round(later - earlier, 3) for earlier, later in pairwise(asked)} == {2.0}
        desk.becomes("s", "terminated", final_cost=1)
        await desk.clock.advance(60)
        later = desk.cloud.times("live_sessions")[-3:]
        assert later[2] - later[1] == 15, "nothing is live any more"


async def test_one_that_the_service_does_not_know_any_more_is_gone() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(3)
        del desk.sessions["s"]
        await desk.clock.advance(2)
        assert desk.state("s") is EndingState.GONE
        assert "s" not in desk.live.store.sessions


async def test_one_that_left_the_list_but_still_answers_is_hunted_until_it_has_ended() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(3)
        desk.empty_the_list()
        await desk.clock.advance(9)
        assert desk.said("s") == "terminating 12 s"
        assert desk.cloud.count("session") >= 4
        desk.becomes("s", "terminated", final_cost=1)
        await desk.clock.advance(2)
        assert desk.state("s") is EndingState.GONE


async def test_one_that_does_not_end_within_three_minutes_is_stuck_and_says_what_it_costs() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.endings.terminate(["s"])
        desk.becomes("s", "terminating")
        await desk.clock.advance(STUCK_AFTER - 1)
        assert desk.state("s") is EndingState.ACCEPTED
        await desk.clock.advance(2)
        assert desk.said("s") == "STUCK · still billing €2.10/h · terminating"
        assert desk.deleted() == ["s"], "nothing is sent again by itself"
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        assert desk.deleted() == ["s", "s"], "but somebody may ask again"
        desk.becomes("s", "terminated", final_cost=1)
        await desk.clock.advance(2)
        assert desk.state("s") is EndingState.GONE


async def test_asking_again_while_it_is_under_way_sends_nothing() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        release = desk.cloud.hold("terminate")
        desk.endings.terminate(["s", "s"])
        await desk.clock.advance(1)
        desk.endings.terminate(["s"])
        desk.endings.arm(["s"])
        release()
        await desk.clock.advance(10)
        desk.endings.terminate(["s"])
        await desk.clock.advance(10)
    assert desk.deleted() == ["s"]


async def test_many_are_asked_for_once_each_and_a_few_at_a_time() -> None:
    names = [f"s{number}" for number in range(20)]
    desk = EndingDesk(*map(a_session, names))
    async with desk.running():
        release = desk.cloud.hold("terminate")
        desk.endings.terminate(names)
        await desk.clock.advance(1)
        assert len(desk.deleted()) == 20, "one slow answer holds up nothing else"
        assert desk.state("s0") is EndingState.SENDING
        assert desk.state("s19") is EndingState.ACCEPTED
        release()
        await desk.clock.advance(1)
    assert sorted(map(str, desk.deleted())) == sorted(names)


async def test_no_more_than_four_are_asked_for_at_the_same_time() -> None:
    names = [f"s{number}" for number in range(9)]
    desk = EndingDesk(*map(a_session, names))
    under_way: list[str] = []
    most = 0

    async def terminate(session_id: str) -> None:
        nonlocal most
        under_way.append(session_id)
        most = max(most, len(under_way))
        await desk.clock.sleep(1)
        under_way.remove(session_id)

    desk.cloud.terminate = terminate  # type: ignore[method-assign]
    async with desk.running():
        desk.endings.terminate(names)
        await desk.clock.advance(5)
        assert all(desk.state(name) is EndingState.ACCEPTED for name in names)
    assert most == 4


async def test_one_that_has_ended_before_the_answer_came_is_gone_with_the_answer() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        release = desk.cloud.hold("terminate")
        desk.endings.terminate(["s"])
        desk.becomes("s", "completed", final_cost=1)
        await desk.clock.advance(10)
        assert desk.state("s") is EndingState.SENDING
        release()
        await desk.clock.advance(0)
        assert desk.state("s") is EndingState.GONE


async def test_the_bill_of_an_ended_session_is_read_until_it_is_final() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        desk.becomes("s", "terminated")
        await desk.clock.advance(12)
        desk.becomes("s", "terminated", final_cost=4.69)
        await desk.clock.advance(5)
        record = desk.live.store.sessions["s"]
        assert isinstance(record, Session)
        assert str(record.got.final_cost) == "€4.69"
        asked = desk.cloud.count("session")
        await desk.clock.advance(60)
        assert desk.cloud.count("session") == asked


async def test_a_bill_that_never_comes_is_not_waited_for_for_good() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        desk.becomes("s", "terminated")
        await desk.clock.advance(130)
        asked = desk.cloud.count("session")
        await desk.clock.advance(600)
        assert desk.cloud.count("session") == asked

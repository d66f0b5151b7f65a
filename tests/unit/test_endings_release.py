"""Sessions that have ended in name while their machine is being released: that is billed, so followed."""

from __future__ import annotations

from typing import Any

import pytest

from mimiry_tui.live.endings.ending import is_over
from mimiry_tui.live.endings.endings import STUCK_AFTER, EndingState
from tests.support.ending_desk import EndingDesk, a_session


@pytest.mark.parametrize(
    ("state", "fields", "over"),
    [
        ("stopped", {"operation": "terminating"}, False),
        ("completed", {"operation": "terminating__releasing"}, False),
        ("failed", {"status": "Terminating"}, False),
        ("stopped", {"operation": "terminating", "ended_at": "2026-06-08T12:00:00Z"}, True),
        ("stopped", {"operation": "terminating", "final_cost": 1}, True),
        ("stopped", {"operation": ""}, True),
        ("terminated", {}, True),
        ("terminating", {}, False),
        ("started", {}, False),
    ],
)
def test_a_session_is_over_when_its_machine_is_released(
    state: str, fields: dict[str, Any], over: bool
) -> None:
    assert is_over(a_session("s", state, **fields)) is over


async def test_a_release_is_followed_every_two_seconds_until_it_is_done() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.endings.terminate(["s"])
        desk.becomes("s", "stopped", operation="terminating")
        await desk.clock.advance(21)
        assert desk.said("s") == "terminating 21 s"
        assert len([at for at in desk.cloud.times("session") if 12 <= at < 22]) == 5
        desk.becomes("s", "terminated", final_cost=1)
        await desk.clock.advance(2)
        assert desk.state("s") is EndingState.GONE


async def test_a_release_that_never_ends_is_stuck_and_still_looked_at() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.endings.terminate(["s"])
        desk.becomes("s", "stopped", operation="terminating")
        await desk.clock.advance(STUCK_AFTER + 1)
        assert desk.said("s") == "STUCK · still billing €2.10/h · terminating"
        await desk.clock.advance(60)
        desk.becomes("s", "terminated", final_cost=1)
        await desk.clock.advance(10)
        assert desk.state("s") is EndingState.GONE


async def test_one_whose_machine_is_being_released_is_followed_without_asking() -> None:
    desk = EndingDesk(a_session("s", "completed", operation="terminating"))
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(5)
        assert desk.state("s") is EndingState.ACCEPTED
    assert desk.deleted() == []


async def test_there_is_a_word_for_why_nothing_can_be_ended() -> None:
    stuck = a_session("s", "stopped", operation="terminating")
    desk = EndingDesk(stuck, a_session("over", "terminated"))
    async with desk.running():
        assert desk.endings.endable(["s", "over"]) == ()
        assert desk.endings.nothing_to_end(["over", "s"]) == "already being ended"
        assert desk.endings.nothing_to_end(["over", "unheard-of"]) == "nothing here is left to end"

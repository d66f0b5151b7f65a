"""Requests to end a session that fail, stay without an answer, or are refused: loud, and never sent twice."""

from __future__ import annotations

import pytest

from mimiry_tui.clouds.errors import (
    AnswerLost,
    CloudError,
    Forbidden,
    InvalidState,
    KeyLocked,
    NotFound,
    ServerTrouble,
    TimedOut,
    TooManyRequests,
    Unreachable,
    UnreadableAnswer,
)
from mimiry_tui.live.endings import EndingState
from tests.support.clock import settle
from tests.support.ending_desk import EndingDesk, a_session


def state_of(desk: EndingDesk, session_id: str = "s") -> EndingState | None:
    ending = desk.endings.of(session_id)
    return ending.state if ending is not None else None


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ServerTrouble("oops"), "service trouble: oops"),
        (Forbidden(), "not allowed"),
        (TooManyRequests("slow down", retry_after=3), "too many requests: slow down"),
        (Unreachable("no route"), "offline: no route"),
        (KeyLocked(), "key is locked"),
        (ServerTrouble("\x1b[2Jgone\n"), "service trouble: ␛[2Jgone␊"),
    ],
)
async def test_a_failure_is_loud_says_that_it_still_bills_and_is_not_tried_again(
    error: CloudError, words: str
) -> None:
    desk = EndingDesk(a_session("s"))
    desk.cloud.answer("terminate", error, None)
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(120)
        assert state_of(desk) is EndingState.FAILED
        assert desk.said("s") == f"terminate failed: {words} · still billing €2.10/h"
        assert desk.deleted() == ["s"]
        assert desk.endings.endable(["s"]) != (), "somebody may try again"
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        assert state_of(desk) is EndingState.ACCEPTED


async def test_a_session_without_a_known_price_is_still_said_to_bill() -> None:
    desk = EndingDesk(a_session("s", hourly_rate=None))
    desk.cloud.answer("terminate", ServerTrouble())
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        assert desk.said("s") == "terminate failed: service trouble · still billing"


async def test_a_failure_that_was_read_can_be_put_away() -> None:
    desk = EndingDesk(a_session("s"), a_session("t"))
    desk.cloud.answer("terminate", ServerTrouble(), None)
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        desk.endings.terminate(["t"])
        await desk.clock.advance(1)
        desk.endings.forget(["s", "t", "nobody"])
        assert state_of(desk) is None
        assert state_of(desk, "t") is EndingState.ACCEPTED


async def test_a_failed_request_that_took_effect_all_the_same_corrects_itself() -> None:
    desk = EndingDesk(a_session("s"))
    desk.cloud.answer("terminate", ServerTrouble())
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        assert state_of(desk) is EndingState.FAILED
        desk.becomes("s", "terminating")
        await desk.clock.advance(10)
        assert state_of(desk) is EndingState.ACCEPTED
        desk.becomes("s", "terminated", final_cost=1)
        await desk.clock.advance(10)
        assert state_of(desk) is EndingState.GONE


# No answer


@pytest.mark.parametrize("error", [TimedOut("20 s"), AnswerLost("reset"), UnreadableAnswer("gzip")])
@pytest.mark.parametrize(
    ("found", "state"), [("terminating", EndingState.ACCEPTED), ("terminated", EndingState.GONE)]
)
async def test_without_an_answer_the_session_itself_tells_what_became_of_it(
    error: CloudError, found: str, state: EndingState
) -> None:
    desk = EndingDesk(a_session("s"))
    desk.cloud.answer("terminate", error)
    async with desk.running():
        desk.becomes("s", found, final_cost=1 if state is EndingState.GONE else None)
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        assert state_of(desk) is state
    assert desk.deleted() == ["s"]


async def test_without_an_answer_nobody_is_told_to_try_again_before_the_session_was_looked_at() -> None:
    desk = EndingDesk(a_session("s"))
    desk.cloud.answer("terminate", TimedOut("20 s"))
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(3)
        assert desk.said("s") == "no answer to terminate · looking at it again"
        assert desk.endings.endable(["s"]) == ()
        desk.endings.terminate(["s"])
        await desk.clock.advance(2)
        assert desk.said("s") == "terminate failed: timed out: 20 s · it is ready · still billing €2.10/h"
        assert desk.endings.endable(["s"]) != ()
    assert desk.cloud.count("session") == 3, "read caches lag: one look is not enough"
    assert desk.deleted() == ["s"]


async def test_while_the_session_cannot_be_looked_at_nothing_is_concluded() -> None:
    desk = EndingDesk(a_session("s"))
    desk.cloud.answer("terminate", AnswerLost("reset"))
    desk.cloud.answer("session", Unreachable(), Unreachable(), a_session("s", "terminating"))
    desk.cloud.answer("live_sessions", Unreachable())
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(14)
        assert state_of(desk) is EndingState.UNSURE
        await desk.clock.advance(2)
        assert state_of(desk) is EndingState.ACCEPTED
    assert desk.cloud.times("session")[:3] == [1, 6, 16]


# Refused


async def test_not_found_means_that_it_is_gone_already() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.cloud.answer("terminate", NotFound())
        del desk.sessions["s"]
        desk.endings.terminate(["s"])
        await settle()
        assert desk.said("s") == "already gone"
        assert "s" not in desk.live.store.sessions


async def test_not_found_about_one_that_is_alive_is_a_failure() -> None:
    desk = EndingDesk(a_session("s"))
    desk.cloud.answer("terminate", NotFound("no such session"))
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        assert (
            desk.said("s")
            == "terminate failed: not found: no such session · it is ready · still billing €2.10/h"
        )


async def test_not_found_about_one_that_was_just_created_means_nothing_yet() -> None:
    desk = EndingDesk()
    desk.cloud.answer("terminate", NotFound())
    async with desk.running():
        desk.live.expect(a_session("new", "submitted"))
        desk.endings.terminate(["new"])
        await desk.clock.advance(1)
        assert (
            desk.said("new")
            == "terminate failed: not found · the service does not know it yet · still billing €2.10/h"
        )
        assert "new" in desk.live.store.sessions


async def test_one_that_is_listed_again_after_it_was_called_gone_is_followed_again() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.cloud.answer("terminate", NotFound())
        desk.cloud.answer("session", NotFound(), a_session("s"))
        desk.endings.terminate(["s"])
        await settle()
        assert state_of(desk) is EndingState.GONE
        await desk.clock.advance(16)
        assert state_of(desk) is EndingState.ACCEPTED
        assert desk.said("s").startswith("terminating")


@pytest.mark.parametrize(
    ("found", "state", "said"),
    [
        ("terminating", EndingState.ACCEPTED, "terminating 0 s"),
        ("completed", EndingState.GONE, "gone"),
        (
            "started",
            EndingState.FAILED,
            "terminate failed: not possible now: busy · it is ready · still billing €2.10/h",
        ),
        (
            "odd_state",
            EndingState.FAILED,
            "terminate failed: not possible now: busy · it is odd_state · still billing €2.10/h",
        ),
    ],
)
async def test_a_conflict_shows_the_state_that_the_session_is_in(
    found: str, state: EndingState, said: str
) -> None:
    desk = EndingDesk(a_session("s"))
    desk.cloud.answer("terminate", InvalidState("busy"))
    async with desk.running():
        desk.becomes("s", found)
        desk.endings.terminate(["s"])
        await settle()
        assert state_of(desk) is state
        assert desk.said("s") == said
    assert desk.deleted() == ["s"]

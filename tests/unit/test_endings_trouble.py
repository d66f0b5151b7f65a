"""Requests to end a session that fail or stay without an answer: loud, and never sent twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import (
    AnswerLost,
    CloudError,
    Forbidden,
    KeyLocked,
    ServerTrouble,
    TimedOut,
    TooManyRequests,
    Unreachable,
    UnreadableAnswer,
)
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Got
from mimiry_tui.live.endings.endings import EndingState
from tests.support.ending_desk import EndingDesk, a_session


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
        assert desk.state("s") is EndingState.FAILED
        assert desk.said("s") == f"still billing €2.10/h · terminate failed: {words}"
        assert desk.deleted() == ["s"]
        assert desk.endings.endable(["s"]) != (), "somebody may try again"
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        assert desk.state("s") is EndingState.ACCEPTED


async def test_a_session_without_a_known_price_is_still_said_to_bill() -> None:
    desk = EndingDesk(a_session("s", hourly_rate=None))
    desk.cloud.answer("terminate", ServerTrouble())
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        assert desk.said("s") == "still billing · terminate failed: service trouble"


async def test_a_session_without_a_machine_is_not_said_to_bill() -> None:
    queued = a_session("s", "accepted", hourly_rate=None)
    desk = EndingDesk(replace(queued, phase=Phase.ACCEPTED, got=Got()))
    desk.cloud.answer("terminate", ServerTrouble())
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        assert desk.said("s") == "still waiting · terminate failed: service trouble"
        desk.becomes("s", "started")
        await desk.clock.advance(10)
        assert desk.said("s") == "still billing €2.10/h · terminate failed: service trouble"


async def test_a_session_that_cannot_be_read_any_more_bills_at_the_price_last_known() -> None:
    desk = EndingDesk(a_session("s"))
    desk.cloud.answer("terminate", ServerTrouble())
    async with desk.running():
        release = desk.cloud.hold("terminate")
        desk.endings.terminate(["s"])
        desk.cloud.answer("live_sessions", Page((Unreadable("s", "no state", b"{}"),)))
        await desk.clock.advance(6)
        release()
        await desk.clock.advance(1)
        assert desk.said("s") == "still billing €2.10/h · terminate failed: service trouble"


async def test_after_a_failure_the_picture_is_read_at_once() -> None:
    desk = EndingDesk(a_session("s"))
    desk.cloud.answer("terminate", ServerTrouble())
    async with desk.running():
        await desk.clock.advance(2)
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
    assert desk.cloud.times("live_sessions") == [0, 3]


async def test_a_failure_that_was_read_can_be_put_away() -> None:
    desk = EndingDesk(a_session("s"), a_session("t"))
    desk.cloud.answer("terminate", ServerTrouble(), None)
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        desk.endings.terminate(["t"])
        await desk.clock.advance(1)
        desk.endings.forget(["s", "t", "nobody"])
        assert desk.state("s") is None
        assert desk.state("t") is EndingState.ACCEPTED


async def test_a_failed_request_that_took_effect_all_the_same_corrects_itself() -> None:
    desk = EndingDesk(a_session("s"))
    desk.cloud.answer("terminate", ServerTrouble())
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(1)
        assert desk.state("s") is EndingState.FAILED
        desk.becomes("s", "terminating")
        await desk.clock.advance(10)
        assert desk.state("s") is EndingState.ACCEPTED
        desk.becomes("s", "terminated", final_cost=1)
        await desk.clock.advance(10)
        assert desk.state("s") is EndingState.GONE


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
        assert desk.state("s") is state
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
        assert desk.said("s") == "still billing €2.10/h · terminate failed: timed out: 20 s · it is ready"
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
        assert desk.state("s") is EndingState.UNSURE
        await desk.clock.advance(2)
        assert desk.state("s") is EndingState.ACCEPTED
    assert desk.cloud.times("session")[:3] == [1, 6, 16]


async def test_a_look_waits_as_long_as_the_service_asks() -> None:
    desk = EndingDesk(a_session("s"))
    desk.cloud.answer("terminate", TimedOut())
    desk.cloud.answer("session", ServerTrouble(retry_after=9.0), a_session("s"))
    async with desk.running():
        desk.endings.terminate(["s"])
        await desk.clock.advance(15)
    assert desk.cloud.times("session") == [1, 10, 12, 14]

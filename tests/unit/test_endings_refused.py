"""Requests to end a session that the service refuses: what it is then is looked at, and shown."""

from __future__ import annotations

import pytest

from mimiry_tui.clouds.errors import (
    InvalidState,
    NotFound,
)
from mimiry_tui.live.endings.endings import EndingState
from tests.support.clock import settle
from tests.support.ending_desk import EndingDesk, a_session


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
            == "still billing €2.10/h · terminate failed: not found: no such session · it is ready"
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
            == "still billing €2.10/h · terminate failed: not found · the service does not know it yet"
        )
        assert "new" in desk.live.store.sessions


async def test_one_that_is_listed_again_after_it_was_called_gone_is_followed_again() -> None:
    desk = EndingDesk(a_session("s"))
    async with desk.running():
        desk.cloud.answer("terminate", NotFound())
        desk.cloud.answer("session", NotFound(), a_session("s"))
        desk.endings.terminate(["s"])
        await settle()
        assert desk.state("s") is EndingState.GONE
        await desk.clock.advance(16)
        assert desk.state("s") is EndingState.ACCEPTED
        assert desk.said("s").startswith("terminating")


@pytest.mark.parametrize(
    ("found", "state", "said"),
    [
        ("terminating", EndingState.ACCEPTED, "terminating 0 s"),
        ("completed", EndingState.GONE, "gone"),
        (
            "started",
            EndingState.FAILED,
            "still billing €2.10/h · terminate failed: not possible now: busy · it is ready",
        ),
        (
            "odd_state",
            EndingState.FAILED,
            "still billing €2.10/h · terminate failed: not possible now: busy · it is odd_state",
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
        assert desk.state("s") is state
        assert desk.said("s") == said
    assert desk.deleted() == ["s"]

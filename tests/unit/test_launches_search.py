"""Launches whose answer settles nothing: looked for, found or not, and never sent a second time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.live.launches.launches import SEARCH_FOR, LaunchState
from tests.support.launching_desk import LaunchingDesk, settled

MINUTE = SEARCH_FOR.total_seconds()
UNSETTLED = [
    errors.AnswerLost("reset by peer"),
    errors.TimedOut("no answer in 60 s"),
    errors.UnreadableAnswer("an HTML page"),
    errors.ServerTrouble("internal_error", status=500),
    errors.StillBooting("vm_setup_in_progress", status=503, retry_after=10),
]


def lost(desk: LaunchingDesk, error: CloudError, *, made: str = "") -> None:
    """The next launch is carried out as `made`, or not at all where that is empty; its answer is lost."""

    def answer(request: object) -> CloudError:
        if made:
            desk.exists(made, "train")
        return error

    desk.cloud.answer("launch", answer)


@pytest.mark.parametrize("error", UNSETTLED, ids=lambda error: type(error).__name__)
async def test_a_session_that_was_made_all_the_same_is_found(error: CloudError) -> None:
    desk = LaunchingDesk()
    lost(desk, error, made="s1")
    async with desk.running():
        desk.launch()
        await settled()
        await desk.clock.advance(3)
        assert desk.state() is LaunchState.ACCEPTED
        assert desk.present.session_id == "s1"
        assert desk.words == "train exists: found in the list"
        assert desk.launches.recent[0].session_id == "s1"
        assert desk.found() == [], "its own run tells it elsewhere"
    assert desk.posts == 1


async def test_it_is_looked_for_every_three_seconds_for_a_minute() -> None:
    desk = LaunchingDesk()
    lost(desk, errors.TimedOut("no answer in 60 s"))
    async with desk.running():
        began = desk.clock.monotonic()
        desk.launch()
        await desk.clock.advance(12)
        assert desk.state() is LaunchState.SEARCHING
        assert desk.words == "may exist: timed out: no answer in 60 s · looking for train · 12 s of 1 min"
        assert desk.launch() is desk.present, "not offered again before it is known"
        await desk.clock.advance(MINUTE - 12.5)
        assert desk.state() is LaunchState.SEARCHING
        await desk.clock.advance(0.5)
        assert desk.state() is LaunchState.LOST
        assert desk.clock.monotonic() - began == MINUTE
        assert desk.words == "train was not found: timed out: no answer in 60 s · most likely not launched"
        assert not desk.present.was_blind
        looks = [at for at in desk.cloud.times("ended_sessions") if at >= 1]
        assert looks == [1 + 3 * number for number in range(21)]
    assert desk.posts == 1


async def test_one_that_failed_at_once_is_found_among_the_ended() -> None:
    desk = LaunchingDesk()
    lost(desk, errors.AnswerLost())
    async with desk.running():
        desk.launch()
        await desk.clock.advance(10)
        desk.exists("s1", "train", state="provision_failed")
        await desk.clock.advance(3)
        assert desk.present.session_id == "s1"


async def test_a_read_cache_that_lags_is_waited_for() -> None:
    desk = LaunchingDesk()
    lost(desk, errors.AnswerLost())
    async with desk.running():
        made_at = desk.clock.now()
        desk.launch()
        await desk.clock.advance(55)
        assert desk.state() is LaunchState.SEARCHING
        desk.exists("s1", "train", created_at=made_at)
        await desk.clock.advance(3)
        assert desk.state() is LaunchState.ACCEPTED


async def test_one_that_turns_up_later_still_is_no_loss() -> None:
    desk = LaunchingDesk()
    lost(desk, errors.AnswerLost())
    async with desk.running():
        made_at = desk.clock.now()
        desk.launch()
        await desk.clock.advance(MINUTE + 20)
        assert desk.state() is LaunchState.LOST
        desk.exists("s1", "train", created_at=made_at)
        await desk.clock.advance(15)
        assert desk.state() is LaunchState.ACCEPTED
        assert desk.launches.draft_of("s1") is not None


async def test_what_was_read_as_lost_is_forgotten_and_may_be_launched_again() -> None:
    desk = LaunchingDesk()
    lost(desk, errors.AnswerLost())
    async with desk.running():
        made_at = desk.clock.now()
        desk.launch()
        await desk.clock.advance(MINUTE)
        desk.launches.forget()
        desk.exists("s1", "train", created_at=made_at)
        await desk.clock.advance(30)
        assert desk.launches.current is None
        desk.cloud.answer("launch", lambda request: desk.exists("s2", request.name))
        desk.launch()
        await settled()
        assert desk.present.session_id == "s2"
    assert desk.posts == 2


async def test_without_a_list_nothing_is_claimed_to_be_missing() -> None:
    desk = LaunchingDesk()
    lost(desk, errors.AnswerLost("reset"), made="s1")
    async with desk.running():
        desk.answer_lists(errors.Unreachable("no route"))
        desk.launch()
        await desk.clock.advance(MINUTE + 3)
        assert desk.state() is LaunchState.LOST
        assert desk.present.was_blind
        assert desk.words == (
            "train may exist: connection lost: reset, and the list could not be read since · "
            "look for it before launching again"
        )
        desk.launches.forget()
        desk.answer_lists()
        await desk.clock.advance(240)
        (found,) = desk.found()
        assert found.session_id == "s1"
        assert found.words == "train was launched after all: it is accepted"
    assert desk.posts == 1


@pytest.mark.parametrize(
    "other",
    [
        {"name": "train-2"},
        {"name": "train", "created_at": "2026-06-08T11:59:00Z"},
        {"name": "train", "created_at": "2026-06-08T13:00:00Z"},
    ],
    ids=["another name", "made before", "made much later"],
)
async def test_a_strangers_session_is_not_taken_for_it(other: dict[str, str]) -> None:
    desk = LaunchingDesk()
    desk.cloud.skew = timedelta()
    lost(desk, errors.AnswerLost())
    async with desk.running():
        desk.launch()
        name, created_at = other["name"], other.get("created_at")
        desk.sessions["x"] = build_session(id="x", state="started", name=name, created_at=created_at)
        await desk.clock.advance(MINUTE + 1)
        assert desk.state() is LaunchState.LOST


async def test_one_of_that_name_that_was_there_before_is_not_taken_for_it() -> None:
    desk = LaunchingDesk()
    desk.sessions["old"] = build_session(id="old", name="train", state="started")
    lost(desk, errors.AnswerLost())
    async with desk.running():
        desk.launch()
        await desk.clock.advance(30)
        assert desk.state() is LaunchState.SEARCHING
        desk.sessions["new"] = build_session(id="new", name="train", state="started")
        await desk.clock.advance(3)
        assert desk.present.session_id == "new", "undated too, but news"


@pytest.mark.parametrize("skew", [timedelta(hours=-3), timedelta(hours=3)])
async def test_the_services_clock_counts(skew: timedelta) -> None:
    desk = LaunchingDesk()
    desk.cloud.skew = skew
    lost(desk, errors.AnswerLost())
    async with desk.running():
        desk.launch()
        desk.sessions["x"] = build_session(
            id="x", name="train", state="started", created_at=desk.clock.now().isoformat()
        )
        await desk.clock.advance(6)
        assert desk.state() is LaunchState.SEARCHING, "by its clock that one was made hours away"
        desk.exists("s1", "train")
        await desk.clock.advance(3)
        assert desk.present.session_id == "s1"


async def test_a_clock_that_was_never_measured_is_allowed_minutes() -> None:
    desk = LaunchingDesk()
    lost(desk, errors.AnswerLost())
    async with desk.running():
        desk.launch()
        desk.exists("s1", "train", created_at=desk.clock.now() - timedelta(minutes=4))
        await desk.clock.advance(3)
        assert desk.present.session_id == "s1"


async def test_a_closed_laptop_costs_the_search_nothing() -> None:
    desk = LaunchingDesk()
    lost(desk, errors.AnswerLost())
    async with desk.running():
        made_at = desk.clock.now()
        desk.launch()
        await desk.clock.advance(6)
        desk.clock.machine_slept(3600)
        await desk.clock.advance(6)
        assert desk.state() is LaunchState.SEARCHING
        desk.exists("s1", "train", created_at=made_at)
        await desk.clock.advance(3)
        assert desk.state() is LaunchState.ACCEPTED

"""Deeds: each sent once and followed to its end; lists and reports asked for one question at a time."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.domain.doing.collections import Item
from mimiry_tui.domain.doing.deeds import Deed, Outcome
from mimiry_tui.live.deeds.asked import Asked
from mimiry_tui.live.deeds.deeds import Deeds
from mimiry_tui.live.deeds.doing import DoingState, refusal_words
from mimiry_tui.live.live import Live
from mimiry_tui.live.not_halfway import LEAVING_PATIENCE
from tests.support.account_desk import SESSIONS
from tests.support.clock import ManualClock, settle
from tests.support.fake_cloud import FakeCloud, running
from tests.support.fake_extras import LOOK, NIGHTLY, PAUSE, RESIZE, SCHEDULES, SYNC, WAKE, FakeExtras

LLAMA, NOTEBOOK = SESSIONS


class Place:
    """A service with deeds, and what does them."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.cloud = FakeCloud(self.clock)
        self.extras = FakeExtras()
        self.cloud.extras = self.extras
        self.live = Live(self.cloud, self.clock)
        self.deeds = Deeds(self.cloud, self.live, self.clock)

    def running(self) -> Any:
        return running(cast(Any, self.deeds))


async def test_a_deed_is_sent_once_and_its_outcome_is_kept() -> None:
    place = Place()
    release = place.extras.hold()
    place.extras.steps["sync"] = ("reading", "writing \x1b[31m2 GB")
    place.extras.outcomes["sync"] = Outcome("synced at 12:00")
    told: list[frozenset[str]] = []
    place.deeds.subscribe(told.append)
    async with place.running():
        doing = place.deeds.do(SYNC, LLAMA, {})
        await settle()
        known = place.deeds.get(doing.id)
        assert known is not None
        assert known.words == "train-llama · sync the workspace: writing ␛[31m2 GB"
        # An impatient key, or the same record read once more: nothing more is sent.
        assert place.deeds.do(SYNC, LLAMA, {}).id == doing.id
        other = place.deeds.do(SYNC, NOTEBOOK, {})
        assert other.id != doing.id
        release()
        await settle()
        done = place.deeds.get(doing.id)
        assert done is not None
        assert done.state is DoingState.DONE
        assert done.words == "train-llama · sync the workspace: synced at 12:00"
        assert [(one.deed, one.target) for one in place.extras.done] == [("sync", LLAMA), ("sync", NOTEBOOK)]
        assert frozenset({doing.id}) in told
        place.deeds.forget([doing.id])
        assert place.deeds.of(LLAMA) == ()


@pytest.mark.parametrize(
    ("deed", "error", "state"),
    [
        (SYNC, errors.InvalidState("it sleeps", status=409), DoingState.REFUSED),
        (SYNC, errors.AnswerLost(), DoingState.UNSURE),
        (SYNC, errors.ServerTrouble("boom", status=502), DoingState.UNSURE),
        (SYNC, errors.UnreadableAnswer(), DoingState.UNSURE),
        (LOOK, errors.TimedOut(), DoingState.REFUSED),
    ],
)
async def test_what_goes_wrong_is_told_apart_from_what_nobody_knows(
    deed: Deed, error: errors.CloudError, state: DoingState
) -> None:
    place = Place()
    place.extras.outcomes[deed.id] = error
    async with place.running():
        doing_id = place.deeds.do(deed, LLAMA, {}).id
        await settle()
        doing = place.deeds.get(doing_id)
        assert doing is not None
        assert doing.state is state
        assert doing.is_loud
        assert ("it may have been done" in doing.words) is (state is DoingState.UNSURE)
        await place.clock.advance(600)
        assert len(place.extras.done) == 1


async def test_what_a_deed_may_have_changed_is_asked_for_again() -> None:
    place = Place()
    async with place.running(), running(place.live):
        await place.deeds.items.read("schedules")
        asked = place.cloud.count("live_sessions")
        place.deeds.do(PAUSE, NIGHTLY, {})
        await settle()
        assert place.cloud.count("live_sessions") > asked
        assert place.extras.asked == ["items schedules", "items schedules"]
        # A look changes nothing, and lists that nobody has seen are left alone.
        place.extras.outcomes["sync"] = Outcome("done", collections=frozenset({"addresses"}))
        place.deeds.do(LOOK, LLAMA, {})
        place.deeds.do(SYNC, LLAMA, {})
        await settle()
        assert place.extras.asked == ["items schedules", "items schedules"]


async def test_nothing_is_changed_where_nothing_may_be() -> None:
    place = Place()
    place.cloud.read_only = True
    assert [one.id for one in place.deeds.possible(LLAMA)] == ["look"]
    async with place.running():
        doing = place.deeds.do(SYNC, LLAMA, {})
        await settle()
        assert doing.state is DoingState.REFUSED
        assert "read-only" in doing.words
        assert place.extras.done == []


async def test_what_is_under_way_gets_a_few_seconds_when_the_dashboard_is_left() -> None:
    place = Place()
    release = place.extras.hold()
    task = asyncio.create_task(place.deeds.run())
    await settle()
    doing_id = place.deeds.do(RESIZE, LLAMA, {"disk_gb": "8"}).id
    await settle()
    task.cancel()
    await place.clock.advance(LEAVING_PATIENCE / 2)
    assert not task.done()
    release()
    await settle()
    assert task.done()
    doing = place.deeds.get(doing_id)
    assert doing is not None
    assert doing.state is DoingState.DONE
    # Without an answer it ends all the same.
    place = Place()
    place.extras.hold()
    task = asyncio.create_task(place.deeds.run())
    await settle()
    place.deeds.do(SYNC, LLAMA, {})
    await settle()
    task.cancel()
    await place.clock.advance(LEAVING_PATIENCE)
    assert task.done()


async def test_a_list_is_asked_for_one_question_at_a_time_and_outlives_an_error() -> None:
    place = Place()
    await asyncio.gather(place.deeds.items.read("schedules"), place.deeds.items.read("schedules"))
    assert place.extras.asked == ["items schedules"]
    known = place.deeds.items.of("schedules")
    assert known.value is not None
    assert [one.id for one in known.value] == ["c1", "c2"]
    place.extras.contents["schedules"] = errors.ScopeMissing("it lacks cron:read", status=403)
    await place.clock.advance(60)
    await place.deeds.items.read("schedules")
    after = place.deeds.items.of("schedules")
    assert (after.value, after.as_of) == (known.value, known.as_of)
    assert isinstance(after.error, errors.ScopeMissing)
    assert not after.loading
    # One that comes behind a deed is not served by an answer that may be older than it.
    place.extras.contents["schedules"] = ()
    await asyncio.gather(place.deeds.items.read("schedules"), place.deeds.items.read("schedules", again=True))
    assert place.extras.asked == ["items schedules"] * 4
    assert place.deeds.items.of("schedules").error is None


def test_targets_are_told_apart_by_what_they_are() -> None:
    place = Place()
    place.deeds.do(SYNC, LLAMA, {})
    place.deeds.do(WAKE, Item("train-llama", "x", "schedules", ()), {})
    place.deeds.do(WAKE, SCHEDULES, {})
    place.deeds.do(WAKE, None, {})
    assert [one.deed.id for one in place.deeds.of(LLAMA)] == ["sync"]
    assert [one.name for one in place.deeds.all] == ["train-llama", "x", "Schedules", ""]
    assert len(place.deeds.of(None)) == 1


def test_a_refusal_says_what_the_service_says_and_what_can_be_done() -> None:
    scope = errors.ScopeMissing("the API key lacks the scope jobs:write")
    words = "scope missing: the API key lacks the scope jobs:write · make an API key that has it"
    assert refusal_words(scope) == words
    assert refusal_words(errors.NoToken("no token in env X")).startswith("no API token: no token in env X")
    assert "\x1b" not in refusal_words(errors.BadRequest("\x1b]0;x\x07"))


async def test_an_answer_that_nobody_can_give_any_more_is_not_waited_for() -> None:
    place = Place()
    never = asyncio.Event()

    async def ask(key: str) -> tuple[Item, ...]:
        await never.wait()
        return ()

    asked = Asked(ask, place.clock)
    task = asyncio.create_task(asked.read("schedules"))
    await settle()
    assert asked.of("schedules").loading
    asked.stop()
    await settle()
    assert task.cancelled()

"""Requests about volumes that are refused, lost, or come to nothing: loud, and never sent twice."""

from __future__ import annotations

import pytest

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import (
    AnswerLost,
    BadRequest,
    CloudError,
    InvalidState,
    KeyLocked,
    NotFound,
    ServerTrouble,
    TimedOut,
    TooManyRequests,
    Unreachable,
    UnreadableAnswer,
)
from mimiry_tui.domain.launch import VolumeRequest
from mimiry_tui.live.volumes.task import TaskState
from tests.support.volumes import VolumeDesk, a_volume

CKPT = VolumeRequest("ckpt", 200, "verda", "FIN-03")
SILENT = [
    TimedOut("30 s"),
    AnswerLost("cut off"),
    UnreadableAnswer("<html>"),
    ServerTrouble("bad gateway", status=502),
]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (BadRequest("size_gb must be at least 100"), "request refused: size_gb must be at least 100"),
        (InvalidState("a volume named ckpt exists"), "not possible now: a volume named ckpt exists"),
        (NotFound("no such place"), "not found: no such place"),
        (TooManyRequests("volume_gb quota exceeded"), "too many requests: volume_gb quota exceeded"),
        (Unreachable("no route"), "offline: no route"),
        (KeyLocked(), "key is locked"),
        (BadRequest("\x1b[2J\n"), "request refused: ␛[2J␊"),
    ],
)
async def test_a_refused_creation_is_loud_and_not_tried_again(error: CloudError, words: str) -> None:
    desk = VolumeDesk()
    desk.cloud.answer("create_volume", error)
    async with desk.running():
        task = desk.work.create(CKPT)
        await desk.clock.advance(120)
        assert (desk.state(task), desk.said(task)) == (TaskState.FAILED, f"not created: {words}")
    assert len(desk.sent("create_volume")) == 1


@pytest.mark.parametrize("error", SILENT, ids=lambda error: type(error).__name__)
async def test_a_creation_without_an_answer_is_looked_for_and_found(error: CloudError) -> None:
    desk = VolumeDesk(a_volume("old", name="ckpt", state="failed"))
    desk.cloud.answer("create_volume", error)
    async with desk.running():
        task = desk.work.create(CKPT)
        await desk.clock.advance(10)
        assert desk.state(task) is TaskState.UNSURE
        assert desk.said(task).endswith("may exist, looking for it")
        desk.becomes("new", name="ckpt", size_gb=200, state="submitted", created_at="2026-06-08T12:00:02Z")
        await desk.clock.advance(4)
        assert desk.state(task) is TaskState.ACCEPTED
        assert desk.work.of("new") == desk.work.task(task.id)
        desk.becomes("new", name="ckpt", size_gb=200)
        await desk.clock.advance(7)
        assert desk.state(task) is TaskState.DONE
    assert len(desk.sent("create_volume")) == 1


async def test_a_creation_that_is_nowhere_after_a_minute_has_failed() -> None:
    desk = VolumeDesk(a_volume("old", name="ckpt"))
    desk.cloud.answer("create_volume", TimedOut())
    async with desk.running():
        task = desk.work.create(CKPT)
        await desk.clock.advance(59)
        assert desk.state(task) is TaskState.UNSURE
        await desk.clock.advance(5)
        assert desk.said(task) == "not created: timed out · looked for 60 s, there is none of that name"
    assert len(desk.sent("create_volume")) == 1


async def test_a_creation_that_shows_up_after_all_corrects_itself() -> None:
    desk = VolumeDesk()
    desk.cloud.answer("create_volume", TimedOut())
    async with desk.running():
        task = desk.work.create(CKPT)
        await desk.clock.advance(70)
        assert desk.state(task) is TaskState.FAILED
        desk.becomes("late", name="ckpt", size_gb=200, created_at="2026-06-08T12:00:02Z")
        await desk.clock.advance(40)
        assert desk.state(task) is TaskState.DONE
        assert desk.work.without_volume == ()


async def test_a_creation_stays_in_doubt_while_the_list_cannot_be_read() -> None:
    desk = VolumeDesk()
    desk.cloud.answer("create_volume", TimedOut())
    async with desk.running():
        desk.cloud.answer("volumes", ServerTrouble())
        task = desk.work.create(CKPT)
        await desk.clock.advance(300)
        assert desk.state(task) is TaskState.UNSURE, "nobody knows"
        desk.cloud.answer("volumes", Page(()))
        await desk.clock.advance(61)
        assert desk.state(task) is TaskState.FAILED


async def test_an_older_volume_of_the_name_is_not_taken_for_the_new_one() -> None:
    desk = VolumeDesk()
    desk.cloud.answer("create_volume", TimedOut())
    async with desk.running():
        task = desk.work.create(CKPT)
        desk.becomes("other", name="ckpt", created_at="2026-06-08T09:00:00Z")
        await desk.clock.advance(70)
        assert desk.state(task) is TaskState.FAILED


@pytest.mark.parametrize("error", SILENT, ids=lambda error: type(error).__name__)
async def test_a_growth_that_took_effect_after_all_is_followed(error: CloudError) -> None:
    desk = VolumeDesk(a_volume())
    desk.cloud.answer("extend_volume", error)
    async with desk.running():
        task = desk.work.extend("v-1", 300)
        desk.becomes("v-1", operation="resizing")
        await desk.clock.advance(4)
        assert desk.state(task) is TaskState.ACCEPTED
        desk.becomes("v-1", size_gb=300)
        await desk.clock.advance(7)
        assert desk.state(task) is TaskState.DONE
    assert len(desk.sent("extend_volume")) == 1


async def test_a_growth_of_which_nothing_is_seen_has_failed() -> None:
    desk = VolumeDesk(a_volume())
    desk.cloud.answer("extend_volume", TimedOut())
    async with desk.running():
        task = desk.work.extend("v-1", 300)
        await desk.clock.advance(15)
        assert desk.said(task) == "not grown: timed out · it still has 100 GB"
    assert len(desk.sent("volume")) == 3, "a read cache may lag"


async def test_a_refused_growth_is_not_mistaken_for_somebody_elses() -> None:
    desk = VolumeDesk(a_volume())
    desk.cloud.answer("extend_volume", InvalidState("it is resizing"))
    async with desk.running():
        task = desk.work.extend("v-1", 300)
        desk.becomes("v-1", operation="resizing")
        await desk.clock.advance(40)
        assert desk.said(task) == "not grown: not possible now: it is resizing"
        desk.becomes("v-1", size_gb=500)
        await desk.clock.advance(4)
        assert desk.state(task) is TaskState.DONE, "it has what was wanted"


async def test_a_growth_that_the_service_gives_up_is_told() -> None:
    desk = VolumeDesk(a_volume())
    async with desk.running():
        task = desk.work.extend("v-1", 300)
        await desk.clock.advance(1)
        desk.becomes("v-1", operation="resizing")
        await desk.clock.advance(7)
        desk.becomes("v-1")
        await desk.clock.advance(7)
        assert desk.said(task) == "not grown: the service gave up, it still has 100 GB"


async def test_what_was_accepted_and_never_begun_is_told_after_a_minute() -> None:
    desk = VolumeDesk(a_volume())
    async with desk.running():
        task = desk.work.extend("v-1", 300)
        await desk.clock.advance(55)
        assert desk.state(task) is TaskState.ACCEPTED
        await desk.clock.advance(10)
        assert desk.said(task) == "not grown: accepted, but it still has 100 GB"


async def test_a_creation_that_fails_afterwards_is_told() -> None:
    desk = VolumeDesk()
    desk.becomes("new", name="ckpt", state="submitted")
    desk.cloud.answer("create_volume", desk.volumes["new"])
    async with desk.running():
        task = desk.work.create(CKPT)
        await desk.clock.advance(4)
        desk.becomes("new", name="ckpt", state="failed")
        await desk.clock.advance(7)
        assert desk.said(task) == "not created: it has failed"


async def test_a_creation_that_vanishes_is_told_once_its_absence_means_something() -> None:
    desk = VolumeDesk()
    desk.cloud.answer("create_volume", a_volume("new", name="ckpt", state="submitted"))
    async with desk.running():
        task = desk.work.create(CKPT)
        await desk.clock.advance(50)
        assert desk.state(task) is TaskState.ACCEPTED, "a read cache may lag for a minute"
        await desk.clock.advance(20)
        assert desk.said(task) == "not created: the service does not know it any more"


async def test_a_deletion_refused_because_a_session_holds_it_says_so() -> None:
    desk = VolumeDesk(a_volume(attached_to="s-1"))
    desk.cloud.answer("delete_volume", InvalidState("volume is attached to session train"))
    async with desk.running():
        (task,) = desk.work.delete(["v-1"])
        await desk.clock.advance(5)
        words = "not deleted: not possible now: volume is attached to session train · it is attached"
        assert desk.said(task) == words


@pytest.mark.parametrize("error", [NotFound(), TimedOut()], ids=repr)
async def test_a_deletion_of_one_that_is_gone_is_done(error: CloudError) -> None:
    desk = VolumeDesk(a_volume())
    desk.cloud.answer("delete_volume", error)
    async with desk.running():
        (task,) = desk.work.delete(["v-1"])
        desk.volumes.clear()
        await desk.clock.advance(5)
        assert desk.state(task) is TaskState.DONE
        assert desk.said(task) == ("was gone already" if isinstance(error, NotFound) else "deleted")


async def test_a_deletion_that_failed_and_yet_goes_on_corrects_itself() -> None:
    desk = VolumeDesk(a_volume())
    desk.cloud.answer("delete_volume", TimedOut())
    async with desk.running():
        (task,) = desk.work.delete(["v-1"])
        await desk.clock.advance(12)
        assert desk.state(task) is TaskState.FAILED
        desk.becomes("v-1", operation="deleting__detaching_volume")
        await desk.clock.advance(31)
        assert desk.state(task) is TaskState.ACCEPTED
        desk.is_deleted("v-1")
        await desk.clock.advance(7)
        assert desk.state(task) is TaskState.DONE

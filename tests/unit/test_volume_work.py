"""What is asked of volumes: sent once, followed until the volume rests."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mimiry_tui.clouds.errors import InsufficientBalance, NotFound, ReadOnly, TimedOut, TooManyRequests
from mimiry_tui.domain.launch import VolumeRequest
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.volumes.task import SLOW_AFTER, TaskState
from tests.support.volumes import VolumeDesk, a_volume

CKPT = VolumeRequest("ckpt", 200, "verda", "FIN-03")


def creating(desk: VolumeDesk) -> None:
    """The cloud accepts a creation, and its list holds the volume from then on."""

    def accept(request: VolumeRequest) -> Volume:
        desk.becomes("new", name=request.name, size_gb=request.size_gb, state="submitted")
        return desk.volumes["new"]

    desk.cloud.answer("create_volume", accept)


async def test_a_volume_is_created_shown_at_once_and_followed_until_it_rests() -> None:
    desk = VolumeDesk()
    creating(desk)
    async with desk.running():
        task = desk.work.create(CKPT)
        assert desk.said(task) == "asking to create"
        await desk.clock.advance(0.1)
        assert (desk.state(task), desk.said(task)) == (TaskState.ACCEPTED, "creating 0s")
        assert "new" in desk.live.store.volumes, "before any list was asked for"
        assert desk.work.of("new") == desk.work.task(task.id)
        await desk.clock.advance(12)
        assert desk.said(task) == "creating 12s"
        desk.becomes("new", name="ckpt", size_gb=200)
        await desk.clock.advance(4)
        assert (desk.state(task), desk.said(task)) == (TaskState.DONE, "created")
    assert desk.sent("create_volume") == [(CKPT,)]


async def test_the_list_is_asked_for_every_three_seconds_while_something_moves_and_then_rests() -> None:
    desk = VolumeDesk(a_volume())
    async with desk.running():
        desk.work.extend("v-1", 300)
        await desk.clock.advance(1)
        before = desk.cloud.count("volumes")
        await desk.clock.advance(12)
        assert desk.cloud.count("volumes") - before == 4, "though nothing is seen to move yet"
        desk.becomes("v-1", size_gb=300)
        await desk.clock.advance(4)
        before = desk.cloud.count("volumes")
        await desk.clock.advance(24)
        assert desk.cloud.count("volumes") - before <= 1


async def test_asking_twice_for_the_same_sends_once() -> None:
    desk = VolumeDesk(a_volume())
    creating(desk)
    async with desk.running():
        assert desk.work.create(CKPT) is desk.work.create(CKPT)
        assert desk.work.extend("v-1", 300) is desk.work.extend("v-1", 400)
        await desk.clock.advance(1)
        desk.work.create(CKPT)
        (again,) = desk.work.delete(["v-1", "v-1"])
        assert again.kind == "extend", "what is under way comes back"
        await desk.clock.advance(1)
    assert len(desk.sent("create_volume")) == 1
    assert desk.sent("extend_volume") == [("v-1", 300)]
    assert desk.sent("delete_volume") == []


async def test_a_volume_grows_to_its_new_size() -> None:
    desk = VolumeDesk(a_volume())
    async with desk.running():
        task = desk.work.extend("v-1", 300)
        await desk.clock.advance(1)
        desk.becomes("v-1", operation="resizing")
        await desk.clock.advance(10)
        assert desk.said(task) == "growing 11s to 300 GB"
        desk.becomes("v-1", size_gb=300)
        await desk.clock.advance(4)
        assert (desk.state(task), desk.said(task)) == (TaskState.DONE, "grown to 300 GB")


async def test_a_volume_is_deleted_once_the_service_says_so_not_when_a_list_lacks_it() -> None:
    desk = VolumeDesk(a_volume())
    async with desk.running():
        (task,) = desk.work.delete(["v-1"])
        await desk.clock.advance(1)
        desk.becomes("v-1", operation="deleting__detaching_volume")
        await desk.clock.advance(4)
        there = desk.volumes.pop("v-1")
        desk.cloud.answer("volume", there)
        await desk.clock.advance(9)
        assert desk.state(task) is TaskState.ACCEPTED, "absent from the list, but it answers for itself"
        desk.cloud.answer("volume", a_volume(state="deleted"))
        await desk.clock.advance(4)
        assert (desk.state(task), desk.said(task)) == (TaskState.DONE, "deleted")
        assert "v-1" not in desk.live.store.volumes


async def test_several_are_deleted_one_request_each() -> None:
    desk = VolumeDesk(*(a_volume(f"v-{number}") for number in range(9)))
    async with desk.running():
        tasks = desk.work.delete([f"v-{number}" for number in range(9)])
        await desk.clock.advance(1)
        for number in range(9):
            desk.is_deleted(f"v-{number}")
        await desk.clock.advance(8)
        assert {desk.state(task) for task in tasks} == {TaskState.DONE}
    assert sorted(desk.sent("delete_volume")) == [(f"v-{number}",) for number in range(9)]


async def test_one_that_was_just_created_can_be_deleted_within_its_minute_of_grace() -> None:
    desk = VolumeDesk()
    creating(desk)
    async with desk.running():
        desk.work.create(CKPT)
        await desk.clock.advance(1)
        desk.becomes("new", name="ckpt", size_gb=200)
        await desk.clock.advance(4)
        (task,) = desk.work.delete(["new"])
        await desk.clock.advance(1)
        desk.is_deleted("new")
        await desk.clock.advance(4)
        assert desk.state(task) is TaskState.DONE
        assert "new" not in desk.live.store.volumes, "though its absence means nothing for a minute"


async def test_what_takes_unusually_long_says_so_and_goes_on() -> None:
    desk = VolumeDesk(a_volume())
    async with desk.running():
        (task,) = desk.work.delete(["v-1"])
        await desk.clock.advance(1)
        desk.becomes("v-1", operation="deleting__deleting_volume")
        await desk.clock.advance(SLOW_AFTER.total_seconds() + 60)
        assert desk.said(task) == "deleting 6m01s · slower than usual"
        desk.is_deleted("v-1")
        await desk.clock.advance(7)
        assert desk.state(task) is TaskState.DONE


async def test_a_read_only_account_is_asked_for_nothing() -> None:
    desk = VolumeDesk(a_volume())
    desk.cloud.read_only = True
    async with desk.running():
        tasks = [desk.work.create(CKPT), desk.work.extend("v-1", 300)]
        await desk.clock.advance(5)
        for task in tasks:
            now = desk.work.task(task.id)
            assert now is not None
            assert (now.state, type(now.error)) == (TaskState.FAILED, ReadOnly)
    assert [call for call in desk.cloud.calls if call.name in ("create_volume", "extend_volume")] == []


async def test_what_was_asked_before_it_runs_is_begun_then() -> None:
    desk = VolumeDesk(a_volume())
    task = desk.work.extend("v-1", 300)
    assert desk.sent("extend_volume") == []
    async with desk.running():
        await desk.clock.advance(0.5)
        assert desk.state(task) is TaskState.ACCEPTED


async def test_leaving_lets_a_request_under_way_come_to_its_end() -> None:
    desk = VolumeDesk(a_volume())
    answer = desk.cloud.hold("extend_volume")
    async with desk.running():
        task = desk.work.extend("v-1", 300)
        await desk.clock.advance(0.1)
        answer()
    assert desk.sent("extend_volume") == [("v-1", 300)]
    assert desk.state(task) is None, "nobody is left to follow it"


async def test_a_failure_stays_until_it_is_forgotten_or_the_next_deed() -> None:
    desk = VolumeDesk(a_volume())
    desk.cloud.answer("create_volume", InsufficientBalance("€0.12 left"))
    desk.cloud.answer("extend_volume", InsufficientBalance("€0.12 left"), None)
    async with desk.running():
        made, grown = desk.work.create(CKPT), desk.work.extend("v-1", 300)
        await desk.clock.advance(300)
        assert desk.said(made) == "not created: out of credit: €0.12 left"
        assert desk.said(grown) == "not grown: out of credit: €0.12 left"
        assert desk.work.without_volume == (desk.work.task(made.id),)
        assert len(desk.sent("create_volume")) == 1, "nothing is tried again by itself"
        desk.work.forget([made.id])
        assert desk.work.task(made.id) is None
        assert desk.told[-1] == {made.id}
        again = desk.work.extend("v-1", 400)
        await desk.clock.advance(1)
        assert desk.state(grown) is None
        assert desk.work.of("v-1") == desk.work.task(again.id)


async def test_trying_a_failed_creation_again_takes_its_place() -> None:
    desk = VolumeDesk()
    desk.cloud.answer("create_volume", NotFound("no such place"))
    async with desk.running():
        first = desk.work.create(CKPT)
        await desk.clock.advance(1)
        creating(desk)
        second = desk.work.create(CKPT)
        await desk.clock.advance(1)
        assert desk.work.tasks == (desk.work.task(second.id),)
        assert first.id != second.id


@pytest.mark.parametrize("state", ["submitted", "hatching"])
async def test_a_creation_waits_out_states_it_has_never_heard_of(state: str) -> None:
    desk = VolumeDesk()
    creating(desk)
    async with desk.running():
        task = desk.work.create(CKPT)
        await desk.clock.advance(1)
        desk.becomes("new", state=state)
        await desk.clock.advance(timedelta(minutes=2).total_seconds())
        assert desk.state(task) is TaskState.ACCEPTED


async def test_a_look_waits_as_long_as_the_service_asks() -> None:
    desk = VolumeDesk(a_volume())
    desk.cloud.answer("delete_volume", TimedOut())
    desk.cloud.answer("volume", TooManyRequests(retry_after=40), a_volume(state="deleted"))
    async with desk.running():
        (task,) = desk.work.delete(["v-1"])
        await desk.clock.advance(39)
        assert desk.cloud.count("volume") == 1
        await desk.clock.advance(2)
        assert desk.state(task) is TaskState.DONE

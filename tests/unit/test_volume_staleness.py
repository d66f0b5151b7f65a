"""A list of volumes that is older than what was asked for: it does not make a request look like a failure."""

from __future__ import annotations

import pytest

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import ServerTrouble, TimedOut
from mimiry_tui.live.volumes.task import TaskState
from tests.support.volumes import VolumeDesk, a_volume


@pytest.mark.parametrize("kind", ["extend", "delete"])
async def test_a_row_from_before_the_request_does_not_say_that_the_service_gave_up(kind: str) -> None:
    desk = VolumeDesk(a_volume())
    desk.cloud.answer(f"{kind}_volume", TimedOut())
    async with desk.running():
        # The list says of it what it was before, for as long as its cache lags.
        desk.cloud.answer("volumes", Page((a_volume(),)))
        desk.becomes("v-1", operation="resizing" if kind == "extend" else "deleting__detaching_volume")
        if kind == "extend":
            task = desk.work.extend("v-1", 300)
        else:
            (task,) = desk.work.delete(["v-1"])
        await desk.clock.advance(30)
        assert desk.state(task) is TaskState.ACCEPTED
        desk.becomes("v-1", size_gb=300, state="provisioned" if kind == "extend" else "deleted")
        await desk.clock.advance(4)
        assert desk.state(task) is TaskState.DONE


async def test_a_list_that_cannot_be_read_does_not_say_that_nothing_came_of_it() -> None:
    desk = VolumeDesk(a_volume())
    async with desk.running():
        desk.cloud.answer("volumes", ServerTrouble())
        task = desk.work.extend("v-1", 300)
        desk.becomes("v-1", operation="resizing")
        await desk.clock.advance(70)
        assert desk.state(task) is TaskState.ACCEPTED
        desk.becomes("v-1", size_gb=300)
        await desk.clock.advance(4)
        assert desk.state(task) is TaskState.DONE

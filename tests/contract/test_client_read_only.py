"""A dashboard that only looks: whatever is asked of the client, nothing that changes anything goes out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.mimiry.cloud import MimiryCloud
from mimiry_tui.clouds.registry import open_cloud
from mimiry_tui.domain.launch import GpuWish, SessionRequest, VolumeRequest
from mimiry_tui.settings import Profile
from tests.support.clients import client, new_key
from tests.support.desk import Desk
from tests.support.scripted_server import Reply, scripted_server
from tests.support.skipping_clock import SkippingClock

Do = Callable[[Cloud], Awaitable[object]]

CHANGES: dict[str, Do] = {
    "launch": lambda cloud: cloud.launch(SessionRequest("train", "ubuntu", GpuWish(), "never")),
    "terminate": lambda cloud: cloud.terminate("s1"),
    "create a volume": lambda cloud: cloud.create_volume(VolumeRequest("data", 100)),
    "extend a volume": lambda cloud: cloud.extend_volume("v1", 200),
    "delete a volume": lambda cloud: cloud.delete_volume("v1"),
}
A_RECORD = Reply.of({"id": "s1", "name": "train", "state": "submitted"}, 202)


@pytest.fixture(params=[False, True], ids=["full", "read-only"])
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desk]:
    async with scripted_server() as server:
        cloud = client(server.url, SkippingClock(), new_key(tmp_path), read_only=request.param)
        made = Desk(server, cloud)
        made.give(A_RECORD)
        yield made
        await made.cloud.aclose()


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_goes_out_from_a_full_client_and_never_from_one_that_only_looks(
    desk: Desk, change: str
) -> None:
    if desk.cloud.read_only:
        with pytest.raises(errors.ReadOnly):
            await CHANGES[change](desk.cloud)
        assert desk.server.seen == [], "not even a token is asked for"
        assert desk.server.connections == 0
    else:
        await CHANGES[change](desk.cloud)
        (sent,) = desk.seen
        assert sent.method in {"POST", "PUT", "PATCH", "DELETE"}


async def test_everything_can_still_be_read(desk: Desk) -> None:
    desk.give(Reply.of({"sessions": []}))
    assert (await desk.cloud.live_sessions()).items == ()
    desk.give(A_RECORD)
    assert (await desk.cloud.session("s1")).name == "train"
    assert {sent.method for sent in desk.seen} == {"GET"}


async def test_the_refusal_says_how_to_get_a_client_that_may() -> None:
    error = errors.ReadOnly()
    assert isinstance(error, errors.Refused)
    assert "--read-only" in error.hint


@pytest.mark.parametrize("read_only", [False, True])
async def test_a_profile_says_whether_its_client_only_looks(tmp_path: Path, read_only: bool) -> None:
    async with scripted_server() as server:
        profile = Profile(
            name="test",
            api_base=server.url,
            api_base_source="test",
            key_path=new_key(tmp_path),
            key_source="test",
            read_only=read_only,
        )
        cloud = open_cloud(profile, SkippingClock())
        assert isinstance(cloud, MimiryCloud)
        assert cloud.read_only is read_only
        Desk(server, cloud).give(Reply(204, b""))
        if read_only:
            with pytest.raises(errors.ReadOnly):
                await cloud.terminate("s1")
        else:
            await cloud.terminate("s1")
        deletes = [sent for sent in server.seen if sent.method == "DELETE"]
        assert len(deletes) == (0 if read_only else 1)
        await cloud.aclose()

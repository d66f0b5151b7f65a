"""Simulated volumes: steps, attachment, and what the service refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimiry_tui.simulator import volume_desk
from mimiry_tui.simulator.records import GpuRequest, Mount, Refusal
from mimiry_tui.simulator.stages import Stage
from tests.support.worlds import PLAIN, demo_world, rich_world


async def test_a_volume_elsewhere_is_found_out_after_creation() -> None:
    world, clock = demo_world()
    mounted = replace(
        PLAIN, gpu=GpuRequest(types=("H100",), location="FIN-01"), mounts=(Mount("ckpt", "/ckpt"),)
    )
    session = world.create_session(mounted)
    await clock.advance(60)
    world.tick()
    assert session.stage is Stage.PROVISION_FAILED
    assert "volume ckpt is in FIN-03" in (session.error or "")
    assert all(volume.attached_to != session.id for volume in world.state.volumes.values())


async def test_a_volume_is_held_while_its_session_lives_and_free_afterwards() -> None:
    world, clock = demo_world()
    mounted = replace(
        PLAIN, gpu=GpuRequest(types=("A100",), location="FIN-03"), mounts=(Mount("ckpt", "/c"),)
    )
    session = world.create_session(mounted)
    volume = next(v for v in world.state.volumes.values() if v.name == "ckpt")
    assert volume.attached_to == session.id
    with pytest.raises(Refusal, match="attached to session box") as refusal:
        volume_desk.delete_volume(world, volume.id)
    assert refusal.value.status == 409
    await clock.advance(40)
    world.terminate_session(session.id)
    await clock.advance(20)
    world.tick()
    assert volume.attached_to == ""


async def test_a_volume_grows_and_goes_in_steps() -> None:
    world, clock = rich_world()
    volume = volume_desk.create_volume(world, "data", 100, "verda", "FIN-01")
    with pytest.raises(Refusal) as refusal:
        volume_desk.extend_volume(world, volume.id, 200)
    assert refusal.value.status == 409
    await clock.advance(6)
    world.tick()
    assert (volume.state, volume.operation) == ("provisioned", "")
    updated = volume.updated_at
    with pytest.raises(Refusal, match="larger than 100"):
        volume_desk.extend_volume(world, volume.id, 100)
    volume_desk.extend_volume(world, volume.id, 200)
    assert (volume.operation, volume.size_gb) == ("resizing", 100)
    await clock.advance(6)
    world.tick()
    assert (volume.operation, volume.size_gb, volume.updated_at) == ("", 200, updated)
    volume_desk.delete_volume(world, volume.id)
    assert volume.operation == "deleting__detaching_volume"
    await clock.advance(3)
    world.tick()
    assert volume.operation == "deleting__deleting_volume"
    await clock.advance(3)
    world.tick()
    assert (volume.state, volume.operation) == ("deleted", "")
    assert world.volume(volume.id) is volume


@pytest.mark.parametrize(
    ("size", "provider", "location", "status"),
    [(99, "verda", None, 400), (99, None, None, 400), (50, "acme", "FIN-01", 400), (5000, "gcp", None, 429)],
)
def test_volumes_the_service_refuses(
    size: int, provider: str | None, location: str | None, status: int
) -> None:
    world, _ = rich_world()
    with pytest.raises(Refusal) as refusal:
        volume_desk.create_volume(world, "data", size, provider, location)
    assert refusal.value.status == status


def test_a_small_volume_is_fine_elsewhere_and_a_name_is_taken_once() -> None:
    world, _ = rich_world()
    volume = volume_desk.create_volume(world, "data", 10, None, "US-EAST-1")
    assert volume.provider == "acme"
    with pytest.raises(Refusal) as refusal:
        volume_desk.create_volume(world, "data", 10, "acme", None)
    assert refusal.value.status == 409


def test_a_volume_on_its_way_out_is_not_mounted_any_more() -> None:
    world, _ = demo_world()
    volume = next(v for v in world.state.volumes.values() if v.name == "ckpt")
    volume_desk.delete_volume(world, volume.id)
    with pytest.raises(Refusal, match="ckpt is deleting") as refusal:
        world.create_session(replace(PLAIN, mounts=(Mount("ckpt", "/c"),)))
    assert refusal.value.status == 409
    assert volume.attached_to == ""

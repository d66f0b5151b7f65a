"""Volumes that go wrong: asked for by their name, or played on one that exists."""

from __future__ import annotations

import msgspec
import pytest

from mimiry_tui.simulator import volume_desk
from mimiry_tui.simulator.records import Refusal, Volume, WorldState
from mimiry_tui.simulator.scenario_desk import ScenarioDesk
from mimiry_tui.simulator.scenarios import Scenario
from mimiry_tui.simulator.world import World
from tests.support.clock import ManualClock
from tests.support.worlds import rich_world


def staged() -> tuple[ScenarioDesk, World, ManualClock]:
    world, clock = rich_world()
    return ScenarioDesk(world), world, clock


async def later(world: World, clock: ManualClock, seconds: float = 30) -> None:
    await clock.advance(seconds)
    world.tick()


def rest(volume: Volume) -> tuple[str, str, int]:
    return volume.state, volume.operation, volume.size_gb


def create(world: World, name: str) -> Volume:
    return volume_desk.create_volume(world, name, 100, "verda", "FIN-01")


async def test_a_creation_fails_and_what_is_left_can_be_deleted() -> None:
    _, world, clock = staged()
    volume = create(world, "my-sim-volume-create-fails")
    assert rest(volume) == ("submitted", "provisioning", 100)
    await later(world, clock)
    assert rest(volume) == ("failed", "", 100)
    volume_desk.delete_volume(world, volume.id)
    await later(world, clock)
    assert volume.state == "deleted"


async def test_a_creation_hangs_until_the_scenario_stops() -> None:
    desk, world, clock = staged()
    volume = create(world, "sim-volume-create-stuck")
    await later(world, clock, 600)
    assert rest(volume) == ("submitted", "provisioning", 100)
    desk.volumes.stop("volume-create-stuck", volume.id)
    assert rest(volume) == ("provisioned", "", 100)
    assert volume.updated_at == clock.now()


async def test_growing_fails_and_leaves_the_old_size() -> None:
    desk, world, clock = staged()
    volume = desk.volumes.ready("volume-resize-fails")
    volume_desk.extend_volume(world, volume.id, 200)
    assert rest(volume) == ("provisioned", "resizing", 100)
    await later(world, clock)
    assert rest(volume) == ("provisioned", "", 100)
    desk.volumes.stop("volume-resize-fails", volume.id)
    volume_desk.extend_volume(world, volume.id, 200)
    await later(world, clock)
    assert rest(volume) == ("provisioned", "", 200)


async def test_growing_and_deleting_hang() -> None:
    desk, world, clock = staged()
    growing, going = desk.volumes.ready("volume-resize-stuck"), desk.volumes.ready("volume-delete-stuck")
    volume_desk.extend_volume(world, growing.id, 200)
    volume_desk.delete_volume(world, going.id)
    await later(world, clock, 600)
    assert rest(growing) == ("provisioned", "resizing", 100)
    assert rest(going) == ("provisioned", "deleting__detaching_volume", 100)
    desk.volumes.stop("volume-delete-stuck", going.id)
    await later(world, clock)
    assert going.state == "deleted"


async def test_deleting_fails_and_the_volume_stays() -> None:
    desk, world, clock = staged()
    volume = desk.volumes.ready(name="data", size_gb=300, location="FIN-03")
    desk.volumes.play("volume-delete-fails", volume.id)
    volume_desk.delete_volume(world, volume.id)
    await later(world, clock)
    assert rest(volume) == ("provisioned", "", 300)


async def test_what_every_volume_plays_stops_for_every_volume() -> None:
    desk, world, clock = staged()
    desk.play("volume-create-stuck")
    first, second = create(world, "one"), create(world, "two")
    await later(world, clock)
    assert (first.operation, second.operation) == ("provisioning", "provisioning")
    desk.stop("volume-create-stuck")
    assert (first.state, second.state) == ("provisioned", "provisioned")


@pytest.mark.parametrize(
    ("deed", "scenario", "status"),
    [
        ("create", "volume-create-500", 500),
        ("resize", "volume-resize-500", 500),
        ("delete", "volume-delete-500", 500),
        ("delete", "volume-delete-409", 409),
    ],
)
def test_a_deed_is_refused_and_no_other(deed: str, scenario: str, status: int) -> None:
    desk, _, _ = staged()
    volume = desk.volumes.ready(scenario)
    name, volume_id = volume.name, None if deed == "create" else volume.id
    with pytest.raises(Refusal) as refusal:
        desk.volumes.refuse(deed, volume_id, name)
    assert refusal.value.status == status
    for other in {"create", "resize", "delete"} - {deed}:
        desk.volumes.refuse(other, volume.id, name)


def test_a_volume_plays_what_it_is_called_and_keeps_it_over_a_restart() -> None:
    desk, world, _ = staged()
    volume = create(world, "sim-volume-delete-lost")
    assert desk.volumes.is_lost("delete", volume.id)
    assert not desk.volumes.is_lost("resize", volume.id)
    kept = msgspec.json.decode(msgspec.json.encode(world.state), type=WorldState)
    assert list(kept.volumes[volume.id].scenarios) == [Scenario.VOLUME_DELETE_LOST]
    with pytest.raises(KeyError):
        desk.volumes.find("nobody")
    with pytest.raises(ValueError, match="nonsense"):
        desk.volumes.play("nonsense", volume.id)


@pytest.mark.parametrize("scenario", [each for each in Scenario if each.is_of_volumes])
def test_every_scenario_of_volumes_can_be_staged_once(scenario: Scenario) -> None:
    desk, world, _ = staged()
    desk.stage(scenario)
    desk.stage(scenario)
    if scenario.is_of_requests:
        assert list(world.state.scenarios) == [scenario]
        assert not world.state.volumes
    else:
        (volume,) = world.state.volumes.values()
        assert (volume.name, list(volume.scenarios)) == (scenario.session_name, [scenario])
        begun = scenario.startswith("volume-create")
        assert volume.operation == ("provisioning" if begun else "")

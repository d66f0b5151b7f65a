"""What one can do with volumes: create, grow, delete, each followed by steps that take their time."""

from __future__ import annotations

from mimiry_tui.simulator import pace as base
from mimiry_tui.simulator.catalog import LISTINGS
from mimiry_tui.simulator.records import Refusal, Volume, VolumeStep
from mimiry_tui.simulator.scenarios import Scenario, asked_for
from mimiry_tui.simulator.world import World

_MINIMUM_GB = {"verda": 100}
_HOME = ("verda", "FIN-01")


def create_volume(
    world: World, name: str, size_gb: int, provider: str | None, location: str | None
) -> Volume:
    """Accept a new volume; raises `Refusal` (400 size or place, 409 name taken, 429 quota)."""
    world.tick()
    provider, location = _place(provider, location)
    minimum = _MINIMUM_GB.get(provider, 1)
    if size_gb < minimum:
        raise Refusal(400, "validation_error", f"size_gb must be at least {minimum} at {provider}")
    kept = [volume for volume in world.state.volumes.values() if volume.state != "deleted"]
    if any(volume.name == name for volume in kept):
        raise Refusal(409, "name_taken", f"a volume named {name} exists")
    _check_quota(world, size_gb)
    return admit_volume(world, name, size_gb, provider, location)


def admit_volume(world: World, name: str, size_gb: int, provider: str, location: str) -> Volume:
    """Take a new volume in whatever the limits say."""
    now, volume_id = world.clock.now(), world.new_id()
    volume = Volume(volume_id, name, size_gb, provider, location, now, now, now + world.read_cache)
    at = now + world.pace(volume_id).takes(base.VOLUME_PROVISION)
    volume.scenarios = dict.fromkeys(sorted(asked_for(name)), now)
    fails = _plays(world, volume, Scenario.VOLUME_CREATE_FAILS)
    volume.pending.append(VolumeStep(at, "", "failed" if fails else "provisioned"))
    world.state.volumes[volume_id] = volume
    return volume


def extend_volume(world: World, volume_id: str, size_gb: int) -> Volume:
    """Begin to grow a volume; raises `Refusal` (400 not larger, 404, 409 busy or deleted, 429 quota)."""
    now = world.tick()
    volume = world.volume(volume_id)
    _check_at_rest(volume)
    if size_gb <= volume.size_gb:
        raise Refusal(400, "validation_error", f"new size must be larger than {volume.size_gb} GB")
    _check_quota(world, size_gb - volume.size_gb)
    volume.operation = "resizing"
    at = now + world.pace(f"resize/{volume_id}/{size_gb}").takes(base.VOLUME_RESIZE)
    fails = _plays(world, volume, Scenario.VOLUME_RESIZE_FAILS)
    volume.pending.append(VolumeStep(at, "", size_gb=None if fails else size_gb))
    return volume


def delete_volume(world: World, volume_id: str) -> Volume:
    """Begin to delete a volume, a failed one too; raises `Refusal` 404, or 409 while attached, busy or
    already deleted."""
    now = world.tick()
    volume = world.volume(volume_id)
    if volume.attached_to:
        owner = world.state.sessions[volume.attached_to].launch.name
        raise Refusal(409, "volume_attached", f"volume {volume.name} is attached to session {owner}")
    if volume.state != "failed":
        _check_at_rest(volume)
    pace = world.pace(f"delete/{volume_id}")
    volume.operation = "deleting__detaching_volume"
    detached = now + pace.takes(base.VOLUME_DETACH)
    volume.pending.append(VolumeStep(detached, "deleting__deleting_volume"))
    fails = _plays(world, volume, Scenario.VOLUME_DELETE_FAILS)
    gone = detached + pace.takes(base.VOLUME_DELETE)
    volume.pending.append(VolumeStep(gone, "", None if fails else "deleted"))
    return volume


def _plays(world: World, volume: Volume, scenario: Scenario) -> bool:
    return scenario in volume.scenarios or scenario in world.state.scenarios


def _check_at_rest(volume: Volume) -> None:
    if volume.state != "provisioned" or volume.operation:
        state = volume.operation or volume.state
        raise Refusal(409, "invalid_state", f"volume {volume.name} is {state}")


def _check_quota(world: World, more_gb: int) -> None:
    used = sum(v.size_gb for v in world.state.volumes.values() if v.state != "deleted")
    if used + more_gb > world.rules.volume_gb:
        raise Refusal(429, "quota_exceeded", f"volume_gb quota exceeded (limit {world.rules.volume_gb})")


def _place(provider: str | None, location: str | None) -> tuple[str, str]:
    """The place asked for, or the first that fits, or the service's own choice."""
    places = [(entry.provider, place) for entry in LISTINGS for place in entry.usual_stock]
    if (provider, location) == (None, None):
        return _HOME
    for candidate in places:
        if provider in (None, candidate[0]) and location in (None, candidate[1]):
            return candidate
    raise Refusal(400, "validation_error", "no such provider and location")

"""Rules about the volumes: are they there, free, and in one place."""

from __future__ import annotations

from dataclasses import replace

from mimiry_tui.domain.launching.checks import Check, Fix, Mark
from mimiry_tui.domain.launching.draft import Field, MountWish
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.launching.placing import volume_of
from mimiry_tui.domain.launching.preflight_case import Case, as_known, unknown
from mimiry_tui.domain.launching.storage import held_by
from mimiry_tui.domain.volumes import Volume, VolumeStatus

_BUSY = {
    VolumeStatus.CREATING: "is still being created: wait until it is there",
    VolumeStatus.DELETING: "is being deleted",
    VolumeStatus.DELETED: "was deleted",
    VolumeStatus.FAILED: "failed",
}


def volumes_fit(case: Case) -> Check | None:
    """Every volume exists, is at rest, is held by nobody else, and all are in one location."""
    mounts, volumes = case.draft.mounts, case.picture.volumes
    if not mounts:
        return None
    title = "volume fits" if len(mounts) == 1 else "volumes fit"
    if volumes.as_of is None:
        return unknown(title, "volumes", volumes, Field.STORAGE)
    found = [(mount, volume_of(mount, volumes.value)) for mount in mounts]
    known = [volume for _, volume in found if volume is not None]
    if (apart := _apart(known, mounts)) is not None:
        # Volumes never move: however old the list is, this holds.
        mark, reason, culprit = apart
        return Check(title, mark, reason, Field.STORAGE, _without(case, culprit))
    looks = [_look(mount, volume, case.picture) for mount, volume in found]
    looks += [_namesake(mount, volumes.value) for mount in mounts]
    for mark in (Mark.BAD, Mark.WARN):
        said = next((look for look in looks if look is not None and look[0] is mark), None)
        if said is not None:
            _, reason, culprit = said
            fix = _without(case, culprit) if mark is Mark.BAD else None
            return as_known(Check(title, mark, reason, Field.STORAGE, fix), volumes, case.now)
    if trouble := case.problem(Field.STORAGE):
        return Check(title, Mark.BAD, trouble, Field.STORAGE)
    names = ", ".join(mount.volume_name for mount in mounts)
    location = next((volume.location for _, volume in found if volume is not None and volume.location), "")
    verb = "is" if len(mounts) == 1 else "are"
    return Check(title, Mark.OK, f"{names} {verb} in {location} and free", Field.STORAGE)


_Look = tuple[Mark, str, MountWish]


def _look(mount: MountWish, volume: Volume | None, picture: Picture) -> _Look | None:
    """What speaks against mounting this one; None for nothing."""
    name = mount.volume_name
    if volume is None:
        return Mark.BAD, f"{name} is gone", mount
    if volume.status in _BUSY:
        return Mark.BAD, f"{name} {_BUSY[volume.status]}", mount
    if volume.attached_to:
        return _held(mount, volume, picture)
    if volume.status is VolumeStatus.RESIZING:
        return Mark.WARN, f"{name} is being resized", mount
    if volume.status is VolumeStatus.UNKNOWN:
        return Mark.WARN, f"{name} is {volume.operation or volume.state or 'in an unknown state'}", mount
    return (Mark.WARN, f"nobody says where {name} is", mount) if not volume.location else None


def _held(mount: MountWish, volume: Volume, picture: Picture) -> _Look:
    name, holder = mount.volume_name, held_by(volume, picture)
    if holder:
        return Mark.BAD, f"{name} is held by {holder} until it ends", mount
    return Mark.WARN, f"{name} is not yet released by its session, which has ended", mount


def _apart(volumes: list[Volume], mounts: tuple[MountWish, ...]) -> _Look | None:
    """Volumes of two locations cannot meet in one session."""
    placed = [volume for volume in volumes if volume.location]
    first = placed[0] if placed else None
    other = next((volume for volume in placed if first and volume.location != first.location), None)
    if first is None or other is None:
        return None
    culprit = next(one for one in mounts if other.id == one.volume_id or other.name == one.volume_name)
    return Mark.BAD, f"{first.name} is in {first.location}, {other.name} in {other.location}", culprit


def _namesake(mount: MountWish, volumes: tuple[Volume, ...]) -> _Look | None:
    """Volumes are mounted by name: of two that share one, the service takes whichever it finds."""
    name = mount.volume_name
    known = [one for one in volumes if one.name == name and one.status is not VolumeStatus.DELETED]
    return (Mark.WARN, f"{len(known)} volumes are called {name}", mount) if len(known) > 1 else None


def _without(case: Case, culprit: MountWish) -> Fix:
    kept = tuple(mount for mount in case.draft.mounts if mount != culprit)
    return Fix(f"leave {culprit.volume_name} out", replace(case.draft, mounts=kept))

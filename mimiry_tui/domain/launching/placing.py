"""Where a launch asks to run, and who says so."""

from __future__ import annotations

from collections.abc import Iterable

from mimiry_tui.domain.launching.checks import Place
from mimiry_tui.domain.launching.draft import Draft, MountWish
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.volumes import Volume, VolumeStatus


def place_of(draft: Draft, picture: Picture) -> Place:
    """The hints that go out with it; an empty one is left out of the request.

    A mounted volume settles its provider and location: it mounts only there (Mimiry compute API,
    volumes). Else what the user typed counts, "" meaning none; else what all picked offers share.
    """
    volume = next((one for one in mounted(draft, picture) if one.provider or one.location), None)
    provider = volume.provider if volume and volume.provider else draft.provider
    location = volume.location if volume and volume.location else draft.location
    shared_provider, shared_location = _shared(draft, provider, location)
    place = (
        shared_provider if provider is None else provider.strip(),
        shared_location if location is None else location.strip(),
    )
    if volume is not None:
        return Place(*place, because=f"the volume {volume.name}")
    if draft.provider is not None or draft.location is not None:
        return Place(*place, because="you")
    several = "the offers" if len(draft.picks) > 1 else "the offer"
    return Place(*place, because=several if any(place) else "")


def mounted(draft: Draft, picture: Picture) -> tuple[Volume, ...]:
    """The volumes that are to be mounted, as far as they are known, in the order of the form."""
    found = (volume_of(wish, picture.volumes.value) for wish in draft.mounts)
    return tuple(volume for volume in found if volume is not None)


def volume_of(wish: MountWish, volumes: Iterable[Volume]) -> Volume | None:
    """The volume that is meant: by its id, or by name where the id is unknown or gone.

    A copy of a session knows its volumes by name only, as the service does.
    """
    volumes = tuple(volumes)
    if wish.volume_id:
        same = next((one for one in volumes if one.id == wish.volume_id), None)
        if same is not None:
            return same
    named = [one for one in volumes if one.name == wish.volume_name and wish.volume_name]
    kept = [one for one in named if one.status is not VolumeStatus.DELETED]
    return next(iter(kept or named), None)


def _shared(draft: Draft, provider: str | None, location: str | None) -> tuple[str, str]:
    """The provider and location of all picks that fit what is settled already; empty where they differ."""
    if draft.by_criteria:
        return "", ""
    fitting = [
        pick for pick in draft.picks if _agrees(provider, pick.provider) and _agrees(location, pick.location)
    ]
    return _one({pick.provider for pick in fitting}), _one({pick.location for pick in fitting})


def _agrees(settled: str | None, offered: str) -> bool:
    return not settled or settled.strip().casefold() == offered.casefold()


def _one(values: set[str]) -> str:
    return values.pop() if len(values) == 1 else ""

"""What speaks against the volumes of a draft: they live in one place, and one session holds them."""

from __future__ import annotations

from collections import Counter

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.launching.mount_paths import normal_path, path_trouble
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.launching.placing import mounted, volume_of
from mimiry_tui.domain.plain_text import is_plain
from mimiry_tui.domain.volumes import Volume, VolumeStatus

_UNMOUNTABLE = {
    VolumeStatus.DELETED: "is deleted",
    VolumeStatus.DELETING: "is being deleted",
    VolumeStatus.FAILED: "has failed",
}


def storage_troubles(draft: Draft, picture: Picture) -> list[str]:
    """Why these mounts cannot be asked for, one short sentence each."""
    # What may have changed since keeps nothing from being sent once the list cannot be read: the
    # service has the last word. Where a volume lives never changes.
    states = [] if picture.volumes.trouble else _states(draft, picture)
    return [*_names(draft, picture), *_paths(draft), *states, *_places(draft, picture)]


def held_by(volume: Volume, picture: Picture) -> str:
    """What to call the session that keeps others from mounting it; "" where none does.

    A holder that has ended lets go by itself; one that is not in the list is taken for alive, since
    the service says that it holds the volume.
    """
    if not volume.attached_to:
        return ""
    holder = picture.session(volume.attached_to)
    if holder is None:
        return f"session {volume.attached_to[:8]}"
    return (holder.name or f"session {holder.id[:8]}") if holder.is_live else ""


def why_not_mountable(volume: Volume, picture: Picture) -> str:
    """Why no new session can have this volume, or "": "held by train-llama until it ends"."""
    if volume.status in _UNMOUNTABLE:
        return _UNMOUNTABLE[volume.status]
    holder = held_by(volume, picture)
    return f"held by {holder} until it ends" if holder else ""


def _names(draft: Draft, picture: Picture) -> list[str]:
    unknown = [wish for wish in draft.mounts if volume_of(wish, picture.volumes.value) is None]
    troubles = (
        ["a volume without a name cannot be mounted"] if any(not w.volume_name for w in unknown) else []
    )
    troubles += [
        "a volume's name cannot be sent" for w in unknown if w.volume_name and not is_plain(w.volume_name)
    ]
    if picture.volumes.as_of is not None and not picture.volumes.trouble:
        troubles += [f"{wish.volume_name} is gone" for wish in unknown if wish.volume_name]
    chosen = [volume_of(wish, picture.volumes.value) for wish in draft.mounts]
    counted = Counter(
        known.name if known else wish.volume_name for known, wish in zip(chosen, draft.mounts, strict=True)
    )
    return troubles + [f"{name} is mounted {n} times" for name, n in counted.items() if n > 1 and name]


def _paths(draft: Draft) -> list[str]:
    troubles = [
        f"{wish.volume_name}: {trouble}" for wish in draft.mounts if (trouble := path_trouble(wish.path))
    ]
    right = [normal_path(wish.path) for wish in draft.mounts if not path_trouble(wish.path)]
    return troubles + [f"{path} is used {n} times" for path, n in Counter(right).items() if n > 1]


def _states(draft: Draft, picture: Picture) -> list[str]:
    return [
        f"{volume.name} {'is ' if why.startswith('held') else ''}{why}"
        for volume in mounted(draft, picture)
        if (why := why_not_mountable(volume, picture))
    ]


def _places(draft: Draft, picture: Picture) -> list[str]:
    """Two volumes that no session can have together. What a volume does not tell speaks against nothing."""
    placed = mounted(draft, picture)
    for number, one in enumerate(placed):
        for other in placed[number + 1 :]:
            if _apart(one.location, other.location) or _apart(one.provider, other.provider):
                return [
                    f"{one.name} is in {one.where}, {other.name} in {other.where}: "
                    "a session reaches only volumes of its own place"
                ]
    return []


def _apart(one: str, other: str) -> bool:
    return bool(one and other and one.casefold() != other.casefold())

"""The lines of the Storage section: each volume, whether it is mounted, and what speaks against it. Pure."""

from __future__ import annotations

from dataclasses import replace

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launching.draft import Draft, MountWish
from mimiry_tui.domain.launching.mount_paths import normal_path, path_trouble, suggest_path
from mimiry_tui.domain.launching.placing import volume_of
from mimiry_tui.domain.launching.storage import why_not_mountable
from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.ui.launch.section import Edit, View
from mimiry_tui.ui.widgets.cells import Tone

_MOVING = {VolumeStatus.CREATING: "being created", VolumeStatus.RESIZING: "being resized"}


@dataclass(frozen=True, slots=True)
class MountRow:
    """One volume as it stands to the draft."""

    id: str
    name: str
    size_gb: int | None
    provider: str
    location: str
    wish: MountWish | None
    """How it is to be mounted; None where it is not."""
    against: str = ""
    """Why it cannot be mounted, in words; "" for nothing."""
    note: tuple[str, ...] = ()
    """What is good to know, the longest version first."""
    tone: Tone = "dim"
    trouble: str = ""
    """What is wrong with it as it is wished for."""

    @property
    def is_mounted(self) -> bool:
        return self.wish is not None

    @property
    def may_toggle(self) -> bool:
        """What cannot be mounted can still be left out."""
        return self.is_mounted or not self.against


def mount_rows(view: View) -> tuple[MountRow, ...]:
    """What was chosen and is in no list first, then every volume by name."""
    draft, picture = view.draft, view.picture
    volumes = picture.volumes.value
    known = [(wish, volume_of(wish, volumes)) for wish in draft.mounts]
    wishes = {volume.id: wish for wish, volume in known if volume is not None}
    mounted = tuple(volume for _, volume in known if volume is not None)
    settling = next((one for one in mounted if one.location or one.provider), None)
    gone = "gone" if picture.volumes.as_of is not None and not picture.volumes.trouble else "not known yet"
    lost = tuple(
        MountRow(
            f"{wish.volume_id}|{wish.volume_name}",
            wish.volume_name or wish.volume_id,
            size_gb=None,
            provider="",
            location="",
            wish=wish,
            against=gone,
            note=(gone,),
            tone="bad" if gone == "gone" else "warn",
            trouble=_path_trouble(wish, draft),
        )
        for wish, volume in known
        if volume is None
    )
    shown = [one for one in volumes if one.id in wishes or one.status is not VolumeStatus.DELETED]
    shown.sort(key=lambda volume: (volume.name.casefold(), volume.id))
    return lost + tuple(_row(one, wishes.get(one.id), mounted, settling, view) for one in shown)


def grounds_of_rows(view: View) -> tuple[object, ...]:
    """Everything that `mount_rows` looks at."""
    picture = view.picture
    volumes = picture.volumes
    return (
        view.draft.mounts,
        volumes.value,
        volumes.as_of is None,
        volumes.trouble,
        picture.sessions.value,
    )


def _row(
    volume: Volume, wish: MountWish | None, mounted: tuple[Volume, ...], settling: Volume | None, view: View
) -> MountRow:
    against, short = _against(volume, wish, mounted, view)
    row = MountRow(
        volume.id,
        volume.name or volume.id,
        volume.size_gb,
        volume.provider,
        volume.location,
        wish,
        against,
        note=(against, short) if against else (),
        tone="bad" if wish is not None else "dim",
        trouble=_path_trouble(wish, view.draft) if wish is not None else "",
    )
    if against:
        return row
    if stale := _once_said(volume, view):
        return replace(row, note=(f"{stale}, as last known", f"was {stale}"), tone="warn")
    if volume.status in _MOVING:
        return replace(row, note=(_MOVING[volume.status],), tone="warn")
    if volume.attached_to:
        return replace(row, note=("not yet released by its session, which has ended", "not yet released"))
    if volume.status is VolumeStatus.UNKNOWN:
        return replace(row, note=(volume.operation or volume.state or "in an unknown state",), tone="warn")
    if wish is None:
        return row
    if not volume.location:
        return replace(row, note=("nobody says where it is",), tone="warn")
    if settling is not None and volume.id == settling.id:
        where = volume.location
        versions = (f"settles the location: {where}", f"settles {where}", "settles it")
        return replace(row, note=versions, tone="good")
    return row


def _against(
    volume: Volume, wish: MountWish | None, mounted: tuple[Volume, ...], view: View
) -> tuple[str, str]:
    """Why it cannot be mounted beside the others, at length and shortly."""
    why = _said_against(volume, view)
    # What may have changed since forbids nothing once the list cannot be read: the service has the last word.
    if why and not view.picture.volumes.trouble:
        return why, why.removesuffix(" until it ends")
    # The one chosen first stays; what came after it does not fit it.
    others = mounted if wish is None else mounted[: [one.id for one in mounted].index(volume.id)]
    for other in others:
        for here, there in ((volume.location, other.location), (volume.provider, other.provider)):
            if here and there and here.casefold() != there.casefold():
                return f"in {here}, {other.name} is in {there}", f"not in {there}"
    return "", ""


def _said_against(volume: Volume, view: View) -> str:
    return why_not_mountable(volume, view.picture).removeprefix("is ").removeprefix("has ")


def _once_said(volume: Volume, view: View) -> str:
    """What spoke against it when the list of volumes could last be read, where it cannot be now."""
    return _said_against(volume, view).removesuffix(" until it ends") if view.picture.volumes.trouble else ""


def _path_trouble(wish: MountWish, draft: Draft) -> str:
    trouble = path_trouble(wish.path)
    if trouble:
        return trouble
    others = [one for one in draft.mounts if normal_path(one.path) == normal_path(wish.path)]
    return f"{normal_path(wish.path)} is used {len(others)} times" if len(others) > 1 else ""


# What becomes of the draft


def toggle_mount(row: MountRow) -> Edit:
    """Mounted where its name suggests, or not any more."""

    def edit(draft: Draft) -> Draft:
        kept = tuple(wish for wish in draft.mounts if not _means(wish, row))
        if len(kept) < len(draft.mounts):
            return replace(draft, mounts=kept)
        path = suggest_path(row.name, [wish.path for wish in kept])
        return replace(draft, mounts=(*kept, MountWish(row.id, row.name, path)))

    return edit


def set_path(row: MountRow, path: str) -> Edit:
    """Mounted there; nothing where it is not mounted any more."""

    def edit(draft: Draft) -> Draft:
        mounts = tuple(replace(wish, path=path) if _means(wish, row) else wish for wish in draft.mounts)
        return replace(draft, mounts=mounts)

    return edit


def _means(wish: MountWish, row: MountRow) -> bool:
    if row.wish is not None:
        # A copy of a session knows its volumes by name only.
        return (wish.volume_id, wish.volume_name) == (row.wish.volume_id, row.wish.volume_name)
    return wish.volume_id == row.id

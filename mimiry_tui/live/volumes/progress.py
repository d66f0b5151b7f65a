"""What a volume as it is now says of what was asked of it."""

from __future__ import annotations

from enum import StrEnum

from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.live.volumes.task import Task, TaskKind


class Progress(StrEnum):
    """How far a volume shows a task to be."""

    NOTHING = "nothing"
    """It is as if nobody had asked."""
    UNDER_WAY = "under way"
    DONE = "done"
    BROKEN = "broken"
    """It failed, or is something in which the task makes no sense."""


_OVER = frozenset({VolumeStatus.FAILED, VolumeStatus.DELETED})


def progress_of(task: Task, volume: Volume) -> Progress:
    """How far the task is, by the volume's own words."""
    match task.kind:
        case TaskKind.CREATE:
            return _created(volume.status)
        case TaskKind.EXTEND:
            return _extended(volume, task.size_gb)
        case TaskKind.DELETE:
            if volume.status is VolumeStatus.DELETING:
                return Progress.UNDER_WAY
            return Progress.DONE if volume.status is VolumeStatus.DELETED else Progress.NOTHING


def found_to_be(kind: TaskKind, volume: Volume) -> str:
    """What it is, said with a task that came to nothing."""
    if kind is TaskKind.EXTEND and volume.size_gb is not None and volume.status not in _OVER:
        return f"it still has {volume.size_gb:,} GB"
    if volume.status is VolumeStatus.FAILED:
        return "it has failed"
    return f"it is {volume.status.value}"


def given_up(kind: TaskKind, volume: Volume, *, begun: bool) -> str:
    """What is said where an accepted task came to nothing, after it was begun or not."""
    return f"{'the service gave up,' if begun else 'accepted, but'} {found_to_be(kind, volume)}"


def _created(status: VolumeStatus) -> Progress:
    if status in _OVER:
        return Progress.BROKEN
    # A state nobody has heard of is waited out: it may be one more on the way.
    return Progress.UNDER_WAY if status in (VolumeStatus.CREATING, VolumeStatus.UNKNOWN) else Progress.DONE


def _extended(volume: Volume, wanted_gb: int) -> Progress:
    if volume.status in _OVER or volume.status is VolumeStatus.DELETING:
        return Progress.BROKEN
    if volume.status is VolumeStatus.RESIZING:
        return Progress.UNDER_WAY
    return Progress.DONE if (volume.size_gb or 0) >= wanted_gb else Progress.NOTHING

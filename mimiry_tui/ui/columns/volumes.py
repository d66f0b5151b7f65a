"""The volumes pane's columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mimiry_tui.domain.durations import age
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.ui import glyphs
from mimiry_tui.ui.columns.common import (
    NOTHING,
    age_cell,
    key_of,
    name_column,
    readable,
    state_column,
    text_of,
    where_column,
)
from mimiry_tui.ui.widgets.cells import Cell, Span, Tone, cell
from mimiry_tui.ui.widgets.table_model import Column

VolumeRow = Volume | Unreadable


def volume_columns(
    session_name: Callable[[str], str], moving_since: Callable[[Volume], datetime | None]
) -> list[Column[VolumeRow]]:
    """Columns of the volumes pane; the callables name a session and tell when an operation began."""
    return [
        state_column(lambda row: glyphs.volume_span(row.status), lambda row: row.status.value),
        name_column(lambda row: (row.name, row.id), min_width=9, weight=2),
        Column(
            key="size",
            title="GB",
            render=readable(lambda row, now: cell(f"{row.size_gb:,}", "text") if row.size_gb else NOTHING),
            text=text_of(lambda row: str(row.size_gb or "")),
            sort=key_of(lambda row: row.size_gb),
            width=6,
            align="right",
        ),
        where_column(lambda row: row.where, lambda row: row.location or row.provider, min_width=8, weight=2),
        Column(
            key="attached",
            title="ATTACHED",
            render=readable(lambda row, now: _use(row, session_name, moving_since(row), now)),
            text=text_of(lambda row: f"{row.status.value} {session_name(row.attached_to)}"),
            sort=key_of(lambda row: (row.status.value, session_name(row.attached_to))),
            min_width=11,
            weight=4,
        ),
        Column(
            key="age",
            title="AGE",
            render=readable(lambda row, now: age_cell(row.created_at, None, now, "dim")),
            text=text_of(lambda row: ""),
            sort=key_of(lambda row: row.created_at),
            width=7,
            align="right",
            drop=1,
        ),
    ]


def volume_tone(row: VolumeRow) -> Tone | None:
    """Deleted volumes recede."""
    return "dim" if isinstance(row, Volume) and row.status is VolumeStatus.DELETED else None


def _use(volume: Volume, session_name: Callable[[str], str], since: datetime | None, now: datetime) -> Cell:
    if volume.status.is_moving:
        if since is None:
            return cell(volume.status.value, "warn")
        elapsed = age(now - since)
        return cell(f"{volume.status.value} {elapsed.text}", "warn", changes_in=elapsed.changes_in)
    if volume.status is VolumeStatus.ATTACHED:
        return cell(session_name(volume.attached_to), "bright")
    if volume.status is VolumeStatus.FREE:
        return cell("free", "dim")
    if volume.status is VolumeStatus.FAILED:
        return cell("failed", "bad")
    return Cell((Span(volume.state or volume.status.value, "dim"),))

"""The volumes pane's columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from rich.cells import cell_len

from mimiry_tui.domain.durations import age
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import DEFAULT_CURRENCY, Money
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.volume_use import is_orphan
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
from mimiry_tui.ui.columns.extras import volume_extras
from mimiry_tui.ui.widgets.cells import Cell, Span, Tone, cell
from mimiry_tui.ui.widgets.table.model import Column

if TYPE_CHECKING:
    from mimiry_tui.live.volumes.task import Task

VolumeRow = Volume | Unreadable
_UNUSED = "unused"
_LEAST_SIZE, _MOST_SIZE = 4, 9
_MOST_NAME, _MOST_PLACE = 28, 16
"""No name takes all of the line: what happens to a volume is said there too."""
_WANTED_USE = 24


class Known(Protocol):
    """What is known of a volume beyond its record."""

    def session_name(self, session_id: str) -> str: ...

    def moving_since(self, volume: Volume) -> datetime | None:
        """When its operation was first seen: the service does not tell when it began."""
        ...

    def used_until(self, volume: Volume) -> datetime | None: ...

    def asked_of(self, volume_id: str) -> Task | None:
        """What was asked of it here."""
        ...


@dataclass(frozen=True, slots=True)
class Needs:
    """How wide what the rows have to say is, in cells."""

    name: int = 0
    size: int = _LEAST_SIZE
    where: int = 0
    provider: int = 0
    cost: bool = True
    """Whether a cost is told of any."""
    is_somewhere: bool = True
    """Whether a place is told of any."""


def needs_of(rows: Iterable[VolumeRow]) -> Needs:
    """The needs of these rows."""
    told = [row for row in rows if isinstance(row, Volume)]
    return Needs(
        name=_longest((row.name or row.id for row in told), _MOST_NAME),
        size=max(_LEAST_SIZE, _longest((f"{row.size_gb or 0:,}" for row in told), _MOST_SIZE)),
        where=_longest((_place(row) for row in told), _MOST_PLACE),
        provider=_longest((row.provider for row in told), _MOST_PLACE),
        cost=any(row.rate is not None for row in told),
        is_somewhere=not told or any(row.where for row in told),
    )


def volume_columns(known: Known, needs: Needs | None = None) -> list[Column[VolumeRow]]:
    """Columns of the volumes pane; without a cost, or a place, where that is known to be told of none."""
    needs = needs or Needs()
    told = {"cost": needs.cost, "where": needs.is_somewhere}
    return [column for column in _all_columns(known, needs) if told.get(column.key, True)]


def _all_columns(known: Known, needs: Needs) -> list[Column[VolumeRow]]:
    return [
        state_column(lambda row: _sign(row, known), lambda row: row.status.value),
        name_column(lambda row: (row.name, row.id), min_width=9, weight=2, want=needs.name),
        Column(
            key="size",
            title="GB",
            render=readable(lambda row, now: cell(f"{row.size_gb:,}", "text") if row.size_gb else NOTHING),
            text=text_of(lambda row: str(row.size_gb or "")),
            sort=key_of(lambda row: row.size_gb),
            width=needs.size,
            align="right",
            about="its size in GB",
        ),
        where_column(lambda row: row.where, _place, min_width=6, weight=1, want=needs.where),
        Column(
            key="provider",
            title="PROVIDER",
            render=readable(lambda row, now: cell(row.provider) if row.provider else NOTHING),
            text=text_of(lambda row: row.provider),
            sort=key_of(lambda row: row.provider.casefold()),
            min_width=8,
            want=needs.provider,
            drop=3,
            about="whose disk it is",
        ),
        Column(
            key="attached",
            title="ATTACHED",
            render=readable(lambda row, now: _use(row, known, now)),
            text=text_of(lambda row: f"{row.status.value} {known.session_name(row.attached_to)}"),
            sort=key_of(lambda row: (row.status.value, known.session_name(row.attached_to))),
            min_width=11,
            want=_WANTED_USE,
            weight=6,
            about="who has it, or what happens to it",
        ),
        Column(
            key="cost",
            title="€/DAY",
            render=readable(lambda row, now: _per_day(row.rate)),
            text=text_of(lambda row: ""),
            sort=key_of(lambda row: row.rate.amount if row.rate else None),
            width=6,
            align="right",
            drop=2,
            about="price per day",
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
            about="since it was made",
        ),
        *volume_extras(),
    ]


def volume_tone(row: VolumeRow) -> Tone | None:
    """Deleted volumes recede."""
    return "dim" if isinstance(row, Volume) and row.status is VolumeStatus.DELETED else None


def deleted(row: VolumeRow) -> bool:
    """Whether a row belongs after all volumes that exist, whatever the sorting."""
    return isinstance(row, Unreadable) or row.status is VolumeStatus.DELETED


def _place(volume: Volume) -> str:
    return volume.location or volume.provider


def _longest(texts: Iterable[str], most: int) -> int:
    return min(most, max((cell_len(text[:most]) for text in texts), default=0))


def _sign(volume: Volume, known: Known) -> Span:
    task = known.asked_of(volume.id)
    if task is not None and task.is_loud:
        return Span(glyphs.FAILED, "bad")
    if task is not None and task.is_pending:
        return Span(glyphs.MOVING, "warn")
    return glyphs.volume_span(volume.status)


def _use(volume: Volume, known: Known, now: datetime) -> Cell:
    """What was asked of it, else what it is doing, else who has it."""
    task = known.asked_of(volume.id)
    if task is not None and (task.is_pending or task.is_loud):
        said = task.says(now)
        return cell(said.text, "bad" if task.is_loud else "warn", changes_in=said.changes_in)
    if volume.status.is_moving:
        since = known.moving_since(volume)
        if since is None:
            return cell(volume.status.value, "warn")
        elapsed = age(now - since)
        return cell(f"{volume.status.value} {elapsed.text}", "warn", changes_in=elapsed.changes_in)
    if volume.status is VolumeStatus.ATTACHED:
        return cell(known.session_name(volume.attached_to), "bright")
    if volume.status is VolumeStatus.FREE:
        return _free(volume, known.used_until(volume), now)
    if volume.status is VolumeStatus.FAILED:
        return cell("failed", "bad")
    return Cell((Span(volume.state or volume.status.value, "dim"),))


def _free(volume: Volume, used_until: datetime | None, now: datetime) -> Cell:
    if used_until is None or not is_orphan(volume, used_until, now):
        return cell("free", "dim")
    idle = age(now - used_until)
    return cell(f"{_UNUSED} {idle.text.partition(' ')[0]}", "warn", changes_in=idle.changes_in)


def _per_day(rate: Money | None) -> Cell:
    """Volumes cost fractions of a cent per hour, so it is their day that is shown."""
    if rate is None:
        return NOTHING
    day = rate * 24
    return cell(day.figure() if day.currency == DEFAULT_CURRENCY else str(day), "text")

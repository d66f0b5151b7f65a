"""What deleting volumes means, in lines: which ones, what is on them, and why some cannot go now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.durations import short
from mimiry_tui.domain.money import Money, totals
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volume_deeds import may_delete, total_gb
from mimiry_tui.domain.volume_use import users
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ui.glyphs import volume_span
from mimiry_tui.ui.overview import labelled
from mimiry_tui.ui.toned import spans, toned
from mimiry_tui.ui.widgets.cells import Span

_NO_WAY_BACK = "everything on it is lost: there is no way back"
_NO_WAY_BACK_MANY = "everything on them is lost: there is no way back"
_SIZE, _AGE = 10, 8


def one_volume(volume: Volume, sessions: Sequence[Session], now: datetime) -> list[Content]:
    """Everything about the one volume that is to be deleted."""
    size = f"{volume.size_gb:,} GB" if volume.size_gb else "a size nobody told"
    where = f" at {volume.where}" if volume.where else ""
    made = f", made {short(now - volume.created_at)} ago" if volume.created_at else ""
    lines = [
        spans([volume_span(volume.status)]) + toned(f" {volume.name or volume.id}", "bright", bold=True),
        toned(volume.id, "dim"),
        Content(""),
        labelled("size", toned(size, "bright", bold=True) + toned(where, "text") + toned(made, "dim")),
        labelled("used by", _used(volume, sessions, now)),
    ]
    if volume.rate is not None:
        lines.append(labelled("saves", _a_day([volume.rate])))
    refused = may_delete(volume, sessions)
    words = toned(f"not now: {refused}", "warn") if refused else toned(_NO_WAY_BACK, "bad")
    return [*lines, Content(""), words]


def each_volume(
    volumes: Sequence[Volume], sessions: Sequence[Session], now: datetime, width: int
) -> list[Content]:
    """One line for each of several; of those that stay, why."""
    return [_row(volume, sessions, now, width) for volume in volumes]


def all_volumes(volumes: Sequence[Volume], sessions: Sequence[Session]) -> list[Content]:
    """What several volumes come to."""
    going = [volume for volume in volumes if not may_delete(volume, sessions)]
    staying = len(volumes) - len(going)
    if not going:
        return [toned("none of them can be deleted now", "warn")]
    saved = totals(volume.rate for volume in going if volume.rate is not None)
    lines = [
        labelled("deletes", toned(f"{len(going)} volumes · {total_gb(going):,} GB", "bright", bold=True)),
        *([labelled("saves", _a_day(saved))] if saved else []),
        *([labelled("stay", toned(f"{staying} in use", "warn"))] if staying else []),
    ]
    return [*lines, Content(""), toned(_NO_WAY_BACK_MANY, "bad")]


def _a_day(rates: Iterable[Money]) -> Content:
    day = " + ".join(f"{rate * 24}" for rate in rates)
    return toned(day, "good", bold=True) + toned(" a day", "dim")


def _used(volume: Volume, sessions: Iterable[Session], now: datetime) -> Content:
    known = list(sessions)
    holder = next((one for one in known if one.id == volume.attached_to), None)
    if volume.attached_to:
        return toned((holder.name if holder else "") or volume.attached_to, "bright", bold=True)
    before = [one for one in users(volume, known) if one.finished_at is not None]
    if not before:
        return toned("nobody now", "text") + toned(", nor by any session known here", "dim")
    last = max(before, key=lambda one: one.finished_at or now)
    ago = short(now - (last.finished_at or now))
    return toned("nobody now", "text") + toned(f", last by {last.name or last.id} {ago} ago", "dim")


def _row(volume: Volume, sessions: Sequence[Session], now: datetime, width: int) -> Content:
    refused = may_delete(volume, sessions)
    size = f"{volume.size_gb:,} GB" if volume.size_gb else "–"
    age = short(now - volume.created_at) if volume.created_at else "–"
    right = toned(f"{size:>{_SIZE}}", "bright") + toned(f"{age:>{_AGE}}", "dim")
    room = max(4, width - right.cell_length - 2)
    name = toned(volume.name or volume.id, "dim" if refused else "bright")
    words = toned(f" · {refused}" if refused else f" · {volume.where}", "warn" if refused else "dim")
    # A long name leaves room for who holds it, or for some of that.
    name = name.truncate(max(room - words.cell_length, room // 2), ellipsis=True)
    name = (name + words).truncate(room, ellipsis=True)
    sign = spans([volume_span(volume.status), Span(" ")])
    return sign + name.pad_right(max(0, room - name.cell_length)) + right

"""Columns that are shown only to those who ask for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from mimiry_tui.domain.durations import clock_time, short
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.scripts import gist
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ui.columns.common import NOTHING, age_cell, key_of, readable, text_of
from mimiry_tui.ui.session.figures import SOON, limit_left, running_since
from mimiry_tui.ui.widgets.cells import Cell, Tone, cell
from mimiry_tui.ui.widgets.table.model import Column

R = TypeVar("R")
_FIRST_TO_GO = 9
"""Where room is short, what was added goes before what everyone has."""
_PER_GB_DIGITS = 4
_BY_SECONDS, _BY_MINUTES = 600, 60
"""Seconds left below which each counts, and how many are told as one above."""
_SOONEST = 0.1
_WIDEST_TIME = 14
"""Cells of "28 Sep 12:59 pm" but its least telling one."""


def session_extras(clock: Callable[[], datetime]) -> list[Column[Session | Unreadable]]:
    """What the sessions pane shows on request. `clock` gives the time by which what is left is sorted."""
    return [
        _words("id", "ID", "the service's own name for it", lambda row: row.id, want=36),
        _words("image", "IMAGE", "what runs on it", lambda row: row.image, want=40),
        _words("command", "COMMAND", "what was asked to run", lambda row: gist(row.command), want=30),
        _words("volumes", "VOLUMES", "where volumes are mounted", _mounts, want=24),
        _moment("created", "CREATED", "when it was asked for", lambda row: row.created_at),
        _span(
            "runtime",
            "RAN",
            "how long its container runs, or ran",
            lambda row, now: age_cell(row.started_at, row.finished_at, now),
            lambda row: -row.started_at.timestamp() if row.started_at else None,
        ),
        _span(
            "left",
            "LEFT",
            "until its longest time is over",
            lambda row, now: _left(limit_left(row, running_since(row, None), now)),
            lambda row: limit_left(row, running_since(row, None), clock()),
        ),
        Column(
            key="exit",
            title="EXIT",
            render=readable(lambda row, now: _exit(row)),
            text=text_of(lambda row: "" if row.exit_code is None else str(row.exit_code)),
            sort=key_of(lambda row: row.exit_code),
            width=4,
            align="right",
            drop=_FIRST_TO_GO,
            about="the exit code of its command",
            extra=True,
        ),
        _words("reason", "REASON", "why it ended", lambda row: row.stop_reason, want=16),
    ]


def offer_extras() -> list[Column[Offer | Unreadable]]:
    """What the GPUs pane shows on request."""
    return [
        _words("family", "FAMILY", "the GPU's family", lambda row: row.family, want=10),
        _words("form", "FORM", "SXM, PCIe, NVL", lambda row: row.form_factor, want=6),
        _words("provider", "PROVIDER", "whose machine it is", lambda row: row.provider, want=14),
        _words("location", "LOCATION", "where it stands", lambda row: row.location, want=10),
        Column(
            key="per-gb",
            title="€/GB·H",
            render=readable(lambda row, now: _per_gb_cell(row)),
            text=text_of(lambda row: ""),
            sort=key_of(_per_gb),
            width=7,
            align="right",
            drop=_FIRST_TO_GO,
            about="price per GB of its memory and hour",
            extra=True,
        ),
    ]


def volume_extras() -> list[Column[Volume | Unreadable]]:
    """What the volumes pane shows on request."""
    return [
        _words("id", "ID", "the service's own name for it", lambda row: row.id, want=36),
        _words("words", "STATE", "its state as the service words it", _volume_state, want=14),
        _moment("created", "CREATED", "when it was made", lambda row: row.created_at),
        _moment("updated", "CHANGED", "when it last changed", lambda row: row.updated_at),
    ]


def _words(
    key: str, title: str, about: str, read: Callable[[R], str], *, want: int
) -> Column[R | Unreadable]:
    """Text as it came."""
    return Column(
        key=key,
        title=title,
        render=readable(lambda row, now: cell(read(row)) if read(row) else NOTHING),
        text=text_of(read),
        sort=key_of(lambda row: read(row).casefold() or None),
        min_width=max(len(title), 6),
        want=want,
        drop=_FIRST_TO_GO,
        about=about,
        extra=True,
    )


def _moment(key: str, title: str, about: str, read: Callable[[R], datetime | None]) -> Column[R | Unreadable]:
    """A moment on the reader's own clock."""

    def render(row: R, now: datetime) -> Cell:
        moment = read(row)
        return NOTHING if moment is None else cell(clock_time(moment, now.astimezone()))

    return Column(
        key=key,
        title=title,
        render=readable(render),
        text=text_of(lambda row: ""),
        sort=key_of(read),
        width=_WIDEST_TIME,
        drop=_FIRST_TO_GO,
        about=about,
        extra=True,
    )


def _span(
    key: str,
    title: str,
    about: str,
    render: Callable[[R, datetime], Cell],
    sort: Callable[[R], object],
) -> Column[R | Unreadable]:
    """A length of time."""
    return Column(
        key=key,
        title=title,
        render=readable(render),
        text=text_of(lambda row: ""),
        sort=key_of(sort),
        width=6,
        align="right",
        drop=_FIRST_TO_GO,
        about=about,
        extra=True,
    )


def _mounts(session: Session) -> str:
    return " ".join(mount.path or mount.volume for mount in session.mounts)


def _left(left: timedelta | None) -> Cell:
    if left is None:
        return NOTHING
    seconds = left.total_seconds()
    step = 1 if seconds <= _BY_SECONDS else _BY_MINUTES
    tone: Tone = "warn" if left < SOON else "text"
    return cell(short(left), tone, changes_in=max(_SOONEST, seconds % step) if seconds else None)


def _exit(session: Session) -> Cell:
    if session.exit_code is None:
        return NOTHING
    tone: Tone = "good" if session.exit_code == 0 else "bad"
    return cell(str(session.exit_code), tone)


def _per_gb(offer: Offer) -> object:
    return offer.rate.amount / offer.vram_gb if offer.rate is not None and offer.vram_gb else None


def _per_gb_cell(offer: Offer) -> Cell:
    if offer.rate is None or not offer.vram_gb:
        return NOTHING
    return cell(replace(offer.rate, amount=offer.rate.amount / offer.vram_gb).figure(_PER_GB_DIGITS))


def _volume_state(volume: Volume) -> str:
    return " · ".join(word for word in (volume.state, volume.operation) if word)

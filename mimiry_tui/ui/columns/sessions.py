"""The sessions pane's columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mimiry_tui.domain import words
from mimiry_tui.domain.money import DEFAULT_CURRENCY, symbol
from mimiry_tui.domain.offers import short_model
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.ui import glyphs
from mimiry_tui.ui.columns.common import (
    NOTHING,
    age_cell,
    key_of,
    name_column,
    next_cent,
    rate_cell,
    readable,
    state_column,
    text_of,
    where_column,
)
from mimiry_tui.ui.columns.extras import session_extras
from mimiry_tui.ui.columns.session_phase import Known, phase_cell
from mimiry_tui.ui.widgets.cells import Cell, Span, Tone, cell
from mimiry_tui.ui.widgets.table.model import Column

SessionRow = Session | Unreadable


def session_columns(known: Known, clock: Callable[[], datetime]) -> list[Column[SessionRow]]:
    """Columns of the sessions pane. `clock` gives the time by which costs are sorted."""
    return [
        state_column(lambda row: glyphs.phase_span(row.phase), lambda row: row.phase.word),
        name_column(lambda row: (row.name, row.id), min_width=11, weight=3),
        Column(
            key="gpu",
            title="GPU",
            render=readable(lambda row, now: _gpu(row)),
            text=text_of(lambda row: row.gpu),
            sort=key_of(lambda row: row.gpu),
            min_width=11,
            drop=2,
            about="model and how many",
        ),
        where_column(lambda row: row.where, min_width=10, weight=3, drop=3),
        Column(
            key="phase",
            title="PHASE",
            render=readable(lambda row, now: phase_cell(row, known, now)),
            text=text_of(words.phase_words),
            sort=key_of(lambda row: row.phase.rank),
            min_width=19,
            weight=5,
            about="where it is in its life",
        ),
        Column(
            key="up",
            title="UP",
            render=readable(lambda row, now: age_cell(row.created_at, _end(row), now)),
            text=text_of(lambda row: ""),
            sort=key_of(lambda row: -row.created_at.timestamp() if row.created_at else None),
            width=6,
            align="right",
            about="since it was asked for",
        ),
        Column(
            key="cost",
            title="COST",
            render=readable(_cost),
            text=text_of(lambda row: ""),
            sort=key_of(lambda row: _spent(row, clock())),
            width=8 + (len(symbol(DEFAULT_CURRENCY)) - 1),
            align="right",
            about="so far, ≈ while it runs",
        ),
        Column(
            key="rate",
            title="€/H",
            render=readable(lambda row, now: rate_cell(row.got.rate)),
            text=text_of(lambda row: ""),
            sort=key_of(lambda row: row.got.rate.amount if row.got.rate else None),
            width=6,
            align="right",
            drop=1,
            about="price per hour, all its GPUs",
        ),
        *session_extras(clock),
    ]


def session_tone(row: SessionRow) -> Tone | None:
    """Ended sessions recede, failed ones a little less; what is alive and what is unreadable do not."""
    if isinstance(row, Unreadable) or not row.phase.is_ended:
        return None
    return "dim" if row.phase is Phase.ENDED_OK else "text"


def _gpu(session: Session) -> Cell:
    if not session.gpu:
        return NOTHING
    model, count = Span(short_model(session.gpu)), words.times(session.asked.gpu_count)
    return Cell((model, Span(count, "dim")) if count else (model,))


def _cost(session: Session, now: datetime) -> Cell:
    cost = cost_so_far(session, now)
    if cost is None:
        return NOTHING
    changes = next_cent(session.got.rate, cost.money) if cost.estimated and session.is_live else None
    return cell(str(cost), "bright" if session.is_live else "text", changes_in=changes)


def _end(session: Session) -> datetime | None:
    return session.finished_at if session.phase.is_ended else None


def _spent(session: Session, now: datetime) -> object:
    cost = cost_so_far(session, now)
    return None if cost is None else cost.money.amount


def ended(row: SessionRow) -> bool:
    """Whether a row belongs after all that are alive, whatever the sorting."""
    return isinstance(row, Unreadable) or row.phase.is_ended

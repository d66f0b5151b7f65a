"""Cells that several panes share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from mimiry_tui.domain.durations import age
from mimiry_tui.domain.money import DEFAULT_CURRENCY, Money
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.ui import glyphs
from mimiry_tui.ui.widgets.cells import EMPTY, Cell, Span, Tone, cell
from mimiry_tui.ui.widgets.table.columns import GAP, Column

R = TypeVar("R")
NOTHING = cell("–", "faint")
"""Where there is no value, or none that is known."""


def readable(
    render: Callable[[R, datetime], Cell], unreadable: Callable[[Unreadable], Cell] | None = None
) -> Callable[[R | Unreadable, datetime], Cell]:
    """A renderer for readable rows, made to pass over unreadable ones, or to show them its own way."""

    def either(row: R | Unreadable, now: datetime) -> Cell:
        if isinstance(row, Unreadable):
            return unreadable(row) if unreadable else EMPTY
        return render(row, now)

    return either


def text_of(read: Callable[[R], str], unreadable: str = "") -> Callable[[R | Unreadable], str]:
    """A text reader for readable rows that gives a fixed text for unreadable ones."""
    return lambda row: unreadable if isinstance(row, Unreadable) else read(row)


def key_of(read: Callable[[R], object]) -> Callable[[R | Unreadable], object]:
    """A sort key for readable rows; unreadable ones have none and come last."""
    return lambda row: None if isinstance(row, Unreadable) else read(row)


def row_id(row: object) -> str:
    """The id of any record."""
    return str(getattr(row, "id", ""))


def name_or_reason(name: str, fallback: str) -> Cell:
    """A record's name, or its id where it has none."""
    return cell(name, "bright", bold=True) if name else cell(fallback, "dim")


def unreadable_sign(_: Unreadable) -> Cell:
    """The state sign of a record that could not be read."""
    return cell(glyphs.UNREADABLE, "bad")


def unreadable_name(row: Unreadable) -> Cell:
    """The name cell of a record that could not be read."""
    return cell(f"unreadable: {row.reason}", "bad")


def state_column(sign: Callable[[R], Span], text: Callable[[R], str]) -> Column[R | Unreadable]:
    """The sign at the left of a row; `text` is what the filter finds it by."""
    return Column(
        key="state",
        title="",
        render=readable(lambda row, now: Cell((sign(row),)), unreadable_sign),
        text=text_of(text, "unreadable"),
        width=1,
        gap=1,
        about="its state as a sign",
        fixed=True,
    )


def name_column(
    read: Callable[[R], tuple[str, str]], *, min_width: int, weight: int, want: int = 0
) -> Column[R | Unreadable]:
    """The name of a record; `read` gives name and id."""

    def key(row: R) -> str:
        name, record_id = read(row)
        return (name or record_id).casefold()

    return Column(
        key="name",
        title="NAME",
        render=readable(lambda row, now: name_or_reason(*read(row)), unreadable_name),
        text=text_of(lambda row: " ".join(read(row)), "unreadable"),
        sort=key_of(key),
        min_width=min_width,
        weight=weight,
        want=want,
        about="what it is called",
        fixed=True,
    )


def where_column(
    where: Callable[[R], str],
    shown: Callable[[R], str] | None = None,
    *,
    min_width: int,
    weight: int,
    want: int = 0,
    drop: int = 0,
    gap: int = GAP,
) -> Column[R | Unreadable]:
    """Provider and location; `shown` where less of it is written than is found."""
    written = shown or where
    return Column(
        key="where",
        title="WHERE",
        render=readable(lambda row, now: cell(written(row)) if where(row) else NOTHING),
        text=text_of(where),
        sort=key_of(lambda row: where(row).casefold()),
        min_width=min_width,
        weight=weight,
        want=want,
        drop=drop,
        gap=gap,
        about="provider and location",
    )


def age_cell(since: datetime | None, until: datetime | None, now: datetime, tone: Tone = "text") -> Cell:
    """How long something lasted, or has lasted and goes on."""
    if since is None:
        return NOTHING
    length = age((until or now) - since)
    return cell(length.text, tone, changes_in=None if until else length.changes_in)


def rate_cell(rate: Money | None, tone: Tone = "text", *, bold: bool = False) -> Cell:
    """A price per hour, its currency in the header unless it is another one."""
    if rate is None:
        return NOTHING
    return cell(rate.figure() if rate.currency == DEFAULT_CURRENCY else str(rate), tone, bold=bold)


def next_cent(rate: Money | None, spent: Money) -> float | None:
    """Seconds until an amount growing at this rate shows another cent; None when it does not grow."""
    if rate is None or rate.amount <= 0:
        return None
    cents = spent.amount * 100
    missing = (cents.to_integral_value(rounding="ROUND_HALF_EVEN") + Decimal("0.5") - cents) / 100
    seconds = float(missing / rate.amount * 3600)
    return max(0.1, seconds)

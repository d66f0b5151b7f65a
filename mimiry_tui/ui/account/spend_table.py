"""The table of what was spent on each day, session, GPU or image."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from mimiry_tui.clock import Clock
from mimiry_tui.domain.accounting.spend import By, Slice, Spend
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money
from mimiry_tui.ui.columns.common import NOTHING
from mimiry_tui.ui.columns.session_phase import FULL
from mimiry_tui.ui.placeholders import message
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Cell, Span, cell
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.table.columns import Column

_BAR, _DASHED = 16, "╍"
_TITLES = {By.DAY: "DAY", By.SESSION: "SESSION", By.GPU: "GPU", By.IMAGE: "IMAGE"}


@dataclass(frozen=True, slots=True)
class SpendRow:
    """One slice of one currency."""

    id: str
    slice: Slice
    share: float
    """Of all that was spent in its currency, 0 to 1."""
    largest: float
    """Of the dearest slice, 0 to 1."""


class SpendTable(LiveTable[SpendRow]):
    """The dearest first, days the latest first."""

    def __init__(self, clock: Clock) -> None:
        self._by = By.DAY
        super().__init__(
            spend_columns(lambda: self._by), row_id=lambda row: row.id, clock=clock, id="account-spend-table"
        )

    def show(self, spends: Sequence[Spend] | None, by: By) -> None:
        """Show these slices; None while they are added up."""
        self._by = by
        self.set_placeholder(
            toned("adding up…" if spends is None else "nothing is known to have been spent", "dim")
        )
        self.set_rows([row for spend in spends or () for row in rows_of(spend, by)])
        self.show_columns(spend_columns(lambda: by))

    def show_none(self, why: str) -> None:
        """Show nothing, and why nothing can be told."""
        self.set_placeholder(message(toned("nothing is known of what was spent", "text"), why))
        self.set_rows(())


def rows_of(spend: Spend, by: By) -> list[SpendRow]:
    """The rows of one currency; days on which nothing was spent have none."""
    slices = [one for one in spend.slices[by] if one.amount.billed.amount or one.amount.estimated.amount]
    if by is By.DAY:
        slices.reverse()
    total = float(spend.total.total.amount)
    most = max((float(one.amount.total.amount) for one in slices), default=0.0)
    return [
        SpendRow(
            f"{spend.currency}/{by.value}/{one.key}",
            one,
            float(one.amount.total.amount) / total if total > 0 else 0.0,
            float(one.amount.total.amount) / most if most > 0 else 0.0,
        )
        for one in slices
    ]


def spend_columns(by: Callable[[], By]) -> list[Column[SpendRow]]:
    """From what it was spent on to its share of all."""
    return [
        Column(
            key="what",
            title=_TITLES[by()],
            render=lambda row, now: cell(what_words(row.slice), "bright"),
            text=lambda row: what_words(row.slice),
            sort=lambda row: row.slice.day.toordinal() if row.slice.day else row.slice.label.casefold(),
            min_width=14,
            want=30,
            weight=3,
            about="what it was spent on",
            fixed=True,
        ),
        _money_column(
            "billed", "BILLED", lambda one: one.amount.billed, "what transactions and final costs say"
        ),
        Column(
            key="estimated",
            title="ESTIMATED",
            render=_estimated,
            text=lambda row: str(row.slice.amount.estimated),
            sort=lambda row: row.slice.amount.estimated.amount,
            width=11,
            align="right",
            about="what is not billed yet, by time and price",
        ),
        Column(
            key="total",
            title="TOTAL",
            render=lambda row, now: cell(str(row.slice.amount), "bright", bold=True),
            text=lambda row: str(row.slice.amount),
            sort=lambda row: row.slice.amount.total.amount,
            width=11,
            align="right",
            about="both together",
            fixed=True,
        ),
        Column(
            key="share",
            title="SHARE",
            render=lambda row, now: cell(f"{row.share:.0%}"),
            text=lambda row: "",
            sort=lambda row: row.share,
            width=5,
            align="right",
            drop=1,
            about="of all that was spent in its currency",
        ),
        Column(
            key="bar",
            title="",
            render=_bar,
            text=lambda row: "",
            width=_BAR,
            drop=3,
            about="its share beside that of the dearest",
        ),
        Column(
            key="sessions",
            title="SESSIONS",
            render=lambda row, now: cell(f"{row.slice.sessions:,}") if row.slice.sessions else NOTHING,
            text=lambda row: "",
            sort=lambda row: row.slice.sessions,
            width=8,
            align="right",
            drop=2,
            about="how many sessions it is made of",
        ),
    ]


def what_words(one: Slice) -> str:
    """A day as people write it, else its label."""
    return f"{one.day:%a %-d %b}" if one.day is not None else one.label


def _money_column(key: str, title: str, read: Callable[[Slice], Money], about: str) -> Column[SpendRow]:
    return Column(
        key=key,
        title=title,
        render=lambda row, now: cell(str(read(row.slice))) if read(row.slice).amount else NOTHING,
        text=lambda row: str(read(row.slice)),
        sort=lambda row: read(row.slice).amount,
        width=11,
        align="right",
        about=about,
    )


def _estimated(row: SpendRow, _: datetime) -> Cell:
    amount = row.slice.amount
    return cell(f"≈{amount.estimated}", "early3") if amount.is_estimated else NOTHING


def _bar(row: SpendRow, _: datetime) -> Cell:
    """Solid what is billed, dashed what is estimated."""
    amount = row.slice.amount
    cells = max(1, round(row.largest * _BAR)) if row.largest > 0 else 0
    total = float(amount.total.amount)
    light = min(cells, round(cells * float(amount.estimated.amount) / total)) if total > 0 else 0
    return Cell((Span(FULL * (cells - light), "accent"), Span(_DASHED * light, "early3")))

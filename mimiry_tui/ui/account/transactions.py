"""The second tab: every movement of money, with what was left after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from mimiry_tui.clock import Clock
from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.accounting.ledger import Entry, build_ledger
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.ui.account.movement import kind_words, money_tone, signed, when_words
from mimiry_tui.ui.columns.common import NOTHING
from mimiry_tui.ui.widgets.cells import Cell, Span, cell
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.table.columns import Column

NEAR_THE_END = 5
"""Rows from the last one at which further transactions are asked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the statement."""

    id: str
    entry: Entry
    session: str
    """What its session is called; "" where it has none."""

    @property
    def transaction(self) -> Transaction:
        return self.entry.transaction


class TransactionTable(LiveTable[Row]):
    """Newest first, until it is sorted otherwise."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(
            _columns(),
            row_id=lambda row: row.id,
            clock=clock,
            id="account-transactions",
            classes="account-tab",
        )

    def show(self, transactions: Iterable[Transaction], name_of: Callable[[str], str]) -> None:
        """Show these; `name_of` gives a session's name by its id, "" where it is not known."""
        rows: dict[str, Row] = {}
        for entry in build_ledger(transactions):
            session_id = entry.transaction.session_id
            called = (name_of(session_id) or session_id[:8]) if session_id else ""
            key = entry.id
            while key in rows:
                key += "+"  # told twice without an id
            rows[key] = Row(key, entry, called)
        self.set_rows(rows.values())

    def wants_more(self) -> bool:
        """Whether the cursor has come near the end of what is loaded."""
        return self.cursor_id is not None and self.cursor_id in self.visible_ids[-NEAR_THE_END:]


def _columns() -> list[Column[Row]]:
    return [
        Column(
            key="when",
            title="WHEN",
            render=lambda row, now: cell(when_words(row.transaction.at, now.astimezone()), "dim"),
            text=lambda row: (
                f"{row.transaction.at.astimezone():%-d %b %Y-%m-%d}" if row.transaction.at else ""
            ),
            sort=lambda row: row.transaction.at,
            width=15,
            about="when it was booked, by your clock",
            fixed=True,
        ),
        Column(
            key="type",
            title="TYPE",
            render=lambda row, now: cell(kind_words(row.transaction)),
            text=lambda row: kind_words(row.transaction),
            sort=lambda row: kind_words(row.transaction).casefold(),
            min_width=8,
            want=12,
            about="what kind of movement it is",
        ),
        Column(
            key="for",
            title="FOR",
            render=_what_for,
            text=lambda row: f"{row.session} {row.transaction.description} {row.transaction.session_id}",
            sort=lambda row: (row.session or row.transaction.description).casefold() or None,
            min_width=14,
            want=40,
            weight=3,
            about="the session, or what else it was for",
        ),
        Column(
            key="amount",
            title="AMOUNT",
            render=_amount,
            text=lambda row: signed(row.transaction.money) if row.transaction.money else "",
            sort=lambda row: row.transaction.money.amount if row.transaction.money else None,
            width=12,
            align="right",
            about="what it moved: minus for what was spent",
            fixed=True,
        ),
        Column(
            key="balance",
            title="BALANCE",
            render=_balance,
            text=lambda row: str(row.entry.balance or ""),
            sort=lambda row: row.entry.balance.amount if row.entry.balance else None,
            width=12,
            align="right",
            about="what was left after it; ≈ where that follows from its neighbours",
        ),
    ]


def _what_for(row: Row, _: datetime) -> Cell:
    told = row.transaction.description
    if not row.session:
        return cell(told) if told else NOTHING
    spans = [Span(row.session, "bright")]
    if told and row.session.casefold() not in told.casefold():
        spans.append(Span(f"  {told}", "dim"))
    return Cell(tuple(spans))


def _amount(row: Row, _: datetime) -> Cell:
    money = row.transaction.money
    return NOTHING if money is None else cell(signed(money), money_tone(money))


def _balance(row: Row, _: datetime) -> Cell:
    entry = row.entry
    if entry.balance is None:
        return NOTHING
    return cell(
        f"≈{entry.balance}" if entry.concluded else str(entry.balance), "dim" if entry.concluded else "text"
    )

"""Transactions with the balance that each of them left."""

from __future__ import annotations

from collections.abc import Iterable

from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement and what was left after it."""

    transaction: Transaction
    balance: Money | None
    """None where neither the service nor another entry tells."""
    concluded: bool
    """The balance is ours, from that of a neighbouring entry; the service does not tell it."""

    @property
    def id(self) -> str:
        """What tells it apart from others; those without an id by all that they say."""
        return entry_id(self.transaction)


def entry_id(transaction: Transaction) -> str:
    """A lasting id of any transaction, also of one that the service gave none."""
    if transaction.id:
        return transaction.id
    told = (transaction.at, transaction.money, transaction.type, transaction.description)
    return "|".join(map(str, (*told, transaction.session_id)))


def newest_first(transactions: Iterable[Transaction]) -> list[Transaction]:
    """In the order of a statement: by time, what has none last, equals as they came."""
    rows = list(transactions)
    dated = [(row.at, row) for row in rows if row.at is not None]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    return [row for _, row in dated] + [row for row in rows if row.at is None]


def build_ledger(transactions: Iterable[Transaction]) -> tuple[Entry, ...]:
    """Newest first. A balance that is not told follows from the nearest one of the same currency that is.

    Nothing follows across an entry without amount or date, and never from one currency to another.
    """
    rows = newest_first(transactions)
    told = {place: row.balance_after for place, row in enumerate(rows)}
    concluded: set[int] = set()
    for order in (range(len(rows) - 1, -1, -1), range(len(rows))):
        _fill(rows, order, told, concluded)
    return tuple(Entry(row, told[place], place in concluded) for place, row in enumerate(rows))


def _fill(rows: list[Transaction], order: range, told: dict[int, Money | None], concluded: set[int]) -> None:
    """Go through time in that order, carrying the balance of each currency along."""
    forward = order.step < 0  # the list has the newest first
    carried: dict[str, Money] = {}
    for place in order:
        row = rows[place]
        money, balance = row.money, told[place]
        if row.at is None or money is None:
            # What it moved is unknown: beyond it nothing follows.
            carried.clear()
            continue
        if balance is not None and balance.currency != money.currency:
            continue
        known = carried.get(money.currency)
        if balance is None and known is not None:
            balance = told[place] = known + money if forward else known
            concluded.add(place)
        if balance is not None:
            carried[money.currency] = balance if forward else balance - money

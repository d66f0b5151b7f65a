"""Transactions and marks in the history's file. Everything here blocks, and may raise sqlite3.Error."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from mimiry_tui.domain.account import Transaction
from mimiry_tui.live.history.amounts import amount_from_disk, amount_to_disk
from mimiry_tui.live.history.schema import LATEST, from_disk, storable, to_disk

LONGEST_TEXT = 2_000
"""Characters of a description that are kept."""
LONGEST_NAME = 100
"""Characters of a mark's name."""

_COLUMNS = "id, at, amount, currency, type, description, session_id, balance, balance_currency"
_PUT = f"INSERT OR REPLACE INTO transactions (key, {_COLUMNS}, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def put_transactions(connection: sqlite3.Connection, found: Iterable[Transaction], now: datetime) -> bool:
    """Write what is new or told otherwise; whether anything was. What was told once is not lost again."""
    changed = False
    for one in found:
        key, *told = _row(one)
        row = connection.execute(
            f"SELECT {_COLUMNS}, seen FROM transactions WHERE key = ?", (key,)
        ).fetchone()
        *known, seen = row or (*(None,) * len(told), to_disk(now))
        both = [said if said or before is None else before for said, before in zip(told, known, strict=True)]
        if row is None or both != known:
            connection.execute(_PUT, (key, *both, seen))
            changed = True
    return changed


def transactions(connection: sqlite3.Connection, since: datetime | None) -> tuple[Transaction, ...]:
    """Those since that moment, or all, newest first; those without a date last."""
    condition, values = ("1", ()) if since is None else ("at >= ?", (to_disk(since),))
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM transactions WHERE {condition} ORDER BY at IS NULL, at DESC, key", values
    )
    return tuple(_read(*row) for row in rows)


def forget(connection: sqlite3.Connection, before: datetime, most: int) -> None:
    """Delete those of before that moment, and the oldest of too many."""
    connection.execute("DELETE FROM transactions WHERE ifnull(at, seen) < ?", (to_disk(before),))
    connection.execute(
        """
        DELETE FROM transactions WHERE key IN (
            SELECT key FROM transactions ORDER BY ifnull(at, seen) DESC, key LIMIT -1 OFFSET ?
        )
        """,
        (most,),
    )


def put_mark(connection: sqlite3.Connection, name: str, at: datetime) -> None:
    """Remember a moment by a name; the last word counts."""
    connection.execute(
        "INSERT OR REPLACE INTO marks (name, at) VALUES (?, ?)", (storable(name)[:LONGEST_NAME], to_disk(at))
    )


def mark(connection: sqlite3.Connection, name: str) -> datetime | None:
    """The moment last remembered by that name."""
    wanted = (storable(name)[:LONGEST_NAME],)
    row = connection.execute("SELECT at FROM marks WHERE name = ?", wanted).fetchone()
    return None if row is None else _moment(row[0])


def _row(one: Transaction) -> tuple[object, ...]:
    told = (
        storable(one.id),
        None if one.at is None else to_disk(one.at),
        *amount_to_disk(one.money),
        storable(one.type[:LONGEST_TEXT]),
        storable(one.description[:LONGEST_TEXT]),
        storable(one.session_id),
        *amount_to_disk(one.balance_after),
    )
    # Without an id it is known by what it says.
    key = one.id or "said:" + hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()
    return storable(key), *told


def _read(
    id: object,
    at: object,
    amount: object,
    currency: object,
    type: object,
    description: object,
    session_id: object,
    balance: object,
    balance_currency: object,
) -> Transaction:
    return Transaction(
        id=str(id),
        at=_moment(at),
        money=amount_from_disk(amount, currency),
        type=str(type),
        description=str(description),
        session_id=str(session_id),
        balance_after=amount_from_disk(balance, balance_currency),
        raw=b"",
    )


def _moment(at: object) -> datetime | None:
    return from_disk(at) if isinstance(at, int) and 0 <= at <= LATEST else None

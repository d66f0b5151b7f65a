"""Transactions and spend as text for other programs: CSV for spreadsheets, JSON for all else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from mimiry_tui.domain.accounting.ledger import Entry
from mimiry_tui.domain.accounting.spend import By, Slice, Spend
from mimiry_tui.domain.money import Money

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_TRANSACTION_FIELDS = (
    "id",
    "at",
    "type",
    "description",
    "session_id",
    "amount",
    "currency",
    "balance_after",
    "balance_is_concluded",
)
_SPEND_FIELDS = ("by", "key", "label", "currency", "billed", "estimated", "total", "sessions")


def transactions_csv(entries: Iterable[Entry]) -> str:
    """A line for each transaction under a line of names. Times are RFC 3339 in UTC, amounts plain numbers."""
    return _csv(_TRANSACTION_FIELDS, (_transaction(entry) for entry in entries))


def spend_csv(spends: Iterable[Spend]) -> str:
    """A line for each day, session, GPU and image of each currency; `by` says which it is."""
    return _csv(
        _SPEND_FIELDS, (_slice(spend, by, one) for spend in spends for by in By for one in spend.slices[by])
    )


def account_json(
    entries: Iterable[Entry], spends: Sequence[Spend], *, now: datetime, balance: Money | None
) -> str:
    """Everything in one document, amounts as strings so that no digit is lost."""
    document = {
        "exported_at": now.isoformat(),
        "balance": None
        if balance is None
        else {"amount": _number(balance.amount), "currency": balance.currency},
        "transactions": [_transaction(entry) for entry in entries],
        "spend": [_spend(spend) for spend in spends],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _transaction(entry: Entry) -> dict[str, object]:
    one = entry.transaction
    return {
        "id": one.id,
        "at": one.at.isoformat() if one.at is not None else None,
        "type": one.type,
        "description": one.description,
        "session_id": one.session_id,
        "amount": _number(one.money.amount) if one.money is not None else None,
        "currency": one.money.currency if one.money is not None else None,
        "balance_after": _number(entry.balance.amount) if entry.balance is not None else None,
        "balance_is_concluded": entry.concluded,
    }


def _spend(spend: Spend) -> dict[str, object]:
    return {
        "currency": spend.currency,
        "first_day": spend.days[0].isoformat(),
        "last_day": spend.days[-1].isoformat(),
        "billed": _number(spend.total.billed.amount),
        "estimated": _number(spend.total.estimated.amount),
        "slices": [_slice(spend, by, one) for by in By for one in spend.slices[by]],
        "billed_less_recorded": [
            {"reason": one.reason.value, "amount": _number(one.money.amount)} for one in spend.differences
        ],
    }


def _slice(spend: Spend, by: By, one: Slice) -> dict[str, object]:
    return {
        "by": by.value,
        "key": one.key,
        "label": one.label,
        "currency": spend.currency,
        "billed": _number(one.amount.billed.amount),
        "estimated": _number(one.amount.estimated.amount),
        "total": _number(one.amount.total.amount),
        "sessions": one.sessions,
    }


_AMOUNTS = frozenset({"amount", "balance_after", "billed", "estimated", "total"})
"""Fields whose minus is a sign and no formula."""


def _csv(fields: Sequence[str], rows: Iterable[dict[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(fields)
    for row in rows:
        writer.writerow([_cell(name, row[name]) for name in fields])
    return out.getvalue()


def _cell(name: str, value: object) -> str:
    """A value that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return f"'{text}" if name not in _AMOUNTS and text.startswith(_FORMULA) else text


def _number(amount: Decimal) -> str:
    """To a hundredth of a cent, without an exponent or zeros that say nothing."""
    text = f"{amount.quantize(Decimal('0.0001')):f}"
    whole, _, rest = text.partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest.ljust(2, '0')}" if rest else f"{whole}.00"

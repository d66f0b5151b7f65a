"""Running balances, and what is written for other programs."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.account import Transaction, build_transaction
from mimiry_tui.domain.accounting.export import account_json, spend_csv, transactions_csv
from mimiry_tui.domain.accounting.ledger import build_ledger
from mimiry_tui.domain.accounting.spend import build_spend
from mimiry_tui.domain.money import Money
from mimiry_tui.live.money.export_file import write_new

NOON = datetime(2026, 6, 8, 12, tzinfo=UTC)


def a_move(number: int, amount: object, **fields: Any) -> Transaction:
    at = (NOON + timedelta(minutes=number)).isoformat()
    return build_transaction(**{"id": f"t{number}", "created_at": at, "amount": amount, **fields})


@given(
    amounts=st.lists(st.decimals("-50", "50", places=2), min_size=1, max_size=12),
    told=st.sets(st.integers(0, 11)),
)
@settings(max_examples=50)
def test_a_balance_that_is_not_told_follows_from_those_that_are(
    amounts: list[Decimal], told: set[int]
) -> None:
    balances, left = [], Decimal(100)
    for amount in amounts:
        left += amount
        balances.append(left)
    moves = [
        a_move(number, str(amount), balance_after=str(balances[number]) if number in told else None)
        for number, amount in enumerate(amounts)
    ]
    entries = build_ledger(moves)
    assert [one.id for one in entries] == [f"t{number}" for number in reversed(range(len(amounts)))]
    knows_any = any(number < len(amounts) for number in told)
    for entry, number in zip(entries, reversed(range(len(amounts))), strict=True):
        assert entry.balance == (Money(balances[number]) if knows_any else None)
        assert entry.concluded == (knows_any and number not in told)


def test_nothing_follows_across_what_is_unreadable_or_of_another_currency() -> None:
    moves = [
        a_move(1, -1, balance_after=9),
        a_move(2, None),
        a_move(3, -1),
        a_move(4, -5, currency="USD"),
    ]
    assert [one.balance for one in build_ledger(moves)] == [None, None, None, Money(Decimal(9))]


def test_an_entry_without_a_date_comes_last_and_says_nothing_of_others() -> None:
    entries = build_ledger([a_move(1, -1, created_at=None), a_move(2, -1, balance_after=9), a_move(1, -2)])
    assert [str(one.balance) for one in entries] == ["€9.00", "€10.00", "None"]


@pytest.mark.parametrize("words", ["=cmd()", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_spreadsheet_takes_foreign_text_for_a_formula(words: str) -> None:
    move = a_move(1, "-1.50", description=words, type=words, session_id=words, id=words)
    _, row = csv.reader(io.StringIO(transactions_csv(build_ledger([move])), newline=""))
    assert row[0] == row[2] == row[3] == row[4] == f"'{words}"
    assert row[5] == "-1.50"
    spend = build_spend(
        [a_move(1, "-1.50", description=words)], [], days=1, now=NOON + timedelta(hours=1), zone=UTC
    )
    for line in csv.DictReader(io.StringIO(spend_csv(spend), newline="")):
        assert not line["label"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_an_export_holds_everything_exactly() -> None:
    moves = [a_move(1, "-1.2345", balance_after="8.7655", session_id="s"), a_move(2, None)]
    spends = build_spend(moves, [], days=7, now=NOON + timedelta(hours=1), zone=UTC)
    told = json.loads(account_json(build_ledger(moves), spends, now=NOON, balance=Money(Decimal("8.7655"))))
    assert told["balance"] == {"amount": "8.7655", "currency": "EUR"}
    assert [one["amount"] for one in told["transactions"]] == [None, "-1.2345"]
    assert told["spend"][0]["billed"] == "1.2345"
    assert sum(Decimal(one["total"]) for one in told["spend"][0]["slices"] if one["by"] == "day") == Decimal(
        "1.2345"
    )
    assert json.loads(account_json((), (), now=NOON, balance=None))["balance"] is None


def test_a_file_is_for_its_owner_alone_and_never_takes_anothers_place(tmp_path: Path) -> None:
    written = write_new(tmp_path / "a.csv", "id\r\nä\r\n")
    assert written.read_bytes() == "id\r\nä\r\n".encode()
    assert written.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a.csv", "other")
    with pytest.raises(FileNotFoundError):
        write_new(tmp_path / "nowhere" / "a.csv", "other")
    with pytest.raises(UnicodeEncodeError):
        write_new(tmp_path / "b.csv", "\ud800")
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]

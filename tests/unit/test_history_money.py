"""Transactions and marks on disk: exact, once each, and known by what they say where they have no id."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.money import Money
from mimiry_tui.live.history import money_rows
from mimiry_tui.live.history.file import HistoryFile
from mimiry_tui.live.history.schema import to_disk
from tests.support.clock import EPOCH

HOUR = timedelta(hours=1)
SPENT = Transaction(
    id="t1",
    at=EPOCH,
    money=Money(Decimal("-4.200000000000001")),
    type="usage",
    description="train-1 · H100",
    session_id="s",
    balance_after=Money(Decimal("0")),
    raw=b"",
)


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(HistoryFile(None)) as file:
        file.prepare()
        yield file.connection


def test_transactions_come_back_exactly_newest_first(database: sqlite3.Connection) -> None:
    later = replace(SPENT, id="t2", at=EPOCH + HOUR, money=None, balance_after=None)
    undated = replace(SPENT, id="t3", at=None, description="\ud800")
    assert money_rows.put_transactions(database, [SPENT, undated, later], EPOCH)
    assert money_rows.transactions(database, None) == (later, SPENT, replace(undated, description="?"))
    assert money_rows.transactions(database, EPOCH + HOUR) == (later,)


def test_the_later_word_counts_and_nothing_told_before_is_lost(database: sqlite3.Connection) -> None:
    money_rows.put_transactions(database, [SPENT], EPOCH)
    assert not money_rows.put_transactions(database, [SPENT], EPOCH + HOUR)
    poorer = replace(SPENT, money=Money(Decimal(-5)), balance_after=None, session_id="", description="")
    assert money_rows.put_transactions(database, [poorer], EPOCH + HOUR)
    assert not money_rows.put_transactions(database, [poorer], EPOCH + 2 * HOUR)
    assert money_rows.transactions(database, None) == (replace(SPENT, money=Money(Decimal(-5))),)
    assert database.execute("SELECT seen FROM transactions").fetchall() == [(to_disk(EPOCH),)]


def test_without_an_id_the_same_words_are_the_same_transaction(database: sqlite3.Connection) -> None:
    nameless = replace(SPENT, id="")
    other = replace(nameless, at=EPOCH + HOUR)
    money_rows.put_transactions(database, [nameless, other, nameless], EPOCH)
    assert not money_rows.put_transactions(database, [nameless], EPOCH)
    assert money_rows.transactions(database, None) == (other, nameless)


def test_old_ones_go_and_of_too_many_the_oldest(database: sqlite3.Connection) -> None:
    many = [replace(SPENT, id=f"t{number}", at=EPOCH + number * HOUR) for number in range(10)]
    money_rows.put_transactions(database, [*many, replace(SPENT, id="undated", at=None)], EPOCH + 20 * HOUR)
    money_rows.forget(database, EPOCH + 2 * HOUR, most=100)
    assert len(money_rows.transactions(database, None)) == 9
    money_rows.forget(database, EPOCH, most=3)
    assert [one.id for one in money_rows.transactions(database, None)] == ["t9", "t8", "undated"]


def test_a_mark_is_the_last_moment_of_its_name(database: sqlite3.Connection) -> None:
    assert money_rows.mark(database, "alive") is None
    money_rows.put_mark(database, "alive", EPOCH + HOUR)
    money_rows.put_mark(database, "alive", EPOCH)
    assert money_rows.mark(database, "alive") == EPOCH
    database.execute("UPDATE marks SET at = 'noon'")
    assert money_rows.mark(database, "alive") is None


def test_amounts_that_are_none_are_not_made_up(database: sqlite3.Connection) -> None:
    money_rows.put_transactions(database, [SPENT], EPOCH)
    database.execute("UPDATE transactions SET amount = 'dear', balance = 'NaN', at = 'noon'")
    (read,) = money_rows.transactions(database, None)
    assert (read.money, read.balance_after, read.at) == (None, None, None)

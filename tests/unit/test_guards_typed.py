"""Guards as they are typed, what each would mean, and what is said of those that are set."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mimiry_tui.domain.guarding.guard import Guard, GuardState
from mimiry_tui.domain.guarding.judging import Sight, Verdict, judge
from mimiry_tui.domain.guarding.rules import BalanceFloor, EndAt, EndAtCost, Rule
from mimiry_tui.domain.guarding.typed import amount_trouble, end_trouble, read_amount, read_end
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.ui.guarding.reading import (
    COST,
    FLOOR,
    TIME,
    Case,
    case_of,
    first_text,
    meaning,
    read_rule,
    rules_of,
    trouble,
)
from mimiry_tui.ui.guarding.words import here_words, state_words
from tests.support.clock import EPOCH
from tests.support.ending_desk import a_session

SESSION = a_session("s")
BALANCE = Money(Decimal(50))


def case(*guards: Guard, balance: Money | None = BALANCE, **fields: Any) -> Case:
    """A session that began an hour ago at €2.10 an hour, and alone burns the balance."""
    session = a_session("s", **fields)
    return case_of(session, guards, balance, [session], EPOCH)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("22:30", 10.5),
        ("at 9:15", 21.25),
        ("12:00", 24),
        ("10 pm", 10),
        ("12am", 12),
        ("12:30 pm", 0.5),
        ("4h", 4),
        ("in 90m", 1.5),
        ("2", 2),
        ("1d", 24),
    ],
)
def test_a_moment_is_the_next_time_of_day_or_a_length_from_now(typed: str, hours: float) -> None:
    assert read_end(typed, EPOCH) == EPOCH + timedelta(hours=hours)
    assert end_trouble(typed, EPOCH) == ""


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "12:61", "13 pm", "0s", "-4h", "400d"])
def test_what_is_no_moment_is_refused_with_an_example(typed: str) -> None:
    assert read_end(typed, EPOCH) is None
    assert "22:30" in end_trouble(typed, EPOCH)


def test_a_time_of_day_is_the_clocks_also_where_the_day_has_another_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import time

    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    before = datetime.fromisoformat("2026-03-28T23:00:00+01:00")
    assert read_end("7:00", before) == datetime.fromisoformat("2026-03-29T07:00:00+02:00")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("5", "5"), ("€5.00", "5.00"), ("5,50 EUR", "5.50"), ("eur 12", "12"), (" 0.01 ", "0.01")],
)
def test_an_amount_may_have_its_currency_beside_it(typed: str, amount: str) -> None:
    assert read_amount(typed, "EUR") == Decimal(amount)
    assert amount_trouble(typed, "EUR") == ""


@pytest.mark.parametrize("typed", ["", "0", "-3", "$5", "five", "1,000", "1e3", "NaN", "5 USD"])
def test_what_is_no_amount_of_that_currency_is_refused(typed: str) -> None:
    assert read_amount(typed, "EUR") is None
    assert "EUR" in amount_trouble(typed, "EUR")


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (TIME, "22:30", "at 22:30, in 10h30m"),
        (TIME, "", "a time like 22:30, or 4h"),
        (COST, "4.20", "≈€2.10 so far · reached ≈ 13:00"),
        (COST, "", "≈€2.10 so far"),
        (FLOOR, "29", "€50.00 now · reached ≈ 22:00"),
        (FLOOR, "", "€50.00 now"),
    ],
)
def test_each_guard_says_when_it_would_be_reached(kind: str, text: str, words: str) -> None:
    here = case()
    assert trouble(here, kind, text) == ""
    assert meaning(here, kind, read_rule(here, kind, text)) == words


def test_what_would_act_at_once_or_never_is_refused() -> None:
    assert trouble(case(), COST, "2") == "it has cost ≈€2.10 already"
    assert trouble(case(), FLOOR, "50.01") == "the balance is €50.00 already"
    assert trouble(case(hourly_rate=None), COST, "2").startswith("nobody tells what it costs")
    assert trouble(case(balance=None), FLOOR, "5") == ""
    assert meaning(case(balance=None), FLOOR, None) == "the balance is not known"
    assert meaning(case(hourly_rate=None), COST, None) == "no price is told"


def test_a_field_that_was_not_touched_stands_for_the_very_guard_there_is() -> None:
    exact = EndAt(EPOCH + timedelta(hours=3, seconds=17))
    here = case(Guard(exact), Guard(EndAtCost(Decimal(9)), GuardState.CANCELLED))
    assert (first_text(here, TIME), first_text(here, COST)) == ("15:00", "")
    kept = rules_of(here, [(TIME, "15:00", False), (COST, "", False), (FLOOR, "5", True)])
    assert kept == (exact, BalanceFloor(Decimal(5), "EUR"))
    assert rules_of(here, [(TIME, "", True), (COST, "9", True)]) == (EndAtCost(Decimal(9), "EUR"),)


def test_guards_are_told_with_the_currency_they_go_by() -> None:
    dollars = a_session("s", currency="USD")
    guards = [
        Guard(EndAt(EPOCH + timedelta(hours=1))),
        Guard(EndAtCost(Decimal(5))),
        Guard(BalanceFloor(Decimal(10))),
        Guard(EndAtCost(Decimal(1)), GuardState.FIRED),
    ]
    said = here_words(guards, dollars, BALANCE, EPOCH)
    assert said == "from here until 13:00, up to $5.00, while the balance is €10.00 or more"
    assert here_words(guards[3:], dollars, BALANCE, EPOCH) == ""


def test_a_guard_says_how_it_stands() -> None:
    rule = EndAtCost(Decimal(5))
    assert state_words(Guard(rule)) == ""
    assert state_words(Guard(rule, why="the balance is in USD")) == "the balance is in USD"
    assert state_words(Guard(rule, GuardState.HELD, "x")) == "waits: x"
    assert state_words(Guard(rule, GuardState.CANCELLED)).startswith("called off")


REACHED = EndAt(EPOCH)


@pytest.mark.parametrize(
    ("rule", "sight", "verdict", "why"),
    [
        (REACHED, Sight(EPOCH, SESSION), Verdict.REACHED, ""),
        (REACHED, Sight(EPOCH, None), Verdict.HELD, "the service does not list it"),
        (REACHED, Sight(EPOCH, Unreadable("s", "odd", b"")), Verdict.HELD, "its record cannot be read"),
        (REACHED, Sight(EPOCH, a_session("s", "hm")), Verdict.HELD, "its state is not known"),
        (REACHED, Sight(EPOCH, a_session("s", "terminating")), Verdict.OVER, ""),
        (REACHED, Sight(EPOCH, a_session("s", "completed")), Verdict.OVER, ""),
        (REACHED, Sight(EPOCH, SESSION, trouble="old"), Verdict.HELD, "old"),
        (REACHED, Sight(EPOCH, SESSION, balance_trouble="old"), Verdict.REACHED, ""),
        (BalanceFloor(Decimal(60)), Sight(EPOCH, SESSION, "", BALANCE, "old"), Verdict.HELD, "old"),
        (BalanceFloor(Decimal(60)), Sight(EPOCH, SESSION), Verdict.NOT_YET, "the balance is not known"),
        (BalanceFloor(Decimal(50)), Sight(EPOCH, SESSION, "", BALANCE), Verdict.NOT_YET, ""),
        (EndAtCost(Decimal("2.10")), Sight(EPOCH, SESSION), Verdict.REACHED, ""),
        (EndAtCost(Decimal(1), "USD"), Sight(EPOCH, SESSION), Verdict.NOT_YET, "it is billed in EUR"),
    ],
)
def test_only_what_is_known_for_sure_reaches_a_guard(
    rule: Rule, sight: Sight, verdict: Verdict, why: str
) -> None:
    assert judge(rule, sight) == (verdict, why)

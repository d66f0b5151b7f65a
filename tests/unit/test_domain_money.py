"""Amounts, costs, burn and runway."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mimiry_tui.domain.account import build_balance
from mimiry_tui.domain.money import CurrencyMismatchError, Money, build_money, build_price, totals
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import billed_from, burn_rate, cost_so_far, runway, spent_between
from mimiry_tui.domain.volumes import build_volume

NOON = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def eur(amount: str) -> Money:
    return Money(Decimal(amount))


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def a_session(**fields: Any) -> Session:
    defaults = {
        "state": "started",
        "hourly_rate": "2.10",
        "currency": "EUR",
        "created_at": "2026-06-08T12:00:00Z",
    }
    return build_session(**{"id": "s", **defaults, **fields})


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("4.689", "EUR", "€4.69"),
        (2.1, None, "€2.10"),
        ("1234567.5", "EUR", "€1,234,567.50"),
        ("-1.2", "USD", "-$1.20"),
        ("-0.001", "USD", "$0.00"),
        (3, "CHF", "CHF 3.00"),
        (3, "chf ", "CHF 3.00"),
        (3, "<b>", "€3.00"),
        ("1000000000000000", "EUR", "€1,000,000,000,000,000.00"),
        ("10000000000000.5", "EUR", "€10,000,000,000,000.50"),
        ("0.005", "EUR", "€0.00"),
        ("0.015", "EUR", "€0.02"),
    ],
)
def test_amounts_are_written_as_people_write_them(amount: object, currency: object, text: str) -> None:
    assert str(build_money(amount, currency)) == text


@pytest.mark.parametrize(
    "amount",
    [None, "", "free", True, [], {}, float("nan"), float("inf"), "Infinity", 10**16, "9e15", "1e-30"],
)
def test_what_is_no_amount_is_no_money(amount: object) -> None:
    assert build_money(amount) is None


def test_a_price_is_never_negative() -> None:
    assert build_price("-0.01") is None
    assert build_price(0) == eur("0")
    assert build_price("2.10", "EUR") == eur("2.10")


def test_two_currencies_are_never_combined() -> None:
    with pytest.raises(CurrencyMismatchError):
        eur("1") + usd("1")
    with pytest.raises(CurrencyMismatchError):
        eur("1") - usd("1")
    with pytest.raises(CurrencyMismatchError):
        _ = eur("1") < usd("1")
    assert totals([usd("1"), eur("2"), usd("0.5")]) == (eur("2"), usd("1.5"))


def test_amounts_of_one_currency_are_reckoned_exactly() -> None:
    assert eur("0.1") + eur("0.2") == eur("0.3")
    assert eur("1") - eur("0.9") == eur("0.1")
    assert -eur("1") == eur("-1")
    assert eur("2.10") * 3 == eur("6.30")
    assert eur("3.60").over(timedelta(minutes=10)) == eur("0.6")
    assert eur("3.60").over(-HOUR) == eur("0")


def test_a_running_session_costs_what_its_rate_comes_to_since_provisioning() -> None:
    cost = cost_so_far(a_session(), NOON + 2 * HOUR)
    assert cost is not None
    assert cost.money == eur("4.20")
    assert str(cost) == "≈€4.20"
    events = [{"timestamp": "2026-06-08T13:00:00Z", "state": "submitted", "operation": "provisioning"}]
    assert billed_from(a_session(events=events)) == NOON + HOUR
    assert str(cost_so_far(a_session(events=events), NOON + 2 * HOUR)) == "≈€2.10"


def test_a_settled_cost_is_final() -> None:
    session = a_session(state="completed", final_cost="3.33", ended_at="2026-06-08T13:00:00Z")
    assert str(cost_so_far(session, NOON + 9 * HOUR)) == "€3.33"


def test_an_unsettled_end_stops_the_meter() -> None:
    ended = a_session(state="completed", ended_at="2026-06-08T13:00:00Z")
    assert str(cost_so_far(ended, NOON + 9 * HOUR)) == "≈€2.10"
    last_change = a_session(state="completed", updated_at="2026-06-08T12:30:00Z")
    assert str(cost_so_far(last_change, NOON + 9 * HOUR)) == "≈€1.05"


def test_what_is_not_known_is_not_estimated() -> None:
    assert cost_so_far(a_session(hourly_rate=None), NOON) is None
    assert cost_so_far(a_session(created_at=None), NOON) is None


def test_a_clock_behind_the_service_costs_nothing_yet() -> None:
    assert str(cost_so_far(a_session(), NOON - HOUR)) == "≈€0.00"


def test_what_was_spent_within_a_time() -> None:
    midnight = NOON + 12 * HOUR
    assert spent_between([a_session()], midnight - HOUR, midnight) == (eur("2.10"),)
    assert spent_between([a_session()], NOON - 5 * HOUR, NOON) == ()
    settled = a_session(state="completed", final_cost="8", ended_at="2026-06-08T16:00:00Z")
    assert spent_between([settled], NOON + HOUR, midnight) == (eur("6"),)
    assert spent_between([settled], NOON + 4 * HOUR, midnight) == ()


def test_an_ended_session_without_an_end_costs_nothing_more_each_day() -> None:
    undated = a_session(state="completed")
    for days in (1, 2):
        end = NOON + timedelta(days=days)
        assert totals(spent_between([undated], NOON - HOUR, end)) == (eur("0"),)
    settled = a_session(state="completed", final_cost="8")
    assert spent_between([settled], NOON - HOUR, NOON + HOUR) == (eur("8"),)
    assert spent_between([settled], NOON + HOUR, NOON + 2 * HOUR) == ()


def test_only_what_is_alive_burns() -> None:
    sessions = [
        a_session(),
        a_session(state="completed"),
        a_session(hourly_rate=1, currency="USD", state="odd"),
    ]
    volumes = [
        build_volume(id="v", state="provisioned", hourly_rate="0.02"),
        build_volume(id="gone", state="deleted", hourly_rate="5"),
        build_volume(id="odd", state="provisioned", hourly_rate="-7"),
    ]
    assert burn_rate(sessions, volumes) == (eur("2.12"), usd("1"))
    assert burn_rate([]) == ()


@pytest.mark.parametrize(
    ("balance", "burn", "lasts"),
    [
        ("46.20", [eur("3.42")], timedelta(seconds=48_631, microseconds=578_947)),
        ("10", [], None),
        ("10", [eur("0")], None),
        ("10", [usd("2")], None),
        ("10", [usd("2"), eur("5")], 2 * HOUR),
        ("0", [eur("5")], timedelta(0)),
        ("-3", [eur("5")], timedelta(0)),
        ("1000000000", [eur("0.000001")], timedelta(days=3_650)),
    ],
)
def test_how_long_the_balance_lasts(balance: str, burn: list[Money], lasts: timedelta | None) -> None:
    left = build_balance(balance=balance, currency="EUR")
    assert left is not None
    assert runway(left.money, burn) == lasts

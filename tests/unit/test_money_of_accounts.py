"""The money of several accounts: one line per currency, and which balance ends first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.accounting.combined import Purse, money_lines, without_price
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.sessions import Session
from tests.support.examples import examples
from tests.support.pictures import NOW, a_session

EUR = Money(Decimal(2))


def costing(name: str, rate: Money | None, state: str = "started") -> Session:
    session = a_session(name, state)
    return replace(session, got=replace(session.got, rate=rate))


def test_each_currency_has_a_line_of_its_own() -> None:
    dollars = Money(Decimal(3), "USD")
    lines = money_lines(
        [
            Purse("work", [costing("a", EUR), costing("b", EUR)], balance=Money(Decimal(40))),
            Purse("home", [costing("c", dollars)], balance=Money(Decimal(9), "USD")),
            Purse("other", [costing("d", EUR)], balance=Money(Decimal(12))),
        ],
        NOW,
    )
    euro, dollar = lines
    assert (euro.currency, str(euro.burn), euro.costing) == ("EUR", "€6.00", 3)
    assert (str(euro.balance), euro.balances) == ("€52.00", 2)
    assert euro.first_dry is not None
    assert (euro.first_dry.name, euro.first_dry.runway.lasts) == ("other", timedelta(hours=6))
    assert (dollar.currency, str(dollar.burn), str(dollar.balance)) == ("USD", "$3.00", "$9.00")
    assert dollar.first_dry is not None
    assert dollar.first_dry.name == "home"


def test_a_balance_counts_down_since_it_was_told() -> None:
    purse = Purse(
        "work",
        [costing("a", EUR)],
        balance=Money(Decimal(40)),
        balance_as_of=NOW - timedelta(hours=1),
    )
    (line,) = money_lines([purse], NOW)
    assert str(line.balance) == "€38.00"


def test_what_has_no_price_is_in_no_line_but_counted() -> None:
    purses = [Purse("mags", [costing("a", None), costing("b", None, "completed")])]
    assert money_lines(purses, NOW) == ()
    assert without_price(purses) == 1


def test_a_balance_alone_makes_a_line() -> None:
    (line,) = money_lines([Purse("idle", balance=Money(Decimal(5)))], NOW)
    assert (str(line.burn), line.costing, line.first_dry) == ("€0.00", 0, None)


@settings(max_examples=examples(60))
@given(
    st.lists(
        st.tuples(st.sampled_from(("EUR", "USD", "GBP")), st.decimals(min_value=0, max_value=50, places=2)),
        max_size=8,
    )
)
def test_no_amount_is_lost_and_no_two_currencies_are_added(costs: list[tuple[str, Decimal]]) -> None:
    purses = [
        Purse(f"p{place}", [costing("s", Money(amount, currency))])
        for place, (currency, amount) in enumerate(costs)
    ]
    lines = money_lines(purses, NOW)
    assert len({line.currency for line in lines}) == len(lines)
    for line in lines:
        assert line.burn.amount == sum(amount for currency, amount in costs if currency == line.currency)
    assert sum(line.costing for line in lines) == len(costs)

"""What burns, how long the balance lasts, and what a session has cost so far."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.accounting.balance_now import balance_now, jump_between
from mimiry_tui.domain.accounting.burn import build_burn
from mimiry_tui.domain.accounting.runway import RunwayLevel, build_runway, limit_ends
from mimiry_tui.domain.conventions import Conventions, conventions, follow
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far, spent_between
from mimiry_tui.domain.volumes import build_volume

NOON = datetime(2026, 6, 8, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
rates = st.decimals("0.01", "100", places=4)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = conventions()
    yield
    follow(before)


def eur(amount: str | Decimal) -> Money:
    return Money(Decimal(amount))


def usd(amount: str | Decimal) -> Money:
    return Money(Decimal(amount), "USD")


def a_session(**fields: Any) -> Session:
    known = {"id": "s", "state": "running", "hourly_rate": "2.10", "created_at": NOON.isoformat()}
    return build_session(**{**known, **fields})


def test_sessions_and_volumes_burn_apart_and_each_currency_by_itself() -> None:
    burn = build_burn(
        [a_session(), a_session(id="t", hourly_rate=1, currency="USD"), a_session(id="u", hourly_rate=None)],
        [build_volume(id="v", state="provisioned", hourly_rate="0.02")],
    )
    assert burn.sessions == (eur("2.10"), usd("1"))
    assert burn.volumes == (eur("0.02"),)
    assert burn.total == (eur("2.12"), usd("1"))
    assert burn.unpriced == 1


def test_what_has_ended_burns_nothing() -> None:
    assert build_burn([a_session(state="terminated"), a_session(state="exited")]).total == ()


@pytest.mark.parametrize(
    ("balance", "level"),
    [("24", RunwayLevel.OK), ("11.9", RunwayLevel.SHORT), ("3.9", RunwayLevel.VERY_SHORT)],
)
def test_a_runway_is_urgent_by_its_length(balance: str, level: RunwayLevel) -> None:
    runway = build_runway(eur(balance), [eur("1")], [], NOON)
    assert runway is not None
    assert runway.level is level
    assert runway.until == NOON + HOUR * float(balance)
    assert runway.outlives == ()


def test_a_runway_that_ends_before_a_sessions_limit_is_urgent_however_long_it_is() -> None:
    long, short = a_session(name="long", max_duration=50 * 3600), a_session(id="t", max_duration=3600)
    runway = build_runway(eur("40"), [eur("1")], [long, short, a_session(id="u")], NOON)
    assert runway is not None
    assert runway.level is RunwayLevel.VERY_SHORT
    assert runway.outlives == ("long",)


def test_a_limit_in_another_currency_says_nothing_of_this_balance() -> None:
    other = a_session(max_duration=500 * 3600, currency="USD")
    runway = build_runway(eur("40"), [eur("1"), usd("9")], [other], NOON)
    assert runway is not None
    assert runway.level is RunwayLevel.OK
    assert build_runway(eur("40"), [usd("9")], [other], NOON) is None


def test_a_limit_counts_from_when_it_runs_and_ends_with_the_session() -> None:
    started = a_session(max_duration=3600, started_at=(NOON + HOUR).isoformat())
    assert limit_ends(started) == NOON + 2 * HOUR
    assert limit_ends(a_session(max_duration=3600, state="terminated")) is None
    assert limit_ends(a_session(max_duration=3600, created_at=None)) is None


@given(balance=rates, rate=rates, seconds=st.integers(0, 10**7))
@settings(max_examples=40)
def test_a_balance_counts_down_by_what_burns_and_never_below_zero(
    balance: Decimal, rate: Decimal, seconds: int
) -> None:
    now = NOON + timedelta(seconds=seconds)
    left = balance_now(eur(balance), NOON, [usd("99"), eur(rate)], now)
    assert left.amount == max(Decimal(0), balance - rate * seconds / 3600)
    # As long as it has a runway there is something left, and afterwards nothing.
    runway = build_runway(eur(balance), [eur(rate)], [], NOON)
    assert runway is not None
    if abs((now - runway.until).total_seconds()) > 1:
        assert (left.amount > 0) == (now < runway.until)


def test_a_debt_stays_what_it_is() -> None:
    assert balance_now(eur("-3"), NOON, [eur("1")], NOON + HOUR) == eur("-3")
    assert balance_now(eur("5"), None, [eur("1")], NOON + HOUR) == eur("5")


@given(rate=rates, seconds=st.integers(0, 3600), late=st.floats(0, 1))
@settings(max_examples=40)
def test_what_burns_explains_a_fall_also_one_that_comes_late(
    rate: Decimal, seconds: int, late: float
) -> None:
    burned = eur(rate).over(timedelta(seconds=seconds) * late)
    burns = [(eur(rate),), ()]
    assert jump_between(eur("500"), eur("500") - burned, timedelta(seconds=seconds), burns, NOON) is None


def test_what_does_not_follow_from_the_burn_is_a_jump() -> None:
    minute, burns = timedelta(minutes=1), [(eur("6"),), (eur("6"),)]
    top_up = jump_between(eur("10"), eur("34.90"), minute, burns, NOON)
    assert top_up is not None
    assert top_up.money == eur("25.00")
    fee = jump_between(eur("10"), eur("8.70"), minute, burns, NOON)
    assert fee is not None
    assert fee.money == eur("-1.20")
    assert jump_between(eur("10"), usd("99"), minute, burns, NOON) is None


def test_each_rate_counts_for_its_own_time() -> None:
    before = a_session(hourly_rate=2)
    dearer = a_session(hourly_rate=4).remembering_rates(before, NOON + HOUR).after(before)
    same = a_session(hourly_rate=4).remembering_rates(dearer, NOON + 2 * HOUR).after(dearer)
    cost = cost_so_far(same, NOON + 3 * HOUR)
    assert cost is not None
    assert cost.money == eur("10")
    assert spent_between([same], NOON + 0.5 * HOUR, NOON + 1.5 * HOUR) == (eur("3.0"),)
    # Before the change nothing of it counts.
    assert spent_between([same], NOON, NOON + HOUR) == (eur("2"),)


@given(parts=st.lists(st.tuples(rates, st.integers(1, 10_000)), min_size=1, max_size=5))
@settings(max_examples=30)
def test_what_it_cost_is_the_sum_over_its_rates(parts: list[tuple[Decimal, int]]) -> None:
    session, at = a_session(hourly_rate=str(parts[0][0])), NOON
    for rate, seconds in parts:
        session = a_session(hourly_rate=str(rate)).remembering_rates(session, at).after(session)
        at += timedelta(seconds=seconds)
    cost = cost_so_far(session, at)
    assert cost is not None
    expected = sum((rate * seconds / 3600 for rate, seconds in parts), Decimal(0))
    assert abs(cost.money.amount - expected) < Decimal("1e-15")


def test_rates_of_two_currencies_have_no_sum() -> None:
    before = a_session(hourly_rate=2)
    other = a_session(hourly_rate=3, currency="USD").remembering_rates(before, NOON + HOUR)
    assert cost_so_far(other, NOON + 2 * HOUR) is None
    assert spent_between([other], NOON, NOON + 2 * HOUR) == ()


def test_without_a_rate_or_a_begin_no_cost_is_made_up() -> None:
    assert cost_so_far(a_session(hourly_rate=None), NOON + HOUR) is None
    assert cost_so_far(a_session(created_at=None), NOON + HOUR) is None


def test_boot_is_billed_from_provisioning_on() -> None:
    provisioning = {"timestamp": (NOON + HOUR).isoformat(), "state": "submitted", "operation": "provisioning"}
    cost = cost_so_far(a_session(state="provisioned", events=[provisioning]), NOON + 2 * HOUR)
    assert cost is not None
    assert cost.money == eur("2.10")


def test_a_short_session_costs_the_least_block_where_there_is_one() -> None:
    ended = a_session(state="terminated", ended_at=(NOON + timedelta(minutes=2)).isoformat())
    follow(Conventions(minimum_block=timedelta(minutes=10)))
    cost = cost_so_far(ended, NOON + HOUR)
    assert cost is not None
    assert cost.money == eur("0.35")

"""Spend by local day and by what it bought: nothing is lost, doubled, or added across currencies."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.accounting.difference import Reason
from mimiry_tui.domain.accounting.local_days import days_until, start_of
from mimiry_tui.domain.accounting.recorded import Recorded
from mimiry_tui.domain.accounting.spend import By, Spend, build_spend
from mimiry_tui.domain.money import Money

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
ZONES = ["Europe/Copenhagen", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe", "America/Sao_Paulo"]
NOON = datetime(2026, 6, 8, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def moments_from(year: int) -> st.SearchStrategy[datetime]:
    """Moments from that year to 2030."""
    first, last = (int(datetime(one, 1, 1, tzinfo=UTC).timestamp()) for one in (year, 2030))
    return st.integers(first, last).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def eur(amount: str | Decimal) -> Money:
    return Money(Decimal(amount))


def moved(
    amount: str, at: datetime, session_id: str = "", currency: str = "EUR", words: str = ""
) -> Transaction:
    money = Money(Decimal(amount), currency)
    return Transaction(f"{amount}{at}{session_id}", at, money, "usage", words, session_id, None, b"")


def a_record(
    name: str, start: datetime, hours: float, cost: str | None, *, live: bool = False, settled: bool = False
) -> Recorded:
    money = None if cost is None else eur(cost)
    return Recorded(name, name, "H100", f"{name}:1", start, start + HOUR * hours, live, money, settled)


def only(spends: tuple[Spend, ...]) -> Spend:
    (spend,) = spends
    return spend


def days_of(spend: Spend) -> dict[date, Decimal]:
    return {
        one.day: round(one.amount.total.amount, 9) for one in spend.slices[By.DAY] if one.day and one.sessions
    }


@pytest.mark.parametrize("zone", ZONES)
@given(now=moments_from(2005))
@settings(max_examples=25)
def test_days_follow_one_another_and_are_as_long_as_the_clock_makes_them(zone: str, now: datetime) -> None:
    local = days_until(now, 40, ZoneInfo(zone))
    assert local.days[-1] == now.astimezone(ZoneInfo(zone)).date()
    lengths = [after - before for before, after in zip(local.starts, local.starts[1:], strict=False)]
    # Samoa left out a day once; elsewhere a clock goes an hour, or half of one, forward or back.
    allowed = {timedelta(0), *(timedelta(hours=hours) for hours in (23, 23.5, 24, 24.5, 25))}
    assert set(lengths) <= allowed
    assert sum(lengths, timedelta(0)) == local.starts[-1] - local.starts[0]


@pytest.mark.parametrize("zone", ZONES)
@given(moment=moments_from(2013))
@settings(max_examples=25)
def test_a_moment_is_on_the_day_that_the_clock_says(zone: str, moment: datetime) -> None:
    local = days_until(moment + timedelta(days=2), 5, ZoneInfo(zone))
    place = local.day_of(moment)
    assert place is not None
    said = moment.astimezone(ZoneInfo(zone)).date()
    # Where midnight strikes twice, what is between belongs to the day before.
    assert local.days[place] == said or moment < start_of(said, ZoneInfo(zone))


def test_a_day_on_which_clocks_change_is_shorter_or_longer() -> None:
    assert start_of(date(2026, 3, 30), COPENHAGEN) - start_of(date(2026, 3, 29), COPENHAGEN) == 23 * HOUR
    assert start_of(date(2026, 10, 26), COPENHAGEN) - start_of(date(2026, 10, 25), COPENHAGEN) == 25 * HOUR


def test_the_day_that_samoa_left_out_has_nothing_on_it() -> None:
    now = datetime(2012, 1, 2, 0, tzinfo=UTC)
    start = datetime(2011, 12, 29, 10, tzinfo=UTC)  # midnight of the 29th there
    spend = only(
        build_spend([], [a_record("a", start, 48, "48")], days=6, now=now, zone=ZoneInfo("Pacific/Apia"))
    )
    assert days_of(spend) == {date(2011, 12, 29): 24, date(2011, 12, 31): 24}


def test_what_runs_through_the_night_of_the_change_is_on_both_days_by_its_time() -> None:
    start = datetime(2026, 10, 24, 22, tzinfo=UTC)  # midnight in Copenhagen, of a day of 25 hours
    records = [a_record("a", start, 30, "30")]
    now = datetime(2026, 10, 27, 12, tzinfo=UTC)
    spend = only(build_spend([], records, days=7, now=now, zone=COPENHAGEN))
    assert days_of(spend) == {date(2026, 10, 25): 25, date(2026, 10, 26): 5}


@given(
    zone=st.sampled_from(ZONES),
    now=moments_from(2005),
    sessions=st.lists(
        st.tuples(
            st.floats(0, 300),
            st.floats(0, 60),
            st.decimals("0", "50", places=4),
            st.booleans(),
            st.booleans(),
        ),
        max_size=6,
    ),
    billed=st.lists(
        st.tuples(st.integers(-1, 6), st.floats(0, 300), st.decimals("-9", "9", places=4)), max_size=8
    ),
)
@settings(max_examples=50)
def test_every_way_of_telling_it_comes_to_the_same_sum(
    zone: str,
    now: datetime,
    sessions: list[tuple[float, float, Decimal, bool, bool]],
    billed: list[tuple[int, float, Decimal]],
) -> None:
    records = [
        a_record(f"s{number}", now - HOUR * ago, min(ago, hours), str(cost), live=live, settled=settled)
        for number, (ago, hours, cost, live, settled) in enumerate(sessions)
    ]
    moves = [
        moved(str(amount), now - HOUR * ago, f"s{number}" if number >= 0 else "")
        for number, ago, amount in billed
    ]
    for spend in build_spend(moves, records, days=7, now=now, zone=ZoneInfo(zone)):
        for by in By:
            amounts = [one.amount for one in spend.slices[by]]
            assert abs(sum(one.billed.amount for one in amounts) - spend.total.billed.amount) < Decimal(
                "1e-9"
            )
            missed = sum(one.estimated.amount for one in amounts) - spend.total.estimated.amount
            assert abs(missed) < Decimal("1e-9")
        # Nothing is made out of nothing: no more than all bills and all costs.
        most = sum((abs(amount) for _, _, amount in billed), Decimal(0))
        most += sum((cost for _, _, cost, _, _ in sessions), Decimal(0))
        assert abs(spend.total.total.amount) <= most + Decimal("1e-9")


def test_a_bill_takes_the_place_of_an_estimate_and_is_spread_over_the_life() -> None:
    records = [a_record("a", NOON - 36 * HOUR, 24, "9.90")]
    bill = moved("-10", NOON - 11 * HOUR, "a")
    spend = only(build_spend([bill], records, days=3, now=NOON, zone=UTC))
    assert spend.total.billed == eur("10")
    assert not spend.total.is_estimated
    assert days_of(spend) == {date(2026, 6, 7): 10}
    (why,) = spend.differences
    assert (why.reason, why.money) == (Reason.ROUNDING, eur("0.10"))


def test_what_still_runs_is_estimated_beyond_what_is_billed() -> None:
    running = a_record("a", NOON - 4 * HOUR, 4, "8", live=True)
    spend = only(build_spend([moved("-3", NOON - 2 * HOUR, "a")], [running], days=1, now=NOON, zone=UTC))
    assert (spend.total.billed, spend.total.estimated) == (eur("3"), eur("5"))
    assert str(spend.total) == "≈€8.00"
    assert [(one.reason, one.money) for one in spend.differences] == [(Reason.RUNNING, eur("-5"))]


def test_a_final_cost_counts_as_billed_and_a_concluded_one_does_not() -> None:
    records = [
        a_record("a", NOON - 4 * HOUR, 1, "2", settled=True),
        a_record("b", NOON - 4 * HOUR, 1, "3"),
        a_record("c", NOON - 4 * HOUR, 1, None),
    ]
    spend = only(build_spend([], records, days=1, now=NOON, zone=UTC))
    assert (spend.total.billed, spend.total.estimated) == (eur("2"), eur("3"))
    assert [one.label for one in spend.slices[By.SESSION]] == ["b", "a"]
    assert {one.reason for one in spend.differences} == {Reason.NO_TRANSACTION, Reason.UNSETTLED}


def test_money_that_comes_in_is_no_spend_but_a_refund_of_a_session_is_less_of_it() -> None:
    moves = [moved("25", NOON - HOUR), moved("-4", NOON - 2 * HOUR, "a"), moved("1", NOON - HOUR, "a")]
    spend = only(build_spend(moves, [], days=1, now=NOON, zone=UTC))
    assert spend.total.billed == eur("3")
    assert [(one.reason, one.money) for one in spend.differences] == [(Reason.UNRECORDED, eur("3"))]


def test_storage_and_other_fees_have_names_of_their_own() -> None:
    moves = [
        moved("-1", NOON - HOUR, words="volume corpus-eu, June"),
        moved("-2", NOON - HOUR, words="invoice fee"),
    ]
    spend = only(build_spend(moves, [], days=1, now=NOON, zone=UTC))
    for by in (By.SESSION, By.GPU, By.IMAGE):
        assert [one.label for one in spend.slices[by]] == ["invoice fee", "storage"]
    assert {one.reason for one in spend.differences} == {Reason.STORAGE, Reason.OTHER}


def test_several_currencies_stand_side_by_side() -> None:
    moves = [moved("-4", NOON - HOUR, "a", "USD"), moved("-3", NOON - HOUR, "b", "EUR")]
    records = [a_record("a", NOON - 2 * HOUR, 1, "99"), a_record("c", NOON - 2 * HOUR, 1, "1")]
    spends = build_spend(moves, records, days=1, now=NOON, zone=UTC)
    assert [str(one.total) for one in spends] == ["≈€4.00", "$4.00"]


def test_the_same_transaction_from_memory_and_from_the_service_counts_once() -> None:
    bill = moved("-3", NOON - HOUR, "a")
    assert only(build_spend([bill, bill], [], days=1, now=NOON, zone=UTC)).total.billed == eur("3")


def test_days_without_spend_are_there_and_what_is_older_is_not() -> None:
    spend = only(
        build_spend([moved("-3", NOON), moved("-9", NOON - 90 * 24 * HOUR)], [], days=7, now=NOON, zone=UTC)
    )
    assert len(spend.slices[By.DAY]) == len(spend.days) == 7
    assert spend.total.billed == eur("3")

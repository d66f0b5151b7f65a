"""What samples add up to: checked against the plainest way to say it, minute by minute."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.memory.offer_past import SLICES, WEEK, build_offer_past
from mimiry_tui.domain.memory.samples import Sample, Span
from mimiry_tui.domain.money import Money
from tests.support.clock import EPOCH

HOUR = timedelta(hours=1)
NOW = EPOCH
LONG_AGO = NOW - timedelta(days=9)
HOURS = 9 * 24


def sample(hours: float, rate: str | None, available: bool, currency: str = "EUR") -> Sample:
    money = None if rate is None else Money(Decimal(rate), currency)
    return Sample(LONG_AGO + hours * HOUR, money, available)


def span(start: float, end: float) -> Span:
    return Span(LONG_AGO + start * HOUR, LONG_AGO + end * HOUR)


ALWAYS = (span(0, HOURS),)

sampled = st.lists(
    st.builds(sample, st.integers(0, HOURS), st.sampled_from([None, "1", "2", "3.10"]), st.booleans()),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one.at,
).map(lambda found: sorted(found, key=lambda one: one.at))
spanned = st.lists(st.integers(0, HOURS), max_size=10, unique=True).map(
    lambda edges: [span(*pair) for pair in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False)]
)


@settings(max_examples=50)
@given(sampled, spanned)
def test_shares_and_averages_are_those_of_every_watched_hour(
    samples: list[Sample], spans: list[Span]
) -> None:
    past = build_offer_past("o", samples, spans, NOW)
    hours = [LONG_AGO + number * HOUR for number in range(HOURS)]
    watched = [at for at in hours if any(span.start <= at < span.end for span in spans)]
    held = {at: next((one for one in reversed(samples) if one.at <= at), None) for at in watched}
    day = [held[at] for at in watched if at >= NOW - timedelta(days=1)]
    assert past.watched == len(day) * HOUR
    stocked = sum(one is not None and one.available for one in day)
    assert past.in_stock == (Decimal(stocked) / len(day) if day else None)
    slices: list[list[Decimal]] = [[] for _ in range(SLICES)]
    for at, one in held.items():
        if at >= NOW - WEEK and one is not None and one.rate is not None:
            slices[(at - (NOW - WEEK)) // (WEEK / SLICES)].append(one.rate.amount)
    for price, seen in zip(past.week, slices, strict=True):
        if seen:
            assert price is not None
            assert abs(price - sum(seen, Decimal(0)) / len(seen)) < Decimal("1e-20")
    every = [amount for seen in slices for amount in seen]
    present = samples[-1].rate
    if every and present is not None:
        assert past.change is not None
        assert abs(past.change - (present.amount * len(every) / sum(every, Decimal(0)) - 1)) < Decimal(
            "1e-20"
        )
    if present is None:
        assert past.change is None


@settings(max_examples=50)
@given(sampled, spanned)
def test_it_was_last_in_stock_when_somebody_last_saw_that(samples: list[Sample], spans: list[Span]) -> None:
    past = build_offer_past("o", samples, spans, NOW)
    assert past.since == samples[0].at
    assert (past.last_in_stock is None) is not any(one.available for one in samples)
    if past.last_in_stock is None:
        return
    following = next((one for one in samples if one.at > past.last_in_stock), None)
    held = [one for one in samples if one.at <= past.last_in_stock]
    # At the moment of a change seen while watching, the offer had been in stock until then.
    assert held[-1].available or (held[-1].at == past.last_in_stock and held[-2].available)
    later = [one for one in samples if one.at > past.last_in_stock]
    assert not any(one.available for one in later), f"seen in stock again at {following}"


def test_nothing_is_said_of_one_that_was_never_seen() -> None:
    past = build_offer_past("o", (), ALWAYS, NOW)
    assert (past.week, past.change, past.in_stock, past.last_in_stock) == ((None,) * SLICES, None, None, None)


def test_time_in_which_nobody_looked_counts_for_nothing() -> None:
    samples = (sample(0, "2", True), sample(HOURS - 2, "2", False))
    past = build_offer_past("o", samples, (span(0, 24), span(HOURS - 4, HOURS)), NOW)
    assert past.watched == 4 * HOUR
    assert past.in_stock == Decimal("0.5")
    assert past.week == (*(None,) * 6, Decimal(2))
    assert past.last_in_stock == NOW - 2 * HOUR


def test_sold_out_at_the_first_look_means_last_seen_at_the_end_of_the_look_before() -> None:
    samples = (sample(0, "2", True), sample(HOURS - 2, "2", False))
    past = build_offer_past("o", samples, (span(0, 30), span(HOURS - 2, HOURS)), NOW)
    assert past.last_in_stock == LONG_AGO + 30 * HOUR


def test_one_glance_shows_a_price() -> None:
    past = build_offer_past("o", (sample(HOURS - 5, "2", True),), (span(HOURS - 5, HOURS - 5),), NOW)
    assert past.week == (*(None,) * 6, Decimal(2))
    assert (past.change, past.in_stock, past.watched) == (Decimal(0), None, timedelta(0))
    assert past.last_in_stock == NOW - 5 * HOUR


def test_prices_of_another_currency_are_not_compared() -> None:
    samples = (sample(0, "100", True, "JPY"), sample(HOURS - 24, "2", True), sample(HOURS - 12, "3", True))
    past = build_offer_past("o", samples, ALWAYS, NOW)
    assert past.week == (*(None,) * 6, Decimal("2.5"))
    assert past.change == Decimal("0.2")


def test_what_is_yet_to_come_by_a_wrong_clock_is_left_out() -> None:
    samples = (sample(0, "2", True), sample(HOURS + 1, "9", False))
    past = build_offer_past("o", samples, (span(0, HOURS + 1),), NOW)
    assert (past.change, past.in_stock, past.last_in_stock) == (Decimal(0), Decimal(1), NOW)

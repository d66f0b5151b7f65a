"""What an offer's samples tell of some time, and what nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.memory.offer_story import Stretch, changes, figures, stretches
from mimiry_tui.domain.memory.samples import Sample, Span
from mimiry_tui.domain.money import Money
from tests.support.clock import EPOCH

DAY = EPOCH + timedelta(hours=24)


def at(hours: float) -> datetime:
    return EPOCH + timedelta(hours=hours)


def sample(
    hours: float, rate: str | None = "2.00", *, available: bool = True, currency: str = "EUR"
) -> Sample:
    return Sample(at(hours), None if rate is None else Money(Decimal(rate), currency), available)


def span(start: float, end: float) -> Span:
    return Span(at(start), at(end))


def held(samples: Sequence[Sample], spans: Sequence[Span]) -> tuple[Stretch, ...]:
    return stretches(samples, spans, EPOCH, DAY)


def test_only_what_was_watched_is_told() -> None:
    told = held([sample(-5), sample(3, "2.50"), sample(20, "3.00")], [span(-9, 2), span(6, 10)])
    assert [(one.start, one.end, str(one.rate)) for one in told] == [
        (at(0), at(2), "€2.00"),
        (at(6), at(10), "€2.50"),
    ]


def test_the_usual_price_and_the_share_in_stock_are_those_of_the_watched_time() -> None:
    sums = figures(held([sample(0), sample(6, "4.00", available=False)], [span(0, 8)]))
    assert (str(sums.lowest), str(sums.highest), str(sums.usual)) == ("€2.00", "€4.00", "€2.50")
    assert (sums.in_stock, sums.watched) == (Decimal("0.75"), timedelta(hours=8))


def test_of_a_time_nobody_watched_nothing_is_said() -> None:
    sums = figures(held([sample(-5)], []))
    assert (sums.lowest, sums.usual, sums.in_stock, sums.watched) == (None, None, None, timedelta(0))


def test_prices_of_two_currencies_are_not_mixed() -> None:
    both = held([sample(0, "9.00", currency="USD"), sample(4, "2.00")], [span(0, 8)])
    assert str(figures(both).highest) == "€2.00"
    assert str(figures(both, "USD").highest) == "$9.00"


def test_changes_come_latest_first_and_tell_whether_the_moment_is_certain() -> None:
    samples = [sample(0), sample(2, "2.50"), sample(2.5, "2.50"), sample(9, "2.50", available=False)]
    told = changes(samples, [span(0, 5), span(9, 12)], EPOCH)
    assert [(one.at, one.certain) for one in told] == [(at(9), False), (at(2), True), (at(0), False)]
    assert told[-1].before is None
    assert [one.at for one in changes(samples, [], at(3))] == [at(9)]


@given(
    st.lists(st.tuples(st.integers(-30, 30), st.integers(1, 5), st.booleans()), min_size=1, max_size=12),
    st.lists(st.integers(-30, 40), max_size=10, unique=True),
)
@settings(max_examples=50)
def test_stretches_follow_one_another_within_what_was_watched(
    moves: list[tuple[int, int, bool]], edges: list[int]
) -> None:
    samples = [
        sample(hours, str(price), available=available)
        for hours, price, available in sorted({one[0]: one for one in moves}.values())
    ]
    ends = sorted(edges)
    spans = [span(start, end) for start, end in zip(ends[::2], ends[1::2], strict=False)]
    told = held(samples, spans)
    for one in told:
        holds = [known for known in samples if known.at <= one.start][-1]
        assert (one.rate, one.available) == (holds.rate, holds.available)
        assert any(looked.start <= one.start < one.end <= looked.end for looked in spans)
        assert EPOCH <= one.start < one.end <= DAY
    moments = sorted((one.start, one.end) for one in told)
    assert all(first[1] <= second[0] for first, second in pairwise(moments))
    sums = figures(told)
    if sums.usual is not None and sums.lowest is not None and sums.highest is not None:
        assert sums.lowest.amount <= sums.usual.amount + Decimal("1e-9")
        assert sums.usual.amount <= sums.highest.amount + Decimal("1e-9")

"""An offer's past over some time: what held when, what changed, and what it adds up to.

Nothing is concluded about times in which nobody looked: they are gaps, and count for nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.memory.samples import Sample, Span
from mimiry_tui.domain.money import Money


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which price and stock stayed the same and somebody looked."""

    start: datetime
    end: datetime
    rate: Money | None
    available: bool


@dataclass(frozen=True, slots=True)
class OfferChange:
    """What one sample said that the one before it did not."""

    at: datetime
    before: Sample | None
    """None for the first that was ever seen."""
    after: Sample
    certain: bool
    """Somebody looked right before: it changed then, and not some time before it was seen."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the watched part of a time adds up to."""

    lowest: Money | None
    highest: Money | None
    usual: Money | None
    """The average over time."""
    in_stock: Decimal | None
    """The share of the watched time, 0 to 1; None where nothing was watched."""
    watched: timedelta


def stretches(
    samples: Sequence[Sample], spans: Sequence[Span], since: datetime, until: datetime
) -> tuple[Stretch, ...]:
    """What held when between two moments; samples and spans in order of time, the latter apart."""
    found: list[Stretch] = []
    place = 0
    for start, end, sample in _holding(samples, until):
        while place < len(spans) and spans[place].end <= start:
            place += 1
        # The last span that this one reaches into may hold what comes next, too.
        for span in islice(spans, place, None):
            if span.start >= end:
                break
            first, last = max(start, span.start, since), min(end, span.end, until)
            if first < last:
                found.append(Stretch(first, last, sample.rate, sample.available))
    return tuple(found)


def changes(samples: Sequence[Sample], spans: Sequence[Span], since: datetime) -> tuple[OfferChange, ...]:
    """What became different since then, the latest first."""
    found = []
    before: Sample | None = None
    ends = [span.end for span in spans]
    for sample in samples:
        if sample.at >= since and (before is None or _differ(before, sample)):
            place = bisect_left(ends, sample.at)
            certain = place < len(spans) and spans[place].start < sample.at
            found.append(OfferChange(sample.at, before, sample, certain))
        before = sample
    return tuple(reversed(found))


def figures(held: Sequence[Stretch], currency: str | None = None) -> Figures:
    """The sums over these; prices in another currency than the last one's, or this one, are left out."""
    rated = [(one.rate, one.end - one.start) for one in held if one.rate is not None]
    code = currency or (rated[-1][0].currency if rated else "")
    same = [(rate.amount, length) for rate, length in rated if rate.currency == code]
    watched = sum((one.end - one.start for one in held), timedelta(0))
    stocked = sum((one.end - one.start for one in held if one.available), timedelta(0))
    amounts = [amount for amount, _ in same]
    return Figures(
        lowest=Money(min(amounts), code) if amounts else None,
        highest=Money(max(amounts), code) if amounts else None,
        usual=Money(_average(same), code) if amounts else None,
        in_stock=_seconds(stocked) / _seconds(watched) if watched else None,
        watched=watched,
    )


def _holding(samples: Sequence[Sample], until: datetime) -> Iterator[tuple[datetime, datetime, Sample]]:
    for number, sample in enumerate(samples):
        end = samples[number + 1].at if number + 1 < len(samples) else until
        yield sample.at, end, sample


def _average(rated: Sequence[tuple[Decimal, timedelta]]) -> Decimal:
    whole = sum((_seconds(length) for _, length in rated), Decimal(0))
    return sum((amount * _seconds(length) for amount, length in rated), Decimal(0)) / whole


def _seconds(length: timedelta) -> Decimal:
    return Decimal(length // timedelta(microseconds=1)) / 1_000_000


def _differ(one: Sample, other: Sample) -> bool:
    return (one.rate, one.available) != (other.rate, other.available)

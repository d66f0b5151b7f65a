"""What the samples of an offer add up to: its week, its stock, and when it was last to be had.

A price or a stock is known from a sample to the next one, but only while somebody looked: of the
time between two spans nothing is concluded. Moments are counted in whole microseconds, amounts are
exact until they are averaged.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from mimiry_tui.domain.memory.samples import OfferPast, Sample, Span

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
SLICES = 7
"""Equal parts of the week in which the price is told: the last one is the last 24 hours."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SLICE = WEEK // SLICES // _MICROSECOND


class Step(NamedTuple):
    """A sample in plain numbers, as many of them are added up."""

    at: int
    """Microseconds since 1970."""
    amount: Decimal | None
    currency: str
    available: bool


class Watched:
    """Spans, ready for being asked how much of a time lies in them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """Start and end of each in microseconds since 1970, in order of time."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._before: list[int] = []
        total = 0
        for start, end in spans:
            self._starts.append(start)
            self._ends.append(end)
            self._before.append(total)
            total += end - start

    def until(self, moment: int) -> int:
        """Microseconds watched before that moment."""
        place = bisect_right(self._starts, moment) - 1
        if place < 0:
            return 0
        return self._before[place] + min(moment, self._ends[place]) - self._starts[place]

    def last(self, moment: int, *, before: bool = False) -> int | None:
        """The last watched moment up to that one; `before`: in a span that had begun already then."""
        place = (bisect_left if before else bisect_right)(self._starts, moment) - 1
        return None if place < 0 else min(moment, self._ends[place])


def build_offer_past(
    offer_id: str, samples: Sequence[Sample], spans: Sequence[Span], now: datetime
) -> OfferPast:
    """What is known of an offer now. Both are in order of time; nothing is concluded of times unwatched."""
    watched = Watched((_number(span.start), _number(span.end)) for span in spans)
    steps = [
        Step(
            _number(sample.at),
            sample.rate.amount if sample.rate else None,
            sample.rate.currency if sample.rate else "",
            sample.available,
        )
        for sample in samples
    ]
    return add_up(offer_id, steps, watched, now)


def add_up(
    offer_id: str, steps: Sequence[Step], watched: Watched, now: datetime, since: int | None = None
) -> OfferPast:
    """The same from plain numbers. `since`, when it was first seen, where the first step is later."""
    end = _number(now)
    steps = [step for step in steps if step.at <= end]
    if not steps:
        return OfferPast(offer_id, now, (None,) * SLICES, None, None, timedelta(0), None)
    sums = _add_slices(steps, watched, end)
    week = tuple(
        _price(part, steps, watched, sums.currency, end, place) for place, part in enumerate(sums.parts)
    )
    last_slice = sums.parts[-1]
    looked = watched.until(end) - watched.until(end - _SLICE)
    stocked = last_in_stock(steps, watched, end)
    return OfferPast(
        offer_id=offer_id,
        since=_moment(steps[0].at if since is None else min(since, steps[0].at)),
        week=week,
        change=_change(steps[-1].amount, sums, week),
        in_stock=Decimal(last_slice.stocked) / looked if looked else None,
        watched=looked * _MICROSECOND,
        last_in_stock=None if stocked is None else _moment(stocked),
    )


def last_in_stock(steps: Sequence[Step], watched: Watched, end: int) -> int | None:
    """The last moment at which somebody saw it in stock; None where nobody did."""
    place = next((place for place in reversed(range(len(steps))) if steps[place].available), None)
    if place is None:
        return None
    following = steps[place + 1].at if place + 1 < len(steps) else None
    # Found sold out at the first look of a span, it was last seen at the end of the one before.
    seen = watched.last(end) if following is None else watched.last(following, before=True)
    return max(steps[place].at, seen or 0)


@dataclass(slots=True)
class _Part:
    """What one slice of the week adds up to."""

    weighted: Decimal = Decimal(0)
    """Amount times microseconds."""
    priced: int = 0
    """Microseconds watched with a price."""
    stocked: int = 0
    """Microseconds watched while in stock."""


@dataclass(frozen=True, slots=True)
class _Sums:
    parts: tuple[_Part, ...]
    currency: str
    """That of the latest price; what was priced otherwise cannot be compared with it."""


def _add_slices(steps: Sequence[Step], watched: Watched, end: int) -> _Sums:
    currency = next((step.currency for step in reversed(steps) if step.amount is not None), "")
    parts = tuple(_Part() for _ in range(SLICES))
    start = end - SLICES * _SLICE
    for place, step in enumerate(steps):
        until = steps[place + 1].at if place + 1 < len(steps) else end
        at = max(step.at, start)
        counted = step.amount is not None and step.currency == currency
        before = watched.until(at) if until > at else 0
        while at < until:
            number = (at - start) // _SLICE
            edge = min(until, start + (number + 1) * _SLICE)
            after = watched.until(edge)
            length, part = after - before, parts[number]
            if length:
                if counted and step.amount is not None:
                    part.weighted += step.amount * length
                    part.priced += length
                if step.available:
                    part.stocked += length
            at, before = edge, after
    return _Sums(parts, currency)


def _price(
    part: _Part, steps: Sequence[Step], watched: Watched, currency: str, end: int, place: int
) -> Decimal | None:
    """The average of one slice; where somebody only had a glance, what was seen then."""
    if part.priced:
        return part.weighted / part.priced
    until = end - (SLICES - 1 - place) * _SLICE
    glance = watched.last(until if until == end else until - 1)
    if glance is None or glance < until - _SLICE:
        return None
    number = bisect_right(steps, glance, key=lambda step: step.at) - 1
    if number < 0 or steps[number].currency != currency:
        return None
    return steps[number].amount


def _change(present: Decimal | None, sums: _Sums, week: Sequence[Decimal | None]) -> Decimal | None:
    if present is None:
        return None
    priced = sum(part.priced for part in sums.parts)
    glances = [price for price in week if price is not None]
    if priced:
        average = sum((part.weighted for part in sums.parts), Decimal(0)) / priced
    elif glances:
        average = sum(glances, Decimal(0)) / len(glances)
    else:
        return None
    return present / average - 1 if average else None


def _number(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _moment(number: int) -> datetime:
    return _EPOCH + timedelta(microseconds=number)

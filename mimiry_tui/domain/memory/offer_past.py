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
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from mimiry_tui.domain.memory.samples import OfferPast, Sample, Span
from mimiry_tui.domain.money import Money

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
SLICES = 7
"""Equal parts of the week in which the price is told: the last one is the last 24 hours."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SLICE = WEEK // SLICES // _MICROSECOND


Step = tuple[int, str | None, str | None, int]
"""A sample in plain values, of which there are many: microseconds since 1970, amount and currency as
they are spelt, and 1 where it was in stock. What is no number is an amount that was not told."""


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

    def until_each(self, moments: Sequence[int]) -> list[int]:
        """The same for many moments in order of time."""
        found: list[int] = []
        place = bisect_right(self._starts, moments[0]) - 1 if moments else 0
        while len(found) < len(moments):
            first = len(found)
            following = place + 1 < len(self._starts)
            after = bisect_left(moments, self._starts[place + 1], first) if following else len(moments)
            if place < 0:
                found += [0] * after
            else:
                start, end, before = self._starts[place], self._ends[place], self._before[place]
                outside = bisect_right(moments, end, first, after)
                found += [before + moment - start for moment in moments[first:outside]]
                found += [before + end - start] * (after - outside)
            place += 1
        return found

    def last(self, moment: int, *, before: bool = False) -> int | None:
        """The last watched moment up to that one; `before`: in a span that had begun already then."""
        place = (bisect_left if before else bisect_right)(self._starts, moment) - 1
        return None if place < 0 else min(moment, self._ends[place])


def build_offer_past(
    offer_id: str, samples: Sequence[Sample], spans: Sequence[Span], now: datetime
) -> OfferPast:
    """What is known of an offer now. Both are in order of time; nothing is concluded of times unwatched."""
    watched = Watched((_number(span.start), _number(span.end)) for span in spans)
    steps = [(_number(sample.at), *_spelt(sample.rate), int(sample.available)) for sample in samples]
    return add_up(offer_id, steps, watched, now)


def add_up(
    offer_id: str, steps: Sequence[Step], watched: Watched, now: datetime, since: int | None = None
) -> OfferPast:
    """The same from plain numbers. `since`, when it was first seen, where the first step is later."""
    end = _number(now)
    steps = steps[: bisect_right(steps, end, key=_at)]
    if not steps:
        return OfferPast(offer_id, now, (None,) * SLICES, None, None, timedelta(0), None)
    currency = next((step[2] for step in reversed(steps) if step[1] is not None), None)
    parts = _add_slices(steps, watched, currency, end)
    week = tuple(_price(part, steps, watched, currency, end, place) for place, part in enumerate(parts))
    looked = watched.until(end) - watched.until(end - _SLICE)
    stocked = last_in_stock(steps, watched, end)
    return OfferPast(
        offer_id=offer_id,
        since=_moment(steps[0][0] if since is None else min(since, steps[0][0])),
        week=week,
        change=_change(_amount(steps[-1][1]), parts, week),
        in_stock=Decimal(parts[-1].stocked) / looked if looked else None,
        watched=looked * _MICROSECOND,
        last_in_stock=None if stocked is None else _moment(stocked),
    )


def last_in_stock(steps: Sequence[Step], watched: Watched, end: int) -> int | None:
    """The last moment at which somebody saw it in stock; None where nobody did."""
    place = next((place for place in reversed(range(len(steps))) if steps[place][3] == 1), None)
    if place is None:
        return None
    following = steps[place + 1][0] if place + 1 < len(steps) else None
    # Found sold out at the first look of a span, it was last seen at the end of the one before.
    seen = watched.last(end) if following is None else watched.last(following, before=True)
    return max(steps[place][0], seen or 0)


@dataclass(slots=True)
class _Part:
    """What one slice of the week adds up to."""

    weighted: Decimal = Decimal(0)
    """Amount times microseconds."""
    priced: int = 0
    """Microseconds watched with a price."""
    stocked: int = 0
    """Microseconds watched while in stock."""


def _add_slices(steps: Sequence[Step], watched: Watched, currency: str | None, end: int) -> list[_Part]:
    """The week cut at every change and at every edge of a slice, each piece counted where it belongs.

    What was priced in another currency than the latest one cannot be compared with it, and has no price.
    """
    start = end - SLICES * _SLICE
    first = bisect_right(steps, start, key=_at)
    edges = [start + number * _SLICE for number in range(SLICES + 1)]
    moments = sorted({*edges, *(step[0] for step in steps[first:])})
    looked = watched.until_each(moments)
    lengths: list[dict[str, int]] = [{} for _ in range(SLICES)]
    parts = [_Part() for _ in range(SLICES)]
    changes = iter(steps[first:])
    change = next(changes, None)
    rate: str | None = None
    available = 0
    if first:
        _, rate, priced_in, available = steps[first - 1]
        rate = rate if priced_in == currency else None
    for moment, seen, seen_next in zip(moments, looked, looked[1:], strict=False):
        if change is not None and change[0] == moment:
            _, rate, priced_in, available = change
            rate = rate if priced_in == currency else None
            change = next(changes, None)
        length = seen_next - seen
        if length:
            within = (moment - start) // _SLICE
            if rate is not None:
                by_rate = lengths[within]
                by_rate[rate] = by_rate.get(rate, 0) + length
            if available == 1:
                parts[within].stocked += length
    for part, by_rate in zip(parts, lengths, strict=True):
        for rate, length in by_rate.items():
            amount = _amount(rate)
            if amount is not None:
                part.weighted += amount * length
                part.priced += length
    return parts


def _price(
    part: _Part, steps: Sequence[Step], watched: Watched, currency: str | None, end: int, place: int
) -> Decimal | None:
    """The average of one slice; where somebody only had a glance, what was seen then."""
    if part.priced:
        return part.weighted / part.priced
    until = end - (SLICES - 1 - place) * _SLICE
    glance = watched.last(until if until == end else until - 1)
    if glance is None or glance < until - _SLICE:
        return None
    number = bisect_right(steps, glance, key=_at) - 1
    return _amount(steps[number][1]) if number >= 0 and steps[number][2] == currency else None


def _change(
    present: Decimal | None, parts: Sequence[_Part], week: Sequence[Decimal | None]
) -> Decimal | None:
    if present is None:
        return None
    priced = sum(part.priced for part in parts)
    glances = [price for price in week if price is not None]
    if priced:
        average = sum((part.weighted for part in parts), Decimal(0)) / priced
    elif glances:
        average = sum(glances, Decimal(0)) / len(glances)
    else:
        return None
    return present / average - 1 if average else None


def _at(step: Step) -> int:
    return step[0]


def _spelt(money: Money | None) -> tuple[str | None, str | None]:
    return (None, None) if money is None else (str(money.amount), money.currency)


@lru_cache(maxsize=2_048)  # few prices are told again and again
def _amount(spelt: str | None) -> Decimal | None:
    try:
        amount = None if spelt is None else Decimal(spelt)
    except InvalidOperation:
        return None
    return amount if amount is not None and amount.is_finite() else None


def _number(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _moment(number: int) -> datetime:
    return _EPOCH + timedelta(microseconds=number)

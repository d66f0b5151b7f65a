"""Days as the reader's clock has them: 23, 24 or 25 hours long, or none where a day was left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from mimiry_tui.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class LocalDays:
    """Some days in a row, and the moments (UTC) at which they begin; one more for the end of the last."""

    days: tuple[date, ...]
    starts: tuple[datetime, ...]

    def day_of(self, moment: datetime) -> int | None:
        """The place of the day that an aware moment is in; None outside of all."""
        place = bisect_right(self.starts, moment) - 1
        return place if 0 <= place < len(self.days) else None

    def parts(self, start: datetime, end: datetime) -> Iterator[tuple[int, Decimal]]:
        """How an interval falls on these days: the place of each day and its share of the whole interval.

        An interval without a length is all on the day of its moment. What falls outside is left out.
        """
        length = end - start
        if length <= timedelta(0):
            place = self.day_of(start)
            if place is not None:
                yield place, Decimal(1)
            return
        first = max(0, bisect_right(self.starts, start) - 1)
        if first < len(self.days) and self.starts[first] <= start and end <= self.starts[first + 1]:
            yield first, Decimal(1)
            return
        for place in range(first, len(self.days)):
            begins, ends = max(start, self.starts[place]), min(end, self.starts[place + 1])
            if begins >= end:
                return
            if ends > begins:
                yield place, _micros(ends - begins) / _micros(length)


def days_until(now: datetime, count: int, zone: tzinfo | None = None) -> LocalDays:
    """The last `count` days, today included, in that zone; None is the zone of this machine."""
    today = now.astimezone(zone).date()
    days = tuple(today - timedelta(days=count - 1 - place) for place in range(count))
    starts = tuple(start_of(day, zone) for day in (*days, today + timedelta(days=1)))
    return LocalDays(days, starts)


def start_of(day: date, zone: tzinfo | None = None) -> datetime:
    """The moment (UTC) at which a day begins.

    Where clocks go forward over midnight, that is when they do; where they go back over it, it is the
    second time that midnight strikes.
    """
    strikes = (
        datetime.combine(day, time.min.replace(fold=fold), tzinfo=zone).astimezone(UTC) for fold in (0, 1)
    )
    return max(strikes)


def _micros(length: timedelta) -> Decimal:
    """A length as an exact number."""
    return Decimal(length // timedelta(microseconds=1))

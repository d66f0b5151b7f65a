"""The scale at the left of a chart: which value stands at which row, and how it is written."""

from __future__ import annotations

import math
from typing import NamedTuple

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_CENTS, _MOST_DIGITS = 2, 4


class RoundScale(NamedTuple):
    """From nothing up to a round figure, in steps of a round number."""

    top: float
    step: float
    steps: int
    """How many of them there are."""

    def figure(self, number: int, unit: str) -> str:
        """The value so many steps up, as it stands beside the chart: "€2.50", "€120"."""
        whole = self.step >= 1 and self.step == int(self.step)
        return f"{unit}{number * self.step:,.{0 if whole else _digits(self.step)}f}"


def round_scale(highest: float, *, most_steps: int) -> RoundScale:
    """A scale that holds that value, with at most so many steps."""
    highest = highest if highest > 0 else 1.0
    step = _round_step(highest / max(1, most_steps))
    count = max(1, math.ceil(highest / step - 1e-9))
    return RoundScale(count * step, step, count)


class ExactScale(NamedTuple):
    """From the lowest value, at the lowest row, to the highest, at the highest one."""

    low: float
    high: float
    rows: int
    """How many are used, from the lowest one."""
    digits: int
    marked: tuple[int, ...]
    """The rows beside which their value is written, counted from the lowest."""

    def row(self, value: float) -> int:
        """The row nearest to a value."""
        if self.high == self.low:
            return self.marked[0]
        return round((value - self.low) / (self.high - self.low) * (self.rows - 1))

    def value(self, row: int) -> float:
        """The value that stands at that row."""
        if self.high == self.low:
            return self.low
        return self.low + (self.high - self.low) * row / (self.rows - 1)


def exact_scale(low: float, high: float, rows: int, *, every: int) -> ExactScale:
    """A scale over at most so many rows, two at the least.

    What never changes stands in the middle, with its value alone.
    """
    if high <= low:
        return ExactScale(low, low, rows, _digits_between(low, low, 1), (rows // 2,))
    # No more marks than there are cents between them, so that cents tell them apart.
    cents = math.floor((high - low) * 10**_CENTS + 1e-6)
    about = max(1, min(round((rows - 1) / every), cents or rows))
    # Marks as far apart from one another, at the price of a row or two.
    near = (about, about + 1, max(1, about - 1))
    count = min((one for one in near if not cents or one <= cents), key=lambda steps: (rows - 1) % steps)
    apart = (rows - 1) // count
    marked = tuple(number * apart for number in range(count + 1))
    return ExactScale(low, high, marked[-1] + 1, _digits_between(low, high, count), marked)


def _digits_between(low: float, high: float, count: int) -> int:
    """Decimals that tell the scale's figures apart: cents, unless all are large."""
    apart = (high - low) / count
    if low >= 100 and (apart >= 1 or high == low == int(low)):
        return 0
    if high == low:
        return next(
            digits
            for digits in range(_CENTS, _MOST_DIGITS + 1)
            if digits == _MOST_DIGITS or abs(low * 10**digits - round(low * 10**digits)) < 1e-6
        )
    # Figures that only nearly stand where they are written are as good as told apart.
    marks = [low + apart * number for number in range(count + 1)]
    for digits in range(_CENTS, _MOST_DIGITS):
        if len({f"{mark:.{digits}f}" for mark in marks}) == len(marks):
            return digits
    return _MOST_DIGITS


def _round_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * one for one in _STEPS if power * one >= least * (1 - 1e-9))


def _digits(step: float) -> int:
    """Decimals that tell the scale's figures apart, two at the least: they are amounts."""
    for digits in range(_CENTS, _MOST_DIGITS):
        if abs(step * 10**digits - round(step * 10**digits)) < 1e-6:
            return digits
    return _MOST_DIGITS

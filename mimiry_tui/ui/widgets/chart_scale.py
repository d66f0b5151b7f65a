"""The scale at the left of a chart: round figures that hold everything, and how they are written."""

from __future__ import annotations

import math
from typing import NamedTuple

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MOST_DIGITS = 4


class Scale(NamedTuple):
    """From the value at the lowest line to that at the highest, in steps of a round number."""

    low: float
    high: float
    step: float

    def height(self, value: float, cells: int) -> float:
        """How high above the lowest of so many cells a value stands, in cells: 0 to `cells`."""
        share = (value - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, share)) * cells

    def figure(self, value: float, unit: str) -> str:
        """A value of the scale as it stands beside it: "€2.50", "€120"."""
        digits = 0 if self.step >= 1 and self.step == int(self.step) else _digits(self.step)
        return f"{unit}{value:,.{digits}f}"


def scale_from(low: float, high: float, *, most_steps: int) -> Scale:
    """Round ends around both values, at most that many steps apart; never an empty range."""
    if high <= low:
        room = abs(high) * 0.1 or 1.0
        low, high = max(0.0, low - room) if low >= 0 else low - room, high + room
    step = _round_step((high - low) / max(1, most_steps))
    while True:
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= max(1, most_steps):
            break
        step = _round_step(step * 1.01)
    return Scale(first * step, max(last, first + 1) * step, step)


def _round_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * one for one in _STEPS if power * one >= least * (1 - 1e-9))


def _digits(step: float) -> int:
    """Decimals that tell the scale's figures apart, two at the least: they are amounts."""
    for digits in range(2, _MOST_DIGITS):
        if abs(step * 10**digits - round(step * 10**digits)) < 1e-6:
            return digits
    return _MOST_DIGITS

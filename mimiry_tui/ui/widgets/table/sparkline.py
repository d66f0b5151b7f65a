"""A few values as a row of small bars, as high as a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from mimiry_tui.ui.widgets.cells import Span, Tone

BARS = "▁▂▃▄▅▆▇█"
NO_VALUE = "·"
FLAT = 2
"""The bar of what did not move, counted from the lowest."""
_LEAST_RANGE = Decimal("0.2")
"""The bars tell of at least that share of the value: a move of a cent must not look like a crash."""


def sparkline(values: Sequence[Decimal | None], tone: Tone, empty: Tone = "faint") -> tuple[Span, ...]:
    """One sign per value, in pieces of one tone each; a dot where there is none."""
    known = [value for value in values if value is not None]
    pieces: list[Span] = []
    for value in values:
        sign, its_tone = (NO_VALUE, empty) if value is None else (_bar(value, known), tone)
        if pieces and pieces[-1].tone == its_tone:
            pieces[-1] = Span(pieces[-1].text + sign, its_tone)
        else:
            pieces.append(Span(sign, its_tone))
    return tuple(pieces)


def _bar(value: Decimal, known: Sequence[Decimal]) -> str:
    low, high = min(known), max(known)
    if low == high:
        return BARS[FLAT]
    room = max(high - low, abs(high) * _LEAST_RANGE)
    # What moves little stays around the middle, with as much room above as below.
    floor = low - (room - (high - low)) / 2
    return BARS[min(len(BARS) - 1, int((value - floor) / room * len(BARS)))]

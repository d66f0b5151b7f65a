"""Bars of eighth blocks over their labels, as lines of spans."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mimiry_tui.ui.widgets.cells import Span, Tone
from mimiry_tui.ui.widgets.chart_scale import Scale, scale_from

EIGHTHS = " ▁▂▃▄▅▆▇█"
_ESTIMATED = "░"
_WIDEST_BAR = 7
_LEAST_LINES = 3
_ROWS_PER_FIGURE = 3
_LEAST_PLOT = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount with its name underneath."""

    label: str
    value: float
    tone: Tone = "accent"
    estimated: bool = False


def bar_lines(bars: Sequence[Bar], width: int, height: int, *, unit: str) -> list[list[Span]]:
    """The chart in so many cells and lines; nothing where there is no bar, or no room for one."""
    rows = height - 1
    if not bars or rows < _LEAST_LINES - 1:
        return []
    top = max((bar.value for bar in bars), default=0.0)
    scale = scale_from(0.0, top if top > 0 else 1.0, most_steps=max(1, rows // _ROWS_PER_FIGURE))
    figures = _figures(scale, rows, unit)
    margin = max(len(figure) for figure in figures.values()) + 1
    room = width - margin
    if room < _LEAST_PLOT:
        return []
    pitch = min(_WIDEST_BAR + 1, max(1, room // len(bars)))
    gap = 1 if pitch > 1 else 0
    shown = list(bars[-(room // pitch) :])
    lines = [
        _row(row, shown, pitch - gap, gap, figures, margin, scale, rows) for row in range(rows - 1, -1, -1)
    ]
    return [*lines, [Span(" " * margin), *_labels(shown, pitch, gap, room)]]


def _figures(scale: Scale, rows: int, unit: str) -> dict[int, str]:
    """What stands at the left of which row, counted from the lowest."""
    count = round((scale.high - scale.low) / scale.step)
    return {
        round(number * (rows - 1) / count): scale.figure(scale.low + number * scale.step, unit)
        for number in range(count + 1)
    }


def _row(
    row: int,
    bars: Sequence[Bar],
    wide: int,
    gap: int,
    figures: dict[int, str],
    margin: int,
    scale: Scale,
    rows: int,
) -> list[Span]:
    pieces = [Span(f"{figures.get(row, ''):>{margin - 1}} ", "dim")]
    # A line where a figure stands, so that the eye finds the height of what is far from the figures.
    ground = "┈" if row in figures and row else " "
    for bar in bars:
        sign = _sign(bar, scale.height(bar.value, rows) - row, lowest=row == 0)
        if sign == " ":
            pieces.append(Span(ground * (wide + gap), "faint"))
        else:
            pieces += [Span(sign * wide, bar.tone), Span(ground * gap, "faint")]
    return pieces


def _sign(bar: Bar, left: float, *, lowest: bool) -> str:
    """What a bar has in one cell of which it still fills so much."""
    if left <= 0 or bar.value <= 0:
        return " "
    # However little, it shows.
    eighths = min(8, max(1 if lowest else 0, math.floor(left * 8 + 0.5)))
    return _ESTIMATED if bar.estimated and eighths == 8 else EIGHTHS[eighths]


def _labels(bars: Sequence[Bar], pitch: int, gap: int, room: int) -> list[Span]:
    """As many labels as have room, evenly spread, the last bar's always among them."""
    longest = max(len(bar.label) for bar in bars)
    every = max(1, math.ceil((longest + 1) / pitch))
    line = ""
    for index, bar in enumerate(bars):
        if (len(bars) - 1 - index) % every:
            continue
        centre = index * pitch + (pitch - gap - len(bar.label)) // 2
        start = min(max(centre, 0), room - len(bar.label))
        if start >= len(line) + (1 if line else 0):
            line = line.ljust(start) + bar.label
    return [Span(line, "dim")]

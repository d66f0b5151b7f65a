"""Bars of eighth blocks over their labels, as lines of spans."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.ui.widgets.cells import Span, Tone
from mimiry_tui.ui.widgets.chart_scale import round_scale

EIGHTHS = " ▁▂▃▄▅▆▇█"
_ESTIMATED = "░"
_LINE = "▔"
"""At the upper end of a row, where bars of just that value end."""
_WIDEST_BAR = 7
_LEAST_ROWS = 2
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
    if not bars or rows < _LEAST_ROWS:
        return []
    scale = round_scale(max(bar.value for bar in bars), most_steps=max(1, rows // _ROWS_PER_FIGURE))
    # As many rows to each step, so that every figure stands where its value is.
    used = rows - rows % scale.steps
    each = used // scale.steps
    figures = {number * each - 1: scale.figure(number, unit) for number in range(1, scale.steps + 1)}
    margin = max(len(figure) for figure in figures.values()) + 1
    room = width - margin
    if room < _LEAST_PLOT:
        return []
    pitch = min(_WIDEST_BAR + 1, max(1, room // len(bars)))
    gap = 1 if pitch > 1 else 0
    shown = bars[-(room // pitch) :]
    heights = [max(0.0, bar.value) / scale.top * used for bar in shown]
    empty = [[Span(" " * width)]] * (rows - used)
    lines = [
        [
            Span(f"{figures.get(row, ''):>{margin - 1}} ", "dim"),
            *_row(row, shown, heights, pitch - gap, gap, _LINE if row in figures else " "),
        ]
        for row in range(used - 1, -1, -1)
    ]
    return [*empty, *lines, [Span(" " * margin), *_labels(shown, pitch, gap, room)]]


def _row(
    row: int, bars: Sequence[Bar], heights: Sequence[float], wide: int, gap: int, ground: str
) -> list[Span]:
    pieces: list[Span] = []
    for bar, height in zip(bars, heights, strict=True):
        sign = _sign(bar, height - row, lowest=row == 0)
        if sign == " ":
            pieces.append(Span(ground * (wide + gap), "faint"))
        else:
            pieces += [Span(sign * wide, bar.tone), Span(ground * gap, "faint")]
    return pieces


def _sign(bar: Bar, left: float, *, lowest: bool) -> str:
    """What a bar has in one cell of which it still fills so much."""
    if left <= 0:
        return " "
    # However little, it shows.
    eighths = min(8, max(1 if lowest else 0, math.floor(left * 8 + 0.5)))
    return _ESTIMATED if bar.estimated and eighths == 8 else EIGHTHS[eighths]


def _labels(bars: Sequence[Bar], pitch: int, gap: int, room: int) -> list[Span]:
    """As many labels as have room, evenly spread, the last bar's always among them."""
    longest = max(len(bar.label) for bar in bars)
    every = max(1, math.ceil((longest + 1) / pitch))
    line, free = [" "] * room, room
    for index in range(len(bars) - 1, -1, -every):
        label = bars[index].label
        centre = index * pitch + (pitch - gap - len(label)) // 2
        start = min(max(centre, 0), room - len(label))
        if start >= 0 and start + len(label) <= free:
            line[start : start + len(label)] = label
            free = start - 1
    return [Span("".join(line), "dim")]

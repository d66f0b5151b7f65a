"""A value over time as a line in steps, with its scale, its hours or days, and a strip beneath."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple

from mimiry_tui.ui.widgets.cells import Span, Tone
from mimiry_tui.ui.widgets.chart_scale import exact_scale
from mimiry_tui.ui.widgets.chart_time import time_marks

_LEAST_ROWS = 2
_LEAST_PLOT = 12
_ROWS_PER_FIGURE = 3
_BRIDGE = "╌"
"""From the end of what is known over a gap to where it is known again."""

Points = Sequence[tuple[datetime, float | None]]


class Stretch(NamedTuple):
    """From this moment on the strip is drawn so, until the next stretch."""

    at: datetime
    sign: str
    """One character, repeated."""
    tone: Tone
    is_gap: bool = False
    """It gives way to any other within the same cell."""


class _Cell(NamedTuple):
    """What one column has to show: rows counted from the lowest."""

    first: int
    last: int
    low: int
    high: int


def step_lines(
    points: Points,
    width: int,
    height: int,
    *,
    unit: str,
    tone: Tone,
    since: datetime | None = None,
    until: datetime | None = None,
    strip: Sequence[Stretch] = (),
) -> list[list[Span]]:
    """The chart in so many cells and lines; nothing where there is no value, or no room for one."""
    values = [value for _, value in points if value is not None]
    rows = height - 1 - (1 if strip else 0)
    if not values or rows < _LEAST_ROWS:
        return []
    start, end = since or points[0][0], until or points[-1][0]
    if end <= start:
        end = start + timedelta(hours=1)
    scale = exact_scale(min(values), max(values), rows, every=_ROWS_PER_FIGURE)
    figures = {row: f"{unit}{scale.value(row):,.{scale.digits}f}" for row in scale.marked}
    margin = max(len(figure) for figure in figures.values()) + 1
    room = width - margin
    if room < _LEAST_PLOT:
        return []
    edges = [start + (end - start) / room * number for number in range(room + 1)]
    cells = [_cell([scale.row(value) for value in _within(points, *between)]) for between in pairwise(edges)]
    grid = _drawn(cells, scale.rows)
    lines = [[Span(" " * width)]] * (rows - scale.rows)
    lines += [_line(row, grid[row], figures, margin, tone) for row in range(scale.rows - 1, -1, -1)]
    if strip:
        lines.append([Span(" " * margin), *_strip(strip, edges)])
    return [*lines, [Span(" " * margin), Span(time_marks(start, end, room), "dim")]]


def _within(points: Points, start: datetime, end: datetime) -> list[float]:
    """The values that held at any moment from `start` to before `end`, in order."""
    first = bisect_right(points, start, key=lambda point: point[0]) - 1
    last = bisect_left(points, end, key=lambda point: point[0])
    return [value for _, value in points[max(0, first) : last] if value is not None]


def _cell(rows: Sequence[int]) -> _Cell | None:
    return _Cell(rows[0], rows[-1], min(rows), max(rows)) if rows else None


def _drawn(cells: Sequence[_Cell | None], rows: int) -> list[list[str]]:
    """The signs of each row, the lowest first."""
    grid = [[" "] * len(cells) for _ in range(rows)]
    known = [x for x, cell in enumerate(cells) if cell is not None]
    before: int | None = None
    for x, cell in enumerate(cells):
        if cell is None:
            if before is not None and x < known[-1]:
                grid[before][x] = _BRIDGE
            continue
        come = cell.first if before is None else before
        low, high = min(come, cell.low), max(come, cell.high)
        for row in range(low, high + 1):
            grid[row][x] = "│"
        if low == high:
            grid[low][x] = "─"
        else:
            grid[come][x] = "┤" if low < come < high else "╮" if come == high else "╯"
            grid[cell.last][x] = "├" if low < cell.last < high else "╰" if cell.last == low else "╭"
        if low != high and come == cell.last:
            # It went away and came back within one cell.
            grid[come][x] = "┬" if come == high else "┴" if come == low else "┼"
        before = cell.last
    return grid


def _line(row: int, signs: Sequence[str], figures: dict[int, str], margin: int, tone: Tone) -> list[Span]:
    pieces = [Span(f"{figures.get(row, ''):>{margin - 1}} ", "dim")]
    ground = "┈" if row in figures else " "
    for is_line, run in groupby(signs, key=lambda sign: sign not in (" ", _BRIDGE)):
        text = "".join(run)
        pieces.append(Span(text, tone) if is_line else Span(text.replace(" ", ground), "faint"))
    return pieces


def _strip(strip: Sequence[Stretch], edges: Sequence[datetime]) -> list[Span]:
    pieces: list[Span] = []
    for start, end in pairwise(edges):
        sign, tone = _sign_of(strip, start, end)
        if pieces and pieces[-1].tone == tone and pieces[-1].text[-1] == sign:
            pieces[-1] = Span(pieces[-1].text + sign, tone)
        else:
            pieces.append(Span(sign, tone))
    return pieces


def _sign_of(strip: Sequence[Stretch], start: datetime, end: datetime) -> tuple[str, Tone]:
    """Of what holds within a cell, that which holds longest; a gap only where there is nothing else."""
    first = max(0, bisect_right(strip, start, key=lambda one: one.at) - 1)
    last = bisect_left(strip, end, key=lambda one: one.at)
    longest: dict[tuple[bool, str, Tone], timedelta] = {}
    for number in range(first, last):
        one = strip[number]
        ends = strip[number + 1].at if number + 1 < len(strip) else end
        looks = (not one.is_gap, one.sign, one.tone)
        length = max(timedelta(0), min(end, ends) - max(start, one.at))
        longest[looks] = longest.get(looks, timedelta(0)) + length
    if not longest:
        return " ", "faint"
    _, sign, tone = max(longest, key=lambda looks: (looks[0], longest[looks]))
    return sign, tone

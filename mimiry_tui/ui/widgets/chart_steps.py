"""A value over time as a line in steps, with its scale, its hours or days, and a strip beneath."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from mimiry_tui.ui.widgets.cells import Span, Tone
from mimiry_tui.ui.widgets.chart_scale import Scale, scale_from
from mimiry_tui.ui.widgets.chart_time import time_marks

_LEAST_ROWS = 2
_LEAST_PLOT = 12
_ROWS_PER_FIGURE = 3


class Stretch(NamedTuple):
    """From this moment on the strip is drawn so, until the next stretch."""

    at: datetime
    sign: str
    """One character, repeated."""
    tone: Tone


def step_lines(
    points: Sequence[tuple[datetime, float | None]],
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
    scale = scale_from(min(values), max(values), most_steps=max(1, rows // _ROWS_PER_FIGURE))
    figures = _figures(scale, rows, unit)
    margin = max(len(figure) for figure in figures.values()) + 1
    room = width - margin
    if room < _LEAST_PLOT:
        return []
    columns = _columns(points, start, end, room)
    grid = _drawn([_row_of(value, scale, rows) for value in columns], rows)
    lines = [_line(row, grid[row], figures, margin, tone) for row in range(rows - 1, -1, -1)]
    if strip:
        lines.append([Span(" " * margin), *_strip(strip, start, end, room)])
    return [*lines, [Span(" " * margin), Span(time_marks(start, end, room), "dim")]]


def _columns(
    points: Sequence[tuple[datetime, float | None]], start: datetime, end: datetime, room: int
) -> list[float | None]:
    """The value in the middle of each column's time."""
    moments = [at for at, _ in points]
    found: list[float | None] = []
    for at in _middles(start, end, room):
        index = bisect_right(moments, at) - 1
        found.append(points[index][1] if index >= 0 else None)
    return found


def _middles(start: datetime, end: datetime, room: int) -> list[datetime]:
    slice_ = (end - start) / room
    return [start + slice_ * (number + 0.5) for number in range(room)]


def _row_of(value: float | None, scale: Scale, rows: int) -> int | None:
    return None if value is None else round(scale.height(value, rows - 1))


def _drawn(heights: Sequence[int | None], rows: int) -> list[list[str]]:
    """The signs of each row, the lowest first."""
    grid = [[" "] * len(heights) for _ in range(rows)]
    before: int | None = None
    for x, here in enumerate(heights):
        if here is None:
            pass
        elif before is None or before == here:
            grid[here][x] = "─"
        else:
            up = here > before
            grid[before][x] = "╯" if up else "╮"
            grid[here][x] = "╭" if up else "╰"
            for row in range(min(before, here) + 1, max(before, here)):
                grid[row][x] = "│"
        before = here
    return grid


def _figures(scale: Scale, rows: int, unit: str) -> dict[int, str]:
    """What stands at the left of which row, counted from the lowest."""
    count = round((scale.high - scale.low) / scale.step)
    return {
        round(number * (rows - 1) / count): scale.figure(scale.low + number * scale.step, unit)
        for number in range(count + 1)
    }


def _line(row: int, signs: Sequence[str], figures: dict[int, str], margin: int, tone: Tone) -> list[Span]:
    pieces = [Span(f"{figures.get(row, ''):>{margin - 1}} ", "dim")]
    ground = "┈" if row in figures else " "
    run, is_line = "", False
    for sign in signs:
        if (sign != " ") is not is_line and run:
            pieces.append(Span(run, tone if is_line else "faint"))
            run = ""
        is_line = sign != " "
        run += sign if is_line else ground
    return [*pieces, Span(run, tone if is_line else "faint")]


def _strip(strip: Sequence[Stretch], start: datetime, end: datetime, room: int) -> list[Span]:
    moments = [one.at for one in strip]
    pieces: list[Span] = []
    for at in _middles(start, end, room):
        index = bisect_right(moments, at) - 1
        sign, tone = (strip[index].sign, strip[index].tone) if index >= 0 else (" ", "faint")
        if pieces and pieces[-1].tone == tone and pieces[-1].text[-1] == sign:
            pieces[-1] = Span(pieces[-1].text + sign, tone)
        else:
            pieces.append(Span(sign, tone))
    return pieces

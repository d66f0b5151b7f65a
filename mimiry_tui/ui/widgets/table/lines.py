"""A table's lines as strips: rows and the header."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from mimiry_tui.ui.widgets.table.columns import Column, Placed, fit
from mimiry_tui.ui.widgets.table.palette import Look, Palette
from mimiry_tui.ui.widgets.table.text import cut, cut_spans, measured, with_extras

R = TypeVar("R")

GUTTER = 2
"""Cells before the first column: the cursor's sign and the mark's."""

CURSOR_SIGN = "▎"
MARK_SIGN = "✓"
ASCENDING = "▴"
DESCENDING = "▾"
MARGIN = 1
"""Empty cells at the right, so that figures stand clear of the scrollbar and the frame."""


class Line(NamedTuple):
    """A painted row."""

    strip: Strip
    changes_in: float | None
    """Seconds after which it may look different; None = never by itself."""


class LinePainter(Generic[R]):
    """Paints lines of one width with one palette; made anew when either changes.

    The last `reserved` cells of the `width` stay empty: the scrollbar covers them.
    """

    def __init__(self, columns: Sequence[Column[R]], width: int, reserved: int, palette: Palette) -> None:
        self.width = width
        self.reserved = reserved
        self._palette = palette
        self._headers: dict[tuple[str | None, bool], Strip] = {}
        self._placed: tuple[Placed[R], ...] = fit(columns, max(0, width - GUTTER - MARGIN - reserved))

    def column_at(self, x: int) -> Column[R] | None:
        """The column whose title or cells are at `x` (cells from the line's left edge)."""
        for placed in self._placed:
            if GUTTER + placed.x <= x < GUTTER + placed.x + placed.width:
                return placed.column
        return None

    def row(self, row: R, now: datetime, look: Look) -> Line:
        """One row as it is at `now` (aware UTC)."""
        palette = self._palette
        background = palette.background(look)
        segments = [
            Segment(CURSOR_SIGN, palette.sign(look)) if look.cursor else Segment(" ", background),
            Segment(MARK_SIGN, background + palette.tone("accent"))
            if look.marked
            else Segment(" ", background),
        ]
        end = 0
        soonest: float | None = None
        for column, x, width in self._placed:
            cell = column.render(row, now)
            if cell.changes_in is not None and (soonest is None or cell.changes_in < soonest):
                soonest = cell.changes_in
            pieces, used = cut_spans(with_extras(cell, width), width)
            before = x - end + (width - used if column.align == "right" else 0)
            if before:
                segments.append(Segment(" " * before, background))
            segments += [Segment(text, palette.span(span.tone, span.bold, look)) for text, span in pieces]
            end = x + width if column.align == "right" else x + used
        return Line(self._strip(segments, end, background), soonest)

    def header(self, sort_key: str | None, reverse: bool) -> Strip:
        """The columns' titles; the one sorted by says in which direction. Kept for each sort."""
        strip = self._headers.get((sort_key, reverse))
        if strip is None:
            strip = self._headers[sort_key, reverse] = self._header(sort_key, reverse)
        return strip

    def _header(self, sort_key: str | None, reverse: bool) -> Strip:
        plain = self._palette.header(False)
        segments = [Segment(" " * GUTTER, plain)]
        end = 0
        for column, x, width in self._placed:
            is_sorted = column.key == sort_key
            title = column.title
            if is_sorted:
                title = _sorted_title(title, width, DESCENDING if reverse else ASCENDING)
            text, used = cut(title, width)
            before = x - end + (width - used if column.align == "right" else 0)
            if before:
                segments.append(Segment(" " * before, plain))
            if text:
                segments.append(Segment(text, self._palette.header(is_sorted)))
            end = x + width if column.align == "right" else x + used
        return self._strip(segments, end, plain)

    def blank(self) -> Strip:
        """A line with nothing on it."""
        return Strip.blank(self.width, self._palette.base)

    def _strip(self, segments: list[Segment], end: int, style: Style) -> Strip:
        rest = self.width - GUTTER - end
        if rest > 0:
            segments.append(Segment(" " * rest, style))
        strip = Strip(segments, max(self.width, GUTTER + end))
        return strip if rest >= 0 else strip.crop(0, self.width)


def _sorted_title(title: str, width: int, sign: str) -> str:
    shown, cells = measured(title)
    if not cells:
        return sign
    if cells + 2 <= width:
        return f"{shown} {sign}"
    return cut(shown, width - 1)[0] + sign

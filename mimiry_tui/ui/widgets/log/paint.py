"""Paints the rows of a log: time, text in its styles, matches, what is selected, rules for gaps and marks."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.logs.spool_format import Kind
from mimiry_tui.live.logs.spool_query import LogQuery
from mimiry_tui.ui.widgets.log.colours import LogPalette
from mimiry_tui.ui.widgets.log.text import LogText
from mimiry_tui.ui.widgets.log.time import Stamps

GAP = 2
"""Cells between a time and its line."""


class Row(NamedTuple):
    """A screen row of a line: the characters from `start` up to `stop`."""

    item: int
    text: LogText
    start: int
    stop: int


class RowPainter:
    """How rows look in one view of one width."""

    def __init__(
        self, palette: LogPalette, width: int, stamps: Stamps, query: LogQuery | None, left: int
    ) -> None:
        self.palette = palette
        self.width = width
        self.gutter = stamps.width + GAP if stamps.width else 0
        self.left = left
        self._stamps = stamps
        self._query = query

    @property
    def room(self) -> int:
        """Cells for the text itself."""
        return max(1, self.width - self.gutter)

    def paint(self, row: Row, selected: tuple[int, int] | None, current: bool) -> Strip:
        """The row's strip. `selected` are characters of the whole line."""
        base = self.palette.base + self.palette.current if current else self.palette.base
        if row.text.is_rule:
            return self._rule(row.text, base, selected is not None)
        whole = Strip(self._pieces(row, base, selected))
        body = whole.crop(self.left, self.left + self.room)
        if whole.cell_length > self.left + self.room and self.room > 1:
            more = Segment("…", base + self.palette.tone("dim"))
            body = Strip([*body.crop(0, self.room - 1).adjust_cell_length(self.room - 1, base), more])
        segments = [*self._time(row, base), *body]
        return Strip(segments).adjust_cell_length(self.width, base)

    def _time(self, row: Row, base: Style) -> list[Segment]:
        if not self.gutter:
            return []
        first = row.start == 0
        text = self._stamps.of(row.text.record) if first else " " * self._stamps.width
        return [Segment(text + " " * GAP, base + self.palette.tone("dim"))]

    def _pieces(self, row: Row, base: Style, selected: tuple[int, int] | None) -> list[Segment]:
        spans = self._query.spans(row.text.text) if self._query is not None else []
        cuts = {row.start, row.stop}
        for start, stop in [*spans, *([selected] if selected else [])]:
            cuts.update((min(max(start, row.start), row.stop), min(max(stop, row.start), row.stop)))
        segments, at = [], 0
        for piece, style in row.text.styles:
            end = at + len(piece)
            look = base + self.palette.run(style)
            inside = sorted({cut for cut in cuts if at < cut < end} | {at, end})
            for start, stop in pairwise(inside):
                if row.start <= start and stop <= row.stop:
                    final = look
                    if any(a <= start < b for a, b in spans):
                        final = look + self.palette.match
                    if selected is not None and selected[0] <= start < selected[1]:
                        final = look + self.palette.selection
                    segments.append(Segment(piece[start - at : stop - at], final))
            at = end
        if selected is not None and selected[1] > row.stop == len(row.text.text):
            segments.append(Segment(" ", base + self.palette.selection))  # its end of line goes along
        return segments

    def _rule(self, text: LogText, base: Style, selected: bool) -> Strip:
        is_mark = text.record.kind is Kind.MARK
        look = base + self.palette.tone("watch" if is_mark else "warn")
        if selected:
            look += self.palette.selection
        line = base + self.palette.tone("faint")
        words = safe_text(text.text or "mark", max(1, self.room - 8))
        at = self._stamps.of(text.record)
        pieces = [Segment(f"{at}{' ' * GAP}", base + self.palette.tone("dim"))] if self.gutter else []
        pieces += [Segment("── ", line), Segment(words, look), Segment(" ", line)]
        used = sum(piece.cell_length for piece in pieces)
        pieces.append(Segment("─" * max(0, self.width - used), line))
        return Strip(pieces).adjust_cell_length(self.width, base)

"""Where a reader is in a log, and the rows that are on screen from there."""

from __future__ import annotations

from mimiry_tui.ui.widgets.log.paint import Row
from mimiry_tui.ui.widgets.log.source import LogSource


class LogPlace:
    """The item and the row of it at the top of the view; moves by rows, whatever wraps.

    It needs the texts around it only while lines are wrapped; one that is not at hand counts as one row.
    """

    def __init__(self, source: LogSource) -> None:
        self.source = source
        self.item = 0
        self.row = 0
        self.wrap = False
        self.room = 80
        """Cells for text."""
        self.height = 1

    def rows_of(self, item: int) -> list[int]:
        """Where the item's rows begin in its text."""
        if not self.wrap:
            return [0]
        text = self.source.text(item)
        return [0] if text is None else text.rows(self.room)

    def move(self, rows: int) -> None:
        """Up (negative) or down by so many rows; never above the first."""
        if not self.wrap:
            self.item += rows
        self.row += rows if self.wrap else 0
        while self.row < 0 and self.item > 0:
            self.item -= 1
            self.row += len(self.rows_of(self.item))
        while self.wrap and self.item < self.source.count and self.row >= (n := len(self.rows_of(self.item))):
            self.item += 1
            self.row -= n
        if self.item < 0 or self.row < 0:
            self.item = self.row = 0

    def settle(self) -> None:
        """Not farther down than that the last row is the lowest one on screen."""
        last = self.lowest()
        if (self.item, self.row) > last:
            self.item, self.row = last
        self.row = min(self.row, len(self.rows_of(self.item)) - 1)

    def lowest(self) -> tuple[int, int]:
        """The place from which the log's end is just seen."""
        item, missing = self.source.count, self.height
        while item > 0 and missing > 0:
            item -= 1
            missing -= len(self.rows_of(item))
        return (item, max(0, -missing))

    @property
    def at_end(self) -> bool:
        """Whether the log's last row is on screen."""
        return (self.item, self.row) >= self.lowest()

    def visible(self) -> list[Row]:
        """The rows on screen, as far as they are at hand."""
        rows: list[Row] = []
        item, skip = self.item, self.row
        while len(rows) < self.height and item < self.source.count:
            text = self.source.text(item)
            if text is None:
                break
            starts = self.rows_of(item)
            for place in range(skip, len(starts)):
                stop = starts[place + 1] if place + 1 < len(starts) else len(text.text)
                rows.append(Row(item, text, starts[place], stop))
            item, skip = item + 1, 0
        return rows[: self.height]

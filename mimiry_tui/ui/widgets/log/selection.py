"""What a reader has selected of a log: from one character of one line to another of another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from mimiry_tui.domain.logs.ansi_text import shown
from mimiry_tui.live.logs.spool_reader import SpoolReader

TO_THE_END = 1 << 30
"""A column beyond every line."""

Spot = tuple[int, int]
"""A line of the file and a character in it."""


class LogSelection:
    """Begun with the mouse or the keyboard, extended, and read at last."""

    def __init__(self) -> None:
        self._anchor: Spot | None = None
        self._end: Spot = (0, 0)
        self._whole = False

    @property
    def begun(self) -> bool:
        return self._anchor is not None

    @property
    def end(self) -> Spot:
        """Where it was last extended to."""
        return self._end

    def begin(self, line: int, column: int) -> None:
        """Select from here on; nothing is selected yet."""
        self._anchor = self._end = (line, column)
        self._whole = False

    def begin_lines(self, line: int) -> None:
        """Select whole lines from this one on; it is the first of them."""
        self._anchor = self._end = (line, 0)
        self._whole = True

    def extend(self, line: int, column: int) -> None:
        """Select up to here, in either direction."""
        self._end = (line, column)

    def move(self, lines: int, columns: int, count: int) -> None:
        """Extend by lines or by characters in a log of `count` lines.

        A first step sideways makes characters of whole lines.
        """
        line, column = self._end
        self._whole = self._whole and not columns
        self._end = (max(0, min(line + lines, count - 1)), max(0, column + columns))

    def finish(self) -> None:
        """The mouse was let go: a click selects nothing."""
        if self._anchor == self._end and not self._whole:
            self.clear()

    def clear(self) -> None:
        self._anchor = None

    def bounds(self) -> tuple[Spot, Spot] | None:
        """The first and the last spot, the latter not included; None if nothing is selected."""
        if self._anchor is None:
            return None
        first, last = sorted((self._anchor, self._end))
        if self._whole:
            return (first[0], 0), (last[0], TO_THE_END)
        return None if first == last else (first, last)

    def on(self, line: int) -> tuple[int, int] | None:
        """The selected characters of a line; None where there are none."""
        bounds = self.bounds()
        if bounds is None or not bounds[0][0] <= line <= bounds[1][0]:
            return None
        start = bounds[0][1] if line == bounds[0][0] else 0
        stop = bounds[1][1] if line == bounds[1][0] else TO_THE_END
        return (start, stop)

    @property
    def lines(self) -> int:
        """How many lines it touches."""
        bounds = self.bounds()
        return 0 if bounds is None else bounds[1][0] - bounds[0][0] + 1


def selected_text(
    reader: SpoolReader, bounds: tuple[Spot, Spot], numbers: Sequence[int] | None = None
) -> str:
    """What is selected as plain text, a line each, without times or colours. Blocks.

    `numbers`, in order, are the lines that are shown; None stands for all.
    """
    (first, start), (last, stop) = bounds
    wanted: Sequence[int] = range(first, last + 1)
    if numbers is not None:
        wanted = numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]
    lines = [shown(record.text) for record in reader.pick(wanted)]
    if lines and wanted[len(lines) - 1] == last:
        lines[-1] = lines[-1][:stop]
    if lines and wanted[0] == first:
        lines[0] = lines[0][start:]
    return "\n".join(lines)

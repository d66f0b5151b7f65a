"""The lines a log view shows next, read in a thread and kept around where the reader is.

An *item* is what the view counts: a line of the file, or, while filtered, a matching line.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left

from mimiry_tui.live.logs.spool_reader import SpoolReader
from mimiry_tui.live.logs.spool_search import SpoolSearch
from mimiry_tui.ui.widgets.log.text import LogText

AROUND = 200
"""Items kept before and after those that are needed, so that scrolling need not wait."""


class LogSource:
    """A window of one spool file."""

    def __init__(self, reader: SpoolReader) -> None:
        self.reader = reader
        self.search: SpoolSearch | None = None
        self.filtered = False
        self._texts: dict[int, LogText] = {}
        self._generation = reader.generation

    @property
    def count(self) -> int:
        """Items there are now."""
        if self._matches is not None:
            return len(self._matches.found)
        return self.reader.count

    @property
    def _matches(self) -> SpoolSearch | None:
        return self.search if self.filtered else None

    def number(self, item: int) -> int:
        """The item's line in the file."""
        return self._matches.found[item] if self._matches is not None else item

    def item_of(self, number: int) -> int:
        """The first item at or after that line of the file; `count` if there is none."""
        if self._matches is not None:
            return bisect_left(self._matches.found, number)
        return min(number, self.reader.count)

    def text(self, item: int) -> LogText | None:
        """The item's text, if it is at hand."""
        if not 0 <= item < self.count or self._generation != self.reader.generation:
            return None
        return self._texts.get(self.number(item))

    def has(self, first: int, stop: int) -> bool:
        """Whether the texts of these items are at hand, as far as there are such items."""
        return all(self.text(item) is not None for item in range(max(0, first), min(stop, self.count)))

    async def load(self, first: int, stop: int) -> None:
        """Read these items and those around them; the ones farther away are let go."""
        first, stop = max(0, first - AROUND), min(stop + AROUND, self.count)
        numbers = [self.number(item) for item in range(first, stop)]
        generation = self.reader.generation
        known = self._texts if generation == self._generation else {}
        missing = [number for number in numbers if number not in known]
        read = await asyncio.to_thread(_read, self.reader, missing)
        if generation == self.reader.generation:
            self._texts = {number: known[number] for number in numbers if number in known} | read
            self._generation = generation


def _read(reader: SpoolReader, numbers: list[int]) -> dict[int, LogText]:
    return {
        number: LogText(number, record) for number, record in zip(numbers, reader.pick(numbers), strict=False)
    }

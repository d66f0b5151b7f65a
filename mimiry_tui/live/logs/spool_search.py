"""A search through a spool file that goes on as the file grows."""

from __future__ import annotations

import threading
from array import array
from itertools import islice

from mimiry_tui.live.logs.spool_query import LogQuery, TooSlow
from mimiry_tui.live.logs.spool_reader import SpoolReader

AT_ONCE = 256 * 1024
"""Bytes looked at between two looks at whether the search is still wanted."""


class SpoolSearch:
    """The numbers of all lines that match, in order, as far as `run` has come.

    `run` works in a thread; the rest may be read from any other meanwhile: numbers are only added.
    """

    def __init__(self, reader: SpoolReader, query: LogQuery) -> None:
        self.query = query
        self.found = array("Q")
        self.searched = 0
        """Lines looked at so far."""
        self.trouble = ""
        """Why the search stopped early, in words."""
        self._reader = reader
        self._generation = reader.generation
        self._cancelled = threading.Event()
        self._running = threading.Lock()

    @property
    def outdated(self) -> bool:
        """Whether the file has become another one, so that the numbers mean nothing any more."""
        return self._generation != self._reader.generation

    @property
    def complete(self) -> bool:
        """Whether every line there is now has been looked at."""
        return self.searched >= self._reader.count or bool(self.trouble)

    def cancel(self) -> None:
        """Stop soon; what was found stays."""
        self._cancelled.set()

    def run(self, blocks: int | None = None) -> None:
        """Look at the lines not looked at yet, or at so many blocks of them.

        Blocks; a second call waits for the first.
        """
        with self._running:
            if self.trouble:
                return
            for block in islice(self._reader.blocks(self.searched, AT_ONCE), blocks):
                if self._cancelled.is_set() or self.outdated:
                    return
                try:
                    numbers = self.query.lines_in(block)
                except TooSlow:
                    self.trouble = "this expression takes too long; a simpler one would do"
                    return
                self.found.extend(numbers)
                self.searched = block.first + block.lines

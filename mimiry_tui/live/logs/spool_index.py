"""Where the lines of a growing file begin, without remembering each of them.

The file is divided into stretches of whole lines, about 32 KiB each; for every stretch the index knows
where it begins and how many lines come before it. A file of a million lines needs some thousand entries.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left, bisect_right
from typing import NamedTuple

STRETCH = 32 * 1024
"""Bytes after which a stretch ends at the next end of a line."""
_AT_ONCE = 256 * 1024
"""Bytes read in one go while counting."""


class Stretch(NamedTuple):
    """Some whole lines of the file."""

    first: int
    """The number of its first line, from 0."""
    start: int
    end: int
    """Where its bytes begin and end."""


class SpoolIndex:
    """Counts lines up to the last finished one; `extend` goes on from there. Not for several threads."""

    def __init__(self) -> None:
        self._starts = array("Q", [0])
        self._firsts = array("Q", [0])
        self.count = 0
        """Finished lines so far."""
        self.end = 0
        """The byte after the last finished line."""
        self._read = 0

    def extend(self, file: int, size: int) -> bool:
        """Count what the open file holds up to `size` bytes; whether there are more lines now."""
        before = self.count
        self._read = self.end  # an unfinished line may have been taken back
        # One buffer for all: it stays in the processor's cache, and nothing is copied out of it.
        buffer = bytearray(max(0, min(_AT_ONCE, size - self._read)))
        while self._read < size:
            length = min(os.preadv(file, [buffer], self._read), size - self._read)
            if not length:
                break  # the file is shorter than its size said a moment ago
            self._take(buffer, length)
        return self.count > before

    def _take(self, data: bytearray, length: int) -> None:
        at = 0
        while at < length:
            # A stretch is closed at the first line that ends at or beyond its full length.
            room = max(1, self._starts[-1] + STRETCH - self._read)
            piece_end = length
            if at + room < length:
                newline = data.find(b"\n", at + room - 1, length)
                piece_end = newline + 1 if newline >= 0 else length
            lines = data.count(b"\n", at, piece_end)
            if lines:
                self.count += lines
                self.end = self._read + data.rindex(b"\n", at, piece_end) + 1 - at
            self._read += piece_end - at
            at = piece_end
            if lines and self.end - self._starts[-1] >= STRETCH:
                self._starts.append(self.end)
                self._firsts.append(self.count)

    def __len__(self) -> int:
        """How many stretches there are; the last one may be empty."""
        return len(self._starts)

    def stretch(self, place: int) -> Stretch:
        """The stretch of that number."""
        end = self._starts[place + 1] if place + 1 < len(self._starts) else self.end
        return Stretch(self._firsts[place], self._starts[place], end)

    def place_of(self, line: int) -> int:
        """The number of the stretch that holds this line."""
        return bisect_right(self._firsts, line) - 1

    def places(self, start: int, size: int) -> list[tuple[int, int]]:
        """Where stretches begin behind byte `start`, itself such a place, each with its first line.

        As many as have `size` bytes before the last one, and one more where the file goes on so far.
        """
        after = bisect_right(self._starts, start)
        last = bisect_left(self._starts, start + size, after) + 1
        return list(zip(self._starts[after:last], self._firsts[after:last], strict=True))

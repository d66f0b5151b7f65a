"""Reads a spooled log of any size by line numbers, while another hand appends to it.

Everything here may wait for the disk: call it in a thread. A reader may be used from several threads.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from mimiry_tui.live.logs.spool_format import Record, decode
from mimiry_tui.live.logs.spool_index import SpoolIndex, Stretch

KEPT = 4
"""Stretches whose lines are remembered, so that moving about in one place reads nothing twice."""
_FINGERPRINT = 64
"""Bytes at the start of a file by which another one under the same name is noticed."""

_PLAIN_KEPT = 4096
_DAMAGED = 16
"""Lines looked at for one that says when it was printed."""


class Block(NamedTuple):
    """Some whole lines as they are on disk."""

    first: int
    lines: int
    data: bytes
    inside: Sequence[tuple[int, int]] = ()
    """Some places in the data where a line begins, in order, each with that line's number."""
    is_plain: bool = False
    """Whether it is known to hold no escape and no carriage return: the text is shown as it is."""


class SpoolReader:
    """A spool file as numbered lines. A file that is missing or can't be read is empty."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.trouble = ""
        """Why the file can't be read, in words; empty while it can, or is merely missing."""
        self.generation = 0
        """Another number means another file: line numbers from before mean nothing any more."""
        self._lock = threading.Lock()
        self._file: int | None = None
        self._inode = (0, 0)
        self._head = b""
        self._index = SpoolIndex()
        self._split: dict[int, tuple[int, list[bytes]]] = {}
        self._plain: dict[tuple[int, int], bool] = {}

    @property
    def count(self) -> int:
        """Lines known so far."""
        return self._index.count

    def refresh(self) -> bool:
        """Look at the file again; whether lines came or it is another file now."""
        with self._lock:
            generation = self.generation
            try:
                size = self._looked_at()
                grown = self._file is not None and self._index.extend(self._file, size)
                self.trouble = ""
            except OSError as error:
                self._forget()
                self.trouble = f"the log file can't be read: {error.strerror or type(error).__name__}"
                grown = False
            if grown and len(self._head) < _FINGERPRINT and self._file is not None:
                self._head = os.pread(self._file, _FINGERPRINT, 0)
            return grown or self.generation != generation

    def close(self) -> None:
        """Let go of the file. What is read afterwards is empty."""
        with self._lock:
            self._forget()

    def lines(self, start: int, stop: int) -> list[Record]:
        """The lines of these numbers, as far as they exist."""
        return self.pick(range(max(0, start), stop))

    def pick(self, numbers: Iterable[int]) -> list[Record]:
        """The lines of these ascending numbers, as far as they exist."""
        with self._lock:
            return [decode(line) for line in self._raw(numbers)]

    def blocks(self, first: int, size: int) -> Iterator[Block]:
        """The file's lines from number `first` on in blocks of about so many bytes.

        Ends early when the file becomes another one. The lock is free between two blocks.
        """
        generation = self.generation
        while True:
            with self._lock:
                if self.generation != generation:
                    return
                block = self._block(first, size)
            if not block.lines:
                return
            yield block
            first = block.first + block.lines

    def at_time(self, moment: datetime) -> int:
        """The number of the first line that is as late as that; the number of lines if none is."""
        low, high = 0, self.count
        while low < high:
            middle = (low + high) // 2
            if self._is_before(middle, moment):
                low = middle + 1
            else:
                high = middle
        return low

    def first_moment(self) -> datetime | None:
        """When the log begins."""
        return _moment(self.lines(0, _DAMAGED))

    def last_moment(self) -> datetime | None:
        """When it ends so far."""
        return _moment(self.lines(self.count - _DAMAGED, self.count)[::-1])

    def _is_before(self, number: int, moment: datetime) -> bool:
        found = _moment(self.lines(number, number + _DAMAGED))
        return found is not None and found < moment

    # With the lock held

    def _looked_at(self) -> int:
        """Open the file, or open it anew if it is another one; its size."""
        if self.path is None:
            return 0
        try:
            seen = self.path.stat()
        except FileNotFoundError:
            if self._file is not None:
                self._forget()
            return 0
        if self._file is not None and self._is_another(seen):
            self._forget()
        if self._file is None:
            self._file = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
            seen = os.fstat(self._file)
            self._inode = (seen.st_dev, seen.st_ino)
        return seen.st_size

    def _is_another(self, seen: os.stat_result) -> bool:
        if (seen.st_dev, seen.st_ino) != self._inode or seen.st_size < self._index.end:
            return True
        assert self._file is not None
        return os.pread(self._file, len(self._head), 0) != self._head

    def _forget(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self.generation += 1
        self._file = None
        self._head = b""
        self._index = SpoolIndex()
        self._split.clear()
        self._plain.clear()

    def _bytes(self, start: int, end: int) -> bytes:
        if self._file is None:
            return b""
        try:
            return os.pread(self._file, end - start, start)
        except OSError:
            return b""  # the next refresh says what is wrong

    def _raw(self, numbers: Iterable[int]) -> Iterator[bytes]:
        for number in numbers:
            if number >= self._index.count:
                return
            place = self._index.place_of(number)
            stretch = self._index.stretch(place)
            lines = self._lines_of(place, stretch)
            if number - stretch.first < len(lines):
                yield lines[number - stretch.first]

    def _lines_of(self, place: int, stretch: Stretch) -> list[bytes]:
        known = self._split.pop(place, None)
        if known is None or known[0] != stretch.end:
            data = self._bytes(stretch.start, stretch.end)
            known = (stretch.end, data.split(b"\n")[:-1])
            while len(self._split) >= KEPT:
                del self._split[next(iter(self._split))]
        self._split[place] = known
        return known[1]

    def _block(self, first: int, size: int) -> Block:
        index = self._index
        if first >= index.count:
            return Block(first, 0, b"")
        begin = index.stretch(index.place_of(first))
        places = index.places(begin.start, size)
        end, after = (
            places.pop() if places and places[-1][0] - begin.start >= size else (index.end, index.count)
        )
        inside = [(start - begin.start, line) for start, line in places]
        data = self._bytes(begin.start, end)
        is_plain = self._is_plain(begin.start, end, data)
        count = after - begin.first
        skipped = first - begin.first
        if skipped:
            at = 0
            for _ in range(skipped):
                at = data.find(b"\n", at) + 1
            data = data[at:]
            inside = []
        return Block(first, count - skipped if data else 0, data, inside, is_plain)

    def _is_plain(self, start: int, end: int, data: bytes) -> bool:
        known = self._plain.get((start, end))
        if known is None:
            known = self._plain[start, end] = b"\x1b" not in data and b"\r" not in data
            while len(self._plain) > _PLAIN_KEPT:
                del self._plain[next(iter(self._plain))]
        return known


def _moment(records: list[Record]) -> datetime | None:
    return next((record.at for record in records if record.at is not None), None)

"""The last lines of a spool, read from its end: where an earlier dashboard left off. Blocks on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator

from mimiry_tui.live.logs.spool_format import Kind, Record, decode, stamp_of

_CHUNK = 256 * 1024
_MOST_BYTES = 64 * 1024 * 1024
"""However long the lines are, no more than this is read."""


def records_from_end(handle: int) -> Iterator[Record]:
    """The records of an open spool, newest first. May raise OSError."""
    end = os.fstat(handle).st_size
    stop = max(0, end - _MOST_BYTES)
    rest = b""
    while end > stop:
        start = max(stop, end - _CHUNK)
        block = os.pread(handle, end - start, start) + rest
        rest, *lines = block.split(b"\n")
        yield from (decode(line) for line in reversed(lines) if line)
        end = start
    if rest and stop == 0:
        yield decode(rest)


def known_lines(handle: int, most: int) -> list[str]:
    """The last lines that were captured without a gap, oldest first, as the service sent them."""
    lines: list[str] = []
    for record in records_from_end(handle):
        if record.kind is Kind.GAP or len(lines) == most:
            break
        if record.kind is Kind.LINE and record.at is not None:
            lines.append(f"{stamp_of(record.at)} {record.text}")
        elif record.kind is Kind.SEEN:
            lines.append(record.text)
    lines.reverse()
    return lines

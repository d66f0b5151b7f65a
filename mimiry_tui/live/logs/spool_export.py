"""Saves a spooled log as plain text: a line each, without stamps, colours and other escapes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from mimiry_tui.domain.logs.ansi_text import shown
from mimiry_tui.live.logs.spool_format import Kind, Record, decode
from mimiry_tui.live.logs.spool_reader import SpoolReader

_AT_ONCE = 1024 * 1024
_LINES_AT_ONCE = 10_000


class LogReplaced(OSError):
    """The log became another file while it was saved."""

    def __init__(self) -> None:
        super().__init__("the log was replaced meanwhile; save it again")


def save_as_text(reader: SpoolReader, path: Path, *, numbers: Sequence[int] | None, replace: bool) -> int:
    """Write the log, or only the lines of these numbers, for its owner alone to read; how many lines.

    Raises FileExistsError unless `replace`, and any other OSError; what was there before is unharmed then,
    and nothing half written stays. Blocks.
    """
    generation, count = reader.generation, 0
    with _replacing(path) if replace else _creating(path) as out:
        for records in _all(reader) if numbers is None else _some(reader, numbers):
            lines = [plain_line(record) for record in records]
            out.write("".join(f"{line}\n" for line in lines))
            count += len(lines)
        if reader.generation != generation:
            raise LogReplaced
    return count


def plain_line(record: Record) -> str:
    """A record as a line of plain text."""
    text = shown(record.text)
    return text if record.kind in (Kind.LINE, Kind.SEEN) else f"── {text or 'mark'} ──"


def _all(reader: SpoolReader) -> Iterator[Iterable[Record]]:
    for block in reader.blocks(0, _AT_ONCE):
        yield map(decode, block.data.split(b"\n")[:-1])


def _some(reader: SpoolReader, numbers: Sequence[int]) -> Iterator[Iterable[Record]]:
    for start in range(0, len(numbers), _LINES_AT_ONCE):
        yield reader.pick(numbers[start : start + _LINES_AT_ONCE])


@contextmanager
def _creating(path: Path) -> Iterator[TextIO]:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(file, "w", encoding="utf-8", errors="replace", newline="\n") as out:
            yield out
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    if path.is_dir():
        raise IsADirectoryError(21, "is a folder", str(path))
    file, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(file, "w", encoding="utf-8", errors="replace", newline="\n") as out:
            yield out
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise

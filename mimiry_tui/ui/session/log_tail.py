"""The last lines of a captured log, for those who only want to know how it ended."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.domain.logs.ansi_text import shown
from mimiry_tui.live.logs.spool_format import Kind, decode

_TAIL = 64 * 1024


def last_lines(path: Path, count: int) -> tuple[str, ...]:
    """Up to `count` last lines of text, oldest first, colours left out. Blocking; a file that can't be read
    has none."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _TAIL))
            pieces = file.read().split(b"\n")
    except OSError:
        return ()
    # The first one may have lost its beginning.
    records = [decode(piece) for piece in (pieces if size <= _TAIL else pieces[1:]) if piece]
    texts = [record.text for record in records if record.kind in (Kind.LINE, Kind.SEEN)]
    lines = [shown(text).rstrip() for text in texts[-4 * count :]]
    return tuple([line for line in lines if line][-count:])

"""The end of a session's log as far as it was seen: a few lines for what is remembered of it."""

from __future__ import annotations

import os
from pathlib import Path

from mimiry_tui.live.logs.spool_format import Kind
from mimiry_tui.live.logs.spool_tail import records_from_end


def last_lines(path: Path | None, most: int) -> tuple[str, ...]:
    """Up to so many lines from the end of a copy, oldest first, without their stamps; foreign text.

    Blocks on the disk. Nothing where there is no copy, or none that can be read.
    """
    if path is None:
        return ()
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return ()
    lines: list[str] = []
    try:
        for record in records_from_end(handle):
            if record.kind in (Kind.LINE, Kind.SEEN):
                lines.append(record.text)
                if len(lines) == most:
                    break
    except OSError:
        return ()
    finally:
        os.close(handle)
    lines.reverse()
    return tuple(lines)

"""Lines on their way from an answer to the disk, and which of them tell how far the work is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from mimiry_tui.domain.logs.overlap import Gap
from mimiry_tui.domain.logs.stamps import are_stamped, parted
from mimiry_tui.live.logs.spool_format import Kind, encode
from mimiry_tui.live.logs.spool_tail import records_from_end

LINES_KNOWN = 2_000
"""As many as the longest answer holds."""

FEW, TELLING = 50, 6
"""An answer with more new lines than the former is looked through for a few that may tell of progress."""


def records(gap: Gap | None, lines: Sequence[str], seen: str) -> bytes:
    """What goes to disk; `seen` is the stamp of lines that have none, and no neighbour with one."""
    text = "\n".join(lines)
    if not lines:
        content = ""
    elif are_stamped(text):
        stamped = text.replace("\n", "\n" + Kind.LINE)
        content = f"{Kind.LINE}{stamped}\n"
    else:
        content = "".join(_records(lines, seen))
    if gap is None:
        return content.encode()
    first = parted(lines[0])[0] if lines else ""
    return encode(Kind.GAP, first or seen, gap) + content.encode()


def _records(lines: Sequence[str], seen: str) -> Iterator[str]:
    """One for each line. Where only some have a stamp, the order tells about when the others were printed."""
    about = next((stamp for line in lines if (stamp := parted(line)[0])), seen)
    for line in lines:
        stamp, text = parted(line)
        about = stamp or about
        yield f"{Kind.LINE}{line}\n" if stamp else f"{Kind.SEEN}{about} {text}\n"


def telling(lines: Sequence[str]) -> Sequence[str]:
    """Those lines of an answer that tell how far the work is, found at little cost."""
    if len(lines) <= FEW:
        return lines
    rounds = [at for at, line in enumerate(lines) if "poch" in line][-TELLING:]
    late = range(max(0, len(lines) - 4 * FEW), len(lines))
    counts = [at for at in late if "/" in lines[at] or "%" in lines[at]][-TELLING:]
    return [lines[at] for at in sorted({*rounds, *counts})]


def last_words(handle: int) -> list[tuple[str, datetime]]:
    """The last lines of an open spool with their moments, to read progress from. May raise OSError."""
    words: list[tuple[str, datetime]] = []
    for record in records_from_end(handle):
        if len(words) == LINES_KNOWN:
            break
        if record.kind in {Kind.LINE, Kind.SEEN} and record.at is not None:
            words.append((record.text, record.at))
    return words[::-1]

"""A log as the service sends it, taken apart into lines and their stamps.

With timestamps asked for, each line starts `YYYY-MM-DDTHH:MM:SS.mmmZ ` (Mimiry compute API,
sessions). Not every deployment does so, and other precisions and offsets are read as well.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

Line = tuple[str, str]
"""A stamp as `stamp_of` writes it, or "" where the service gave none; and the text."""

STAMP = 24
"""Characters of a stamp."""

_LINES = re.compile(
    r"^(?:(\d{4}-(?:0\d|1[0-2])-[0-3]\d"
    r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z)(?: |$))?(.*)$",
    re.MULTILINE | re.ASCII,
)
_OTHER_STAMP = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)(?: |$)", re.ASCII
)


def split(text: str) -> tuple[list[Line], bool]:
    """The lines of a log, and whether the last one was ended by a line feed.

    Nothing but a line feed ends a line. Halves of characters (lone surrogates), which no file can
    hold, become replacement characters. Never raises.
    """
    if not text:
        return [], True
    text = _whole(text)
    ended = text[-1] == "\n"
    lines: list[Line] = _LINES.findall(text[:-1] if ended else text)
    return [line if line[0] else _otherwise_stamped(line) for line in lines], ended


def stamp_of(moment: datetime) -> str:
    """An aware moment as a stamp: UTC, cut to milliseconds, always 24 characters."""
    utc = moment.astimezone(UTC)
    return f"{utc.year:04d}-{utc:%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def moment_of(stamp: str) -> datetime | None:
    """The moment of a stamp, or None for what is none, such as the 30th of February."""
    if len(stamp) != STAMP or stamp[-1] != "Z" or stamp[10] != "T":
        return None
    try:
        return datetime.fromisoformat(stamp[:-1]).replace(tzinfo=UTC)
    except ValueError:
        return None


def _otherwise_stamped(line: Line) -> Line:
    """The line with a stamp of another precision or zone taken off its text, if it has one."""
    found = _OTHER_STAMP.match(line[1])
    if found is None:
        return line
    second, fraction, zone = found.groups()
    milliseconds = ((fraction or "") + "000")[:3]
    try:
        moment = datetime.fromisoformat(f"{second}.{milliseconds}{zone}")
        return stamp_of(moment), line[1][found.end() :]
    except (ValueError, OverflowError):
        return line


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text

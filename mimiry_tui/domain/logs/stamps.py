"""A log as the service sends it, taken apart into lines; and the stamps they begin with.

With timestamps asked for, each line starts `YYYY-MM-DDTHH:MM:SS.mmmZ ` (Mimiry compute API,
sessions). Not every deployment does so, and other precisions and offsets are read as well.

A line is one string: with its stamp and a space in front if the service gave one, as it is if not.
Most lines are only ever compared, so nothing is taken off them before somebody wants to see it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

STAMP = 24
"""Characters of a stamp."""

_STAMPED = (
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z "
)
_begins_stamped = re.compile(_STAMPED).match
_all_stamped = re.compile(rf"(?:{_STAMPED}.*+\n?+)*+").fullmatch
_OTHER_STAMP = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)(?: |$)", re.ASCII
)


def split(text: str) -> tuple[list[str], bool]:
    """The lines of a log, and whether the last one was ended by a line feed.

    Nothing but a line feed ends a line. Halves of characters (lone surrogates), which no file can
    hold, become replacement characters. Never raises.
    """
    if not text:
        return [], True
    text = _whole(text)
    ended = text[-1] == "\n"
    lines = (text[:-1] if ended else text).split("\n")
    if not are_stamped(text):
        lines = [line if _begins_stamped(line) else _otherwise_stamped(line) for line in lines]
    return lines, ended


def parted(line: str) -> tuple[str, str]:
    """The stamp of a line, "" where the service gave none, and its text."""
    return (line[:STAMP], line[STAMP + 1 :]) if _begins_stamped(line) else ("", line)


def are_stamped(text: str) -> bool:
    """Whether every line of a log has a stamp, written as `stamp_of` writes it."""
    return _all_stamped(text) is not None


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


def _otherwise_stamped(line: str) -> str:
    """The line with a stamp of another precision or zone made one like all others, if it has one."""
    found = _OTHER_STAMP.match(line)
    if found is None:
        return line
    second, fraction, zone = found.groups()
    milliseconds = ((fraction or "") + "000")[:3]
    try:
        moment = datetime.fromisoformat(f"{second}.{milliseconds}{zone}")
        return f"{stamp_of(moment)} {line[found.end() :]}"
    except (ValueError, OverflowError):
        return line


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text

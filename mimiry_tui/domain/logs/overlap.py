"""What is new in a log that can only be asked for its last lines.

The service keeps no cursor: every answer is the end of the log, and most of its lines were seen
before. The answer's lines are laid along the lines known so far, and what reaches beyond them is
new. Lines may look alike, share a stamp or have none; an answer may be older than the one before,
repeat lines, or bring one late; the log may start over.

Where lines look alike in every way, as when a program prints the same line for longer than an
answer reaches, nobody can tell how many were printed: the fewest possible are taken for new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from mimiry_tui.domain.logs.stamps import parted


class Gap(StrEnum):
    """Why lines may be missing between two that stand beside each other, in words for the reader."""

    BEFORE = "lines before these were not captured"
    MOVED_ON = "lines may be missing: the window moved on"
    NOT_RUNNING = "lines may be missing: the dashboard was not running"
    STARTED_OVER = "the log started over"
    DROPPED = "older lines dropped: size cap"


class Merged(NamedTuple):
    """What an answer adds to the lines known."""

    new: Sequence[str]
    gap: Gap | None
    """What stands before the new lines."""
    replaces_last: bool = False
    """The first new line is the last known one, grown: that one is no line of the log any more."""


def merge(
    known: Sequence[str], window: Sequence[str], *, is_full: bool = True, is_open: bool = False
) -> Merged:
    """The lines of `window`, oldest first, that come after those of `known`.

    `known` should reach back as far as any window does: it is all that was seen without a gap, or
    the last part of it. `is_full`: the log is, or may be, longer than this window. `is_open`: the
    last known line was taken before it was ended, and may have grown since.
    """
    if not window:
        return Merged((), None)
    if not known:
        return Merged(window, Gap.BEFORE if is_full else None)
    plain_known, plain = _alike(list(known), list(window))
    replayed = _replays(plain)
    if replayed:
        window = [line for at, line in enumerate(window) if at not in replayed]
        plain = [line for at, line in enumerate(plain) if at not in replayed]
    start = _first_new(plain_known, plain)
    if start is not None:
        return Merged(window[start:], None)
    start = _grown(plain_known, plain) if is_open else None
    if start is not None:
        return Merged(window[start:], None, replaces_last=True)
    late = _beyond(plain_known, plain)
    if late is not None:
        return Merged([window[at] for at in late], None)
    return Merged(window, Gap.MOVED_ON if is_full else Gap.STARTED_OVER)


def without_stubs(lines: Sequence[str]) -> list[str]:
    """The lines without those that the next one, of the same moment, may have grown out of."""
    return [line for line, following in pairwise([*lines, ""]) if not line or not following.startswith(line)]


def _alike(known: list[str], window: list[str]) -> tuple[list[str], list[str]]:
    """Both with stamps or both without: a service may stop sending them, or begin to."""
    if _has_stamps(known) == _has_stamps(window):
        return known, window
    return [parted(line)[1] for line in known], [parted(line)[1] for line in window]


def _has_stamps(lines: list[str]) -> bool:
    return any(parted(line)[0] for line in lines)


def _first_new(known: list[str], window: list[str]) -> int | None:
    """Where in the window the known lines end; its length if they cover all of it, None if apart."""
    covered = _overlap(known, window)
    if covered:
        return covered
    # A window that reaches further back than what is known, or ends before it.
    at = _find(known, window)
    if at is not None:
        return at + len(known)
    return len(window) if _find(window, known) is not None else None


def _overlap(known: list[str], window: list[str]) -> int:
    """The length of the longest end of `known` that `window` begins with."""
    first, last = window[0], known[-1]
    at = max(0, len(known) - len(window))
    while True:
        try:
            at = known.index(first, at)
        except ValueError:
            return 0
        length = len(known) - at
        if window[length - 1] == last and known[at:] == window[:length]:
            return length
        at += 1


def _find(part: list[str], whole: list[str]) -> int | None:
    """Where `part` last stands in `whole`."""
    for at in range(len(whole) - len(part), -1, -1):
        if whole[at] == part[0] and whole[at : at + len(part)] == part:
            return at
    return None


def _grown(known: list[str], window: list[str]) -> int | None:
    """Where the last known line stands in the window in a longer form."""
    before = known[:-1]
    start = _overlap(before, window) if before else 0
    last = known[-1]
    stamp, text = parted(last)
    if text and (start or stamp) and start < len(window) and window[start].startswith(last):
        return start
    return None


def _replays(window: list[str]) -> set[int]:
    """Places of lines that the answer holds again, after later ones: time went back, for those alone.

    Equal lines side by side, or among lines of the same moment, may all have been printed.
    """
    if window == sorted(window):
        return set()
    replayed: set[int] = set()
    seen: set[str] = set()
    latest, going_back = "", False
    for at, line in enumerate(window):
        stamp = parted(line)[0]
        if stamp:
            going_back = stamp < latest or (going_back and stamp == latest)
            if going_back and line in seen:
                replayed.add(at)
            latest = max(latest, stamp)
            seen.add(line)
    return replayed


def _beyond(known: list[str], window: list[str]) -> list[int] | None:
    """Places of the lines not known, where an answer has lines in between that came late.

    Only stamps prove that two lines are the same one; None where there are none in common.
    """
    had = {line for line in known if parted(line)[0]}
    if not any(line in had for line in window):
        return None
    latest = max(parted(line)[0] for line in known)
    at_latest = Counter(line for line in known if parted(line)[0] == latest)
    new: list[int] = []
    for at, line in enumerate(window):
        is_latest = parted(line)[0] == latest
        if is_latest and at_latest[line]:
            at_latest[line] -= 1
        elif is_latest or line not in had:
            new.append(at)
    return new

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

from mimiry_tui.domain.log_stamps import Line


class Gap(StrEnum):
    """Why lines may be missing between two that stand beside each other, in words for the reader."""

    BEFORE = "lines before these were not captured"
    MOVED_ON = "lines may be missing: the window moved on"
    NOT_RUNNING = "lines may be missing: the dashboard was not running"
    STARTED_OVER = "the log started over"
    DROPPED = "older lines dropped: size cap"


class Merged(NamedTuple):
    """What an answer adds to the lines known."""

    new: Sequence[Line]
    gap: Gap | None
    """What stands before the new lines."""
    replaces_last: bool = False
    """The first new line is the last known one, grown: that one is no line of the log any more."""


def merge(
    known: Sequence[Line], window: Sequence[Line], *, is_full: bool = True, is_open: bool = False
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


def without_stubs(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that the next one, of the same moment, may have grown out of."""
    return [
        line
        for line, following in pairwise([*lines, ("", "")])
        if line[0] != following[0] or not following[1].startswith(line[1] or "\n")
    ]


def _alike(known: list[Line], window: list[Line]) -> tuple[list[Line], list[Line]]:
    """Both with stamps or both without: a service may stop sending them, or begin to."""
    if _is_stamped(known) == _is_stamped(window):
        return known, window
    return [("", text) for _, text in known], [("", text) for _, text in window]


def _is_stamped(lines: list[Line]) -> bool:
    return any(stamp for stamp, _ in lines)


def _first_new(known: list[Line], window: list[Line]) -> int | None:
    """Where in the window the known lines end; its length if they cover all of it, None if apart."""
    covered = _overlap(known, window)
    if covered:
        return covered
    # A window that reaches further back than what is known, or ends before it.
    at = _find(known, window)
    if at is not None:
        return at + len(known)
    return len(window) if _find(window, known) is not None else None


def _overlap(known: list[Line], window: list[Line]) -> int:
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


def _find(part: list[Line], whole: list[Line]) -> int | None:
    """Where `part` last stands in `whole`."""
    for at in range(len(whole) - len(part), -1, -1):
        if whole[at] == part[0] and whole[at : at + len(part)] == part:
            return at
    return None


def _grown(known: list[Line], window: list[Line]) -> int | None:
    """Where the last known line stands in the window in a longer form."""
    before = known[:-1]
    start = _overlap(before, window) if before else 0
    stamp, text = known[-1]
    if start < len(window) and (start or stamp):
        now = window[start]
        if now[0] == stamp and now[1].startswith(text):
            return start
    return None


def _replays(window: list[Line]) -> set[int]:
    """Places of lines that the answer holds again, after later ones: time went back, for those alone.

    Equal lines side by side, or among lines of the same moment, may all have been printed.
    """
    stamps = [stamp for stamp, _ in window]
    if stamps == sorted(stamps):
        return set()
    replayed: set[int] = set()
    seen: set[Line] = set()
    latest, going_back = "", False
    for at, line in enumerate(window):
        stamp = line[0]
        if stamp:
            going_back = stamp < latest or (going_back and stamp == latest)
            if going_back and line in seen:
                replayed.add(at)
            latest = max(latest, stamp)
            seen.add(line)
    return replayed


def _beyond(known: list[Line], window: list[Line]) -> list[int] | None:
    """Places of the lines not known, where an answer has lines in between that came late.

    Only stamps prove that two lines are the same one; None where there are none in common.
    """
    had = Counter(line for line in known if line[0])
    if not any(line in had for line in window):
        return None
    latest = max(line[0] for line in known)
    at_latest = Counter(line for line in known if line[0] == latest)
    new: list[int] = []
    for at, line in enumerate(window):
        if line[0] == latest and at_latest[line]:
            at_latest[line] -= 1
        elif line[0] == latest or line not in had:
            new.append(at)
    return new

"""The copy of one session's log: takes answers of the service and writes what is new in them.

Blocks on the disk: called in a thread, or in several one after the other. Trouble with the disk is
told, never raised.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.logs.overlap import Gap, merge, without_stubs
from mimiry_tui.domain.logs.progress import Progress
from mimiry_tui.domain.logs.progress_tracker import ProgressTracker
from mimiry_tui.domain.logs.stamps import moment_of, parted, split, stamp_of
from mimiry_tui.live.logs.lines import LINES_KNOWN, last_words, records, telling
from mimiry_tui.live.logs.spool import SESSION_CAP, Spool, open_spool
from mimiry_tui.live.logs.spool_format import Kind, encode
from mimiry_tui.live.logs.spool_tail import known_lines

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one answer."""

    new: int = 0
    """Lines that were written."""
    asks_for_more: bool = False
    """Nothing was written: a longer answer might still meet what is known."""
    elsewhere: bool = False
    """Nothing was written: another dashboard keeps this copy."""
    trouble: str = ""
    """Nothing was written: what is wrong with the disk."""


@dataclass(frozen=True, slots=True)
class Found:
    """A copy as it lies on disk."""

    captured_until: datetime | None = None
    size: int = 0
    trouble: str = ""


def _one_at_a_time(method: Callable[Concatenate[LogCopy, P], T]) -> Callable[Concatenate[LogCopy, P], T]:
    """A cancelled caller's thread goes on: the next one waits for it."""

    @wraps(method)
    def alone(copy: LogCopy, /, *arguments: P.args, **options: P.kwargs) -> T:
        with copy._lock:
            return method(copy, *arguments, **options)

    return alone


class LogCopy:
    """What is kept of one log, and how far the work in it is."""

    def __init__(self, path: Path, cap: int = SESSION_CAP) -> None:
        self.path = path
        self.progress: Progress | None = None
        self.ended_at: datetime | None = None
        """When what wrote the log ended: a line without a time is no later, whenever it is read."""
        self._cap = cap
        self._lock = threading.RLock()
        self._tracker = ProgressTracker()
        self._spool: Spool | None = None
        self._known: list[str] = []
        self._is_resumed = False
        """What is known was read from disk: the dashboard has not seen yet what came after."""
        self._held: str | None = None
        """A last line without its line feed: it may still grow."""
        self._is_open = False
        """The last known line is such a one."""
        self._length = 0
        """Lines of the answer before."""

    @_one_at_a_time
    def look(self) -> Found:
        """What an earlier or another dashboard has left here, read without touching it."""
        try:
            handle = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            return Found()
        except OSError as error:
            return Found(trouble=trouble_of(error))
        try:
            status = os.fstat(handle)
            self._tracker = ProgressTracker()
            for text, at in last_words(handle):
                self._tracker.feed(text, at)
            self.progress = self._tracker.progress
            return Found(datetime.fromtimestamp(status.st_mtime, UTC), status.st_size)
        except OSError as error:
            return Found(trouble=trouble_of(error))
        finally:
            os.close(handle)

    @_one_at_a_time
    def claim(self) -> Taken:
        """Become the one who writes an existing file, if it is free; a missing one is free."""
        try:
            if self._spool is None and not self.path.exists():
                return Taken()
        except OSError as error:
            return Taken(trouble=trouble_of(error))
        return self._open()

    @_one_at_a_time
    def take(self, answer: str, asked: int, now: datetime, *, may_ask_for_more: bool = False) -> Taken:
        """Write what is new in an answer to a question for that many lines."""
        window, is_ended = split(answer)
        opened = self._open()
        held = self._hold(window, is_ended)
        if self._spool is None:
            self._read_progress(telling(window), now)
            return opened
        is_full = len(window) >= asked or (len(window) == self._length and bool(self._known))
        merged = merge(self._known, window, is_full=is_full, is_open=self._is_open)
        if merged.gap is not None and self._is_resumed:
            again = merge(without_stubs(self._known), window, is_full=is_full)
            merged = merged if again.gap is not None else again
        gap = merged.gap
        if gap in {Gap.MOVED_ON, Gap.BEFORE} and may_ask_for_more:
            return Taken(asks_for_more=True)
        if gap is Gap.MOVED_ON and self._is_resumed:
            gap = Gap.NOT_RUNNING
        trouble = self._write(gap, merged.new, now)
        if trouble:
            return Taken(trouble=trouble)
        if gap is not None:
            self._known = []
        elif merged.replaces_last:
            self._known.pop()
        if merged.new:
            self._known = [*self._known, *merged.new][-LINES_KNOWN:]
            self._is_open = not is_ended and held is None
        self._held, self._length, self._is_resumed = held, len(window), False
        self._read_progress(telling(merged.new) if self.progress else merged.new, now)
        return Taken(new=len(merged.new))

    @_one_at_a_time
    def finish(self, now: datetime) -> Taken:
        """Write what was held back, since nothing more comes."""
        held, self._held = self._held, None
        if held is None or self._spool is None:
            return Taken()
        trouble = self._write(None, [held], now)
        return Taken(new=0 if trouble else 1, trouble=trouble)

    @_one_at_a_time
    def mark(self, now: datetime) -> Taken:
        """Set a reader's mark at the end of what there is."""
        was_open = self._spool is not None
        opened = self.claim()
        if self._spool is None:
            return opened
        try:
            found = os.fstat(self._spool.handle).st_mtime
            self._spool.append(encode(Kind.MARK, stamp_of(now), ""))
            # A mark is no news of the log.
            self._spool.touch(datetime.fromtimestamp(found, UTC))
        except OSError as error:
            return Taken(trouble=trouble_of(error))
        finally:
            if not was_open:
                self.close()
        return Taken(new=1)

    @_one_at_a_time
    def close(self) -> None:
        """Let go of the file."""
        if self._spool is not None:
            self._spool.close()
            self._spool = None

    def _open(self) -> Taken:
        try:
            if self._spool is not None and not self._spool.is_in_place:
                self.close()
            if self._spool is None:
                spool = open_spool(self.path, self._cap)
                if spool is None:
                    return Taken(elsewhere=True)
                self._spool = spool
                self._known = known_lines(spool.handle, LINES_KNOWN)
                # Whether the last line on disk was ended when it was taken, nobody knows any more.
                self._is_resumed = self._is_open = bool(self._known)
                self._length = 0
        except OSError as error:
            self.close()
            return Taken(trouble=trouble_of(error))
        return Taken()

    def _hold(self, window: list[str], is_ended: bool) -> str | None:
        """Take a last line without its line feed off the window, unless it stayed as it was."""
        if is_ended or not window or window[-1] == self._held:
            return None
        if self._is_open and self._known and window[-1] == self._known[-1]:
            return None
        return window.pop()

    def _write(self, gap: Gap | None, lines: Sequence[str], now: datetime) -> str:
        """Append and say until when it holds; what is wrong with the disk, or "" when all went well."""
        content = records(gap, lines, stamp_of(self._printed_by(now)))
        if self._spool is None:
            return ""
        try:
            if content:
                self._spool.append(content)
            self._spool.touch(now)
        except OSError as error:
            self.close()
            return trouble_of(error)
        return ""

    def _read_progress(self, lines: Iterable[str], now: datetime) -> None:
        for stamp, text in map(parted, lines):
            self._tracker.feed(text, moment_of(stamp) or now)
        self.progress = self._tracker.progress

    def _printed_by(self, now: datetime) -> datetime:
        """For lines without a time; those that come behind known ones keep their order."""
        return now if self.ended_at is None or self._known else min(now, self.ended_at)


def trouble_of(error: OSError) -> str:
    """What is wrong with the disk, in words."""
    return f"the log is not kept: {error.strerror or type(error).__name__}"

"""How the capturing of a log stands, in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from mimiry_tui.domain.conventions import time_of_day
from mimiry_tui.domain.durations import countdown, short
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.logs.state import LogStatus
from mimiry_tui.ui.toned import toned

if TYPE_CHECKING:
    from mimiry_tui.live.logs.state import LogState


_LONGEST = 300
MISSED = timedelta(seconds=2)
"""A copy that ends so long before its session lacks what the session printed last."""


class LogWords(NamedTuple):
    """What is said, and the seconds after which it reads differently (None: never by itself)."""

    line: Content
    """Below the log; empty when all is as it should be."""
    empty: Content
    """In place of the log while it has no lines."""
    kept: str
    """Where the lines are, for the frame."""
    changes_in: float | None = None


def is_refused(state: LogState) -> bool:
    """Whether a session that goes on was said to have no log now (409): it is asked for again."""
    return state.status is LogStatus.STORED and state.error is not None and state.next_try_at is not None


def words_of(
    state: LogState | None, now: datetime, *, has_lines: bool, ended_at: datetime | None = None
) -> LogWords:
    """The words for this state of the log of a session that may have ended."""
    if state is None:
        return LogWords(Content(), toned("no log here", "dim"), "")
    again, changes_in = _again(state, now)
    line = _line(state, again, now, has_lines)
    if _is_known_to_be_empty(state, has_lines, ended_at):
        line = toned("its log is empty", "dim")
    if state.status is LogStatus.STORED and state.captured_until is not None and ended_at is not None:
        missed = ended_at - state.captured_until
        if missed >= MISSED:
            # A service that gives no log after the end keeps what was printed since the last answer.
            line += toned(f" · {short(missed)} before the end", "warn")
    if state.trouble:
        line = toned(state.trouble, "bad") + (toned(" · ", "dim") + line if line else Content())
    kept = "" if not has_lines or state.trouble else "kept on this machine"
    if state.written_elsewhere:
        kept = "kept by another dashboard"
    return LogWords(line, line or _nothing_yet(state), kept, changes_in)


def _is_known_to_be_empty(state: LogState, has_lines: bool, ended_at: datetime | None) -> bool:
    """Whether the service gave the log of a session that had ended, and nothing was in it."""
    if state.status is not LogStatus.STORED or has_lines or state.error is not None or ended_at is None:
        return False
    return state.captured_until is not None and state.captured_until >= ended_at


def _again(state: LogState, now: datetime) -> tuple[str, float | None]:
    """When the next attempt is, where that is worth saying."""
    waits = state.status in (LogStatus.BOOTING, LogStatus.FAILED) or is_refused(state)
    if not waits or state.next_try_at is None:
        return "", None
    if state.next_try_at <= now:
        return " · asking", None
    wait = countdown(state.next_try_at - now)
    # A whole second reads the same for one more moment.
    return f" · asks again in {wait.text}", max(0.05, wait.changes_in)


def _line(state: LogState, again: str, now: datetime, has_lines: bool) -> Content:
    until = ""
    if state.captured_until is not None:
        local, today = state.captured_until.astimezone(), now.astimezone().date()
        until = f"captured until {time_of_day(local, seconds=True)}"
        if local.date() != today:
            until = f"captured until {local:%-d %b} {time_of_day(local, seconds=True)}"
    if state.status is LogStatus.BOOTING:
        return toned("still booting", "warn") + toned(again, "dim")
    if state.status is LogStatus.FAILED or is_refused(state):
        title = state.error.said if state.error is not None else "the log can't be read"
        if is_refused(state):
            title = "no log at present"
        words = toned(title, "warn") + toned(again, "dim")
        return words + toned(f" · {until}", "dim") if until else words
    if state.status is LogStatus.OFF:
        return toned(safe_text(state.why, _LONGEST) or "this cloud keeps no logs", "dim")
    if state.status is LogStatus.STORED:
        nothing = "the captured copy" if has_lines else "nothing of this log was captured while it ran"
        return toned(until or nothing, "dim")
    if state.written_elsewhere:
        return toned("written by another dashboard", "dim")
    return Content()


def _nothing_yet(state: LogState) -> Content:
    if state.status is LogStatus.WAITING:
        return toned("nothing captured yet", "dim")
    return toned("the log is empty so far", "dim")

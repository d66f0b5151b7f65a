"""What is said about the capturing of a log whose session has ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mimiry_tui.live.logs.state import LogState, LogStatus
from mimiry_tui.ui.widgets.log.status import words_of
from tests.support.clock import EPOCH


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-3, "captured until 12:00:00"),
        (1, "captured until 12:00:00"),
        (10, "captured until 12:00:00 · 10s before the end"),
    ],
)
def test_a_copy_that_stops_before_its_session_says_so(seconds: int, words: str) -> None:
    state = LogState(LogStatus.STORED, captured_until=EPOCH)
    ended_at = EPOCH + timedelta(seconds=seconds)
    said = words_of(state, EPOCH + timedelta(hours=1), has_lines=True, ended_at=ended_at)
    assert said.line.plain == words


def test_a_log_that_is_still_followed_lacks_nothing_yet() -> None:
    state = LogState(LogStatus.FOLLOWING, captured_until=EPOCH)
    said = words_of(state, EPOCH, has_lines=True, ended_at=EPOCH + timedelta(minutes=1))
    assert said.line.plain == ""

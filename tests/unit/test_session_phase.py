"""The phase of a session in its row: past boots, progress, an ending under way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mimiry_tui.domain.boots import Boots
from mimiry_tui.domain.logs.progress import Progress
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.endings.ending import Ending, EndingState
from mimiry_tui.ui.columns.session_phase import phase_cell
from mimiry_tui.ui.widgets.table.text import cut_spans, with_extras
from tests.support.cells import tones, words
from tests.support.insights import Told

NOW = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)
SINCE = NOW - timedelta(seconds=62)


def a_session(state: str = "running", **fields: Any) -> Session:
    return build_session(id="s-1", name="train", state=state, **fields)


def phase_of(session: Session, **known: Any) -> tuple[str, list[str]]:
    cell = phase_cell(session, Told(**known), NOW)
    return words(cell), tones(cell)


def test_a_boot_is_measured_against_the_past_ones() -> None:
    past = Boots(timedelta(minutes=2), timedelta(minutes=3), 11)
    pulling = a_session(state="pulling_image")
    for waited, said_so in [
        (30, "pulling image 1m02s  ≈1m30s ━────"),
        (150, "pulling image 1m02s  ≈30s ━━━━─"),
        (200, "pulling image 1m02s  slower than 9 in 10"),
    ]:
        started = NOW - timedelta(seconds=waited)
        assert phase_of(pulling, since=SINCE, booting=started, past=past)[0] == said_so
    assert phase_of(pulling, since=SINCE, booting=SINCE)[0] == "pulling image 1m02s"


def test_what_nobody_has_asked_about_since_tells_how_far_it_was_and_when_that_was_seen() -> None:
    past, seen = Boots(timedelta(minutes=2), timedelta(minutes=3), 11), NOW - timedelta(seconds=60)
    known = {"since": SINCE, "booting": SINCE, "past": past, "seen": seen}
    assert phase_of(a_session(state="pulling_image"), **known)[0] == "pulling image 2s, 1 min ago"


def test_what_runs_shows_how_far_it_is() -> None:
    made = Progress("epoch 3/10", 0.25, timedelta(hours=4, minutes=10), NOW)
    assert phase_of(a_session(), made=made)[0] == "ready  epoch 3/10 ≈4h10m ━────"
    assert phase_of(a_session(), made=Progress("45%", 0.45))[0] == "ready  45% ━━───"


@pytest.mark.parametrize(
    ("state", "said_so", "tone"),
    [
        (EndingState.ACCEPTED, "terminating 12 s", "warn"),
        (EndingState.STUCK, "STUCK · still billing €2.10/h · terminating", "bad"),
        (EndingState.FAILED, "still billing €2.10/h · terminate failed", "bad"),
    ],
)
def test_an_ending_under_way_is_told_before_anything_else(
    state: EndingState, said_so: str, tone: str
) -> None:
    asked = NOW - timedelta(seconds=12)
    end = Ending("s-1", "train", state, asked, asked, rate=Money(Decimal("2.10")))
    assert phase_of(a_session(), end=end) == (said_so, [tone])


def test_an_ending_says_nothing_once_the_session_has_ended() -> None:
    end = Ending("s-1", "train", EndingState.STUCK, NOW, NOW)
    assert phase_of(a_session(state="exited", exit_code=0), end=end)[0] == "done · exit 0"


def test_an_ending_is_told_until_the_machine_is_released_too() -> None:
    # "stopped" with an operation "terminating": ended in name, and still billed.
    releasing = a_session(state="stopped", operation="terminating", stop_reason="user_requested")
    end = Ending("s-1", "train", EndingState.STUCK, NOW, NOW, rate=Money(Decimal("2.10")))
    assert phase_of(releasing, end=end)[0] == "STUCK · still billing €2.10/h · terminating"
    released = a_session(state="stopped", stop_reason="user_requested")
    assert phase_of(released, end=end)[0] == "ended by you"


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, "ready  epoch 3/10 ≈4h10m ━────"),
        (29, "ready  epoch 3/10 ≈4h10m"),
        (23, "ready  epoch 3/10"),
        (16, "ready"),
        (3, "re…"),
    ],
)
def test_where_there_is_little_room_whole_pieces_go_and_no_figure_is_cut(width: int, shown: str) -> None:
    made = Progress("epoch 3/10", 0.25, timedelta(hours=4, minutes=10), NOW)
    cell = phase_cell(a_session(), Told(made=made), NOW)
    pieces, used = cut_spans(with_extras(cell, width), width)
    assert "".join(piece.text for piece in pieces) == shown
    assert used == len(shown)

"""A session's phases one below the other, to scale."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.timeline import Segment, Source, Timeline
from mimiry_tui.ui.timeline_lines import bar, changes_in, scale_of, timeline_lines
from tests.unit.test_timeline_bar import NOON, PULLING, RUNNING, end_of, story, timelines

FAILED = story((Phase.ACCEPTED, 10), (Phase.PULLING_IMAGE, 30), (Phase.ENDED_FAILED, 0))


def drawn(timeline: Timeline, open_for: float, width: int = 116, ready_in: float | None = None) -> list[str]:
    now = end_of(timeline, open_for)
    ready_at = now + timedelta(seconds=ready_in) if ready_in is not None else None
    return [line.plain.rstrip() for line in timeline_lines(timeline, now, width, ready_at)]


def row_of(lines: list[str], word: str) -> str:
    return next(line for line in lines if line.startswith(word))


def cells(line: str) -> int:
    """How many cells of bar a line has, counting halves."""
    return 2 * line.count("━") + line.count("╸") + line.count("╺")


def test_each_phase_has_its_length_its_time_and_who_says_so() -> None:
    lines = drawn(RUNNING, 60)
    assert [line.split()[0] for line in lines[1:7]] == [
        "accepted", "provisioning", "setting", "pulling", "starting", "ready",
    ]  # fmt: skip
    row = row_of(lines, "pulling image")
    assert row.split()[2:4] == ["1m10s", "12:00:57"]
    assert row.endswith("reported")


def test_bars_are_to_one_scale_and_follow_each_other() -> None:
    lines = drawn(RUNNING, 60)
    lengths = {"provisioning": 22, "setting up": 31, "pulling image": 70, "starting": 18, "ready": 60}
    per_second = [cells(row_of(lines, word)) / length for word, length in lengths.items()]
    assert max(per_second) - min(per_second) < 0.12
    places = [
        min(row_of(lines, word).index(sign) for sign in "━╺╸" if sign in row_of(lines, word))
        for word in lengths
    ]
    assert places == sorted(places)


def test_a_phase_that_would_press_the_others_to_nothing_is_broken_and_says_so() -> None:
    lines = drawn(RUNNING, 7_920)
    assert "╱╱" in row_of(lines, "ready")
    assert cells(row_of(lines, "provisioning")) > 8
    assert any("longer than is drawn here" in line for line in lines)
    assert not any("╱╱" in line for line in drawn(RUNNING, 60))


def test_what_is_ahead_is_dashed_up_to_when_it_should_be_ready() -> None:
    lines = drawn(PULLING, 12, ready_in=40)
    ready = row_of(lines, "ready")
    assert "≈40s" in ready
    assert "≈12:01:52" in ready
    assert "╌" in ready
    assert ready.endswith("≈ estimated")
    assert row_of(lines, "starting") == "starting"
    assert "╌" not in "".join(drawn(PULLING, 12))
    assert "╌" not in "".join(drawn(PULLING, 12, ready_in=-5))


def test_an_end_is_a_sign_where_the_bars_stop() -> None:
    row = row_of(drawn(FAILED, 0), "failed")
    assert "✗" in row
    assert "━" not in row


@pytest.mark.parametrize(
    ("source", "words", "meaning"),
    [
        (Source.EVENT, "reported", "by the service"),
        (Source.OBSERVED, "seen by us", "or a little before"),
        (Source.INFERRED, "≈ concluded", "from another date"),
    ],
)
def test_who_says_so_is_explained_as_far_as_it_is_used(source: Source, words: str, meaning: str) -> None:
    lines = drawn(story((Phase.ACCEPTED, 5), (Phase.READY, 0), source=source), 9)
    assert row_of(lines, "ready").endswith(words)
    legend = lines[lines.index("") + 1 :]
    assert len(legend) == 1
    assert legend[0].startswith(words)
    assert meaning in legend[0]


def test_a_concluded_length_is_marked_as_such() -> None:
    timeline = Timeline((Segment(Phase.READY, NOON, None, Source.INFERRED),))
    assert "≈1m00s" in row_of(drawn(timeline, 60), "ready")


def test_without_dates_it_says_so() -> None:
    assert [line.plain for line in timeline_lines(Timeline(()), NOON, 80, None)] == ["no dates known"]


def test_only_an_open_phase_reads_differently_later() -> None:
    assert changes_in(RUNNING, end_of(RUNNING, 30.25)) == pytest.approx(0.75)
    assert changes_in(FAILED, end_of(FAILED, 30)) is None
    assert changes_in(Timeline(()), NOON) is None


@given(st.floats(0, 60), st.floats(0, 60), st.integers(1, 60))
def test_a_bar_is_never_nothing_and_never_too_long(start: float, length: float, room: int) -> None:
    text = bar(start, start + length, room)
    assert len(text) == room
    assert text.strip()
    assert " " not in text.strip()


@given(timelines(), st.floats(0, 10**6), st.floats(-10, 10**5), st.integers(50, 250))
def test_no_line_is_wider_than_its_width(
    timeline: Timeline, open_for: float, ready_in: float, width: int
) -> None:
    lines = drawn(timeline, open_for, width, ready_in)
    table = lines[: lines.index("")]
    assert all(len(line) <= width for line in table)
    assert len(table) > len(timeline.segments)


@given(timelines(), st.floats(0, 10**6), st.integers(8, 200))
def test_all_bars_together_fill_no_more_than_the_room(timeline: Timeline, open_for: float, room: int) -> None:
    now = end_of(timeline, open_for)
    scale = scale_of(timeline, now, room)
    lengths = [segment.lasted(now) / timedelta(seconds=1) for segment in timeline.segments]
    total = sum(
        scale.broken_cells if place == scale.broken else scale.cells_per_second * length
        for place, length in enumerate(lengths)
    )
    # Lengths are rounded to microseconds; no bar is drawn finer than half a cell.
    assert total <= room + 0.01

"""Lengths of time and moments as the dashboard writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mimiry_tui.domain.durations import age, clock_time, freshness, remaining, short

NOON = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "text", "changes_in"),
    [
        (-5, "0s", 1),
        (0, "0s", 1),
        (58.25, "58s", 0.75),
        (104, "1m44s", 1),
        (599, "9m59s", 1),
        (600, "10m", 60),
        (2_725, "45m", 35),
        (8_040, "2h14m", 60),
        (86_399, "23h59m", 1),
        (273_600, "3d 4h", 3_600),
    ],
)
def test_ages(seconds: float, text: str, changes_in: float) -> None:
    assert age(timedelta(seconds=seconds)) == (text, changes_in)
    assert short(timedelta(seconds=seconds)) == text


@pytest.mark.parametrize(
    ("seconds", "text", "changes_in"),
    [
        (-1, "0 s", 1),
        (3.5, "3 s", 0.5),
        (59, "59 s", 1),
        (60, "1 min", 60),
        (3_599, "59 min", 1),
        (7_300, "2 h", 3_500),
    ],
)
def test_freshness(seconds: float, text: str, changes_in: float) -> None:
    assert freshness(timedelta(seconds=seconds)) == (text, changes_in)


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (2, "14:00"),
        (-2, "10:00"),
        (15.5, "Tue 03:30"),
        (-24, "7 Jun 12:00"),
        (24 * 7, "15 Jun 12:00"),
        (24 * 400, "Jul 2027"),
    ],
)
def test_clock_times(hours: float, text: str) -> None:
    assert clock_time(NOON + timedelta(hours=hours), NOON) == text


def test_clock_times_are_in_the_readers_zone() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=9)))
    assert clock_time(NOON + timedelta(hours=1), there) == "22:00"
    assert clock_time(NOON + timedelta(hours=4), there) == "Tue 01:00"


@pytest.mark.parametrize(
    ("seconds", "text", "changes_in"),
    [(5, "5 s", 1), (4.5, "5 s", 0.5), (4, "4 s", 1), (0.25, "1 s", 0.25), (0, "1 s", 0), (-3, "1 s", 0)],
)
def test_what_remains_counts_down_to_its_last_second(seconds: float, text: str, changes_in: float) -> None:
    left = remaining(timedelta(seconds=seconds))
    assert left.text == text
    assert left.changes_in == pytest.approx(changes_in)

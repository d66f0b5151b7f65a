"""Lengths of time as they are typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.launching.lengths import LONGEST, length_trouble, read_length, show_length


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("4h", 240),
        ("4", 240),
        (" 1h30m ", 90),
        ("1h30", 90),
        ("1H 30M", 90),
        ("1.5 h", 90),
        ("1,5h", 90),
        ("90m", 90),
        ("90 min", 90),
        ("2d", 2880),
        ("1 week", 10_080),
        ("3600s", 60),
        ("4 hours, 5 minutes", 245),
        ("90m30s", 90.5),
    ],
)
def test_people_write_a_length_in_many_ways(typed: str, minutes: float) -> None:
    assert read_length(typed) == timedelta(minutes=minutes)
    assert length_trouble(typed) == ""


@pytest.mark.parametrize(
    "typed", ["", "h", "four", "30m1h", "1h1h", "2 hours and", "-1h", "1e3h", "٤h", "5 months"]
)
def test_what_is_no_length_is_told_how_to_be_one(typed: str) -> None:
    assert read_length(typed) is None
    assert length_trouble(typed) == "write it like 4h, 1h30m or 90m"


def test_a_length_of_nothing_or_of_years_is_none() -> None:
    assert read_length("0h") is None
    assert length_trouble("0h").startswith("too short")
    assert read_length("367d") is None
    assert length_trouble("367d") == "longer than 366 days"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(hours=4), "4h"),
        (timedelta(minutes=90), "1h30m"),
        (timedelta(days=1, hours=12), "1d12h"),
        (timedelta(seconds=30), "30s"),
        (timedelta(seconds=-3), "0s"),
    ],
)
def test_a_length_is_shown_in_its_shortest_words(length: timedelta, words: str) -> None:
    assert show_length(length) == words


@given(st.integers(min_value=1, max_value=int(LONGEST.total_seconds())))
def test_what_is_shown_reads_back_as_the_same(seconds: int) -> None:
    assert read_length(show_length(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    length = read_length(text)
    assert (length is None) == bool(length_trouble(text))
    assert length is None or timedelta(seconds=1) <= length <= LONGEST

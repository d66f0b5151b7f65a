"""Times beside lines, moments a reader asks for, and colours that can be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.live.logs.spool_format import Kind, Record
from mimiry_tui.ui.contrast import READABLE, contrast, readable
from mimiry_tui.ui.widgets.log.colours import rgb
from mimiry_tui.ui.widgets.log.selection import LogSelection
from mimiry_tui.ui.widgets.log.time import Stamps, TimeMode, moment_of

FIRST = datetime(2026, 6, 8, 10, 0, tzinfo=UTC)
LAST = datetime(2026, 6, 8, 12, 31, 14, tzinfo=UTC)
NOW = datetime(2026, 6, 9, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "moment"),
    [
        ("12:30", datetime(2026, 6, 8, 12, 30, tzinfo=UTC)),
        ("12:30:45", datetime(2026, 6, 8, 12, 30, 45, tzinfo=UTC)),
        ("13:00", datetime(2026, 6, 7, 13, 0, tzinfo=UTC)),
        ("-10m", LAST - timedelta(minutes=10)),
        ("+5m", FIRST + timedelta(minutes=5)),
        ("-1h30m", LAST - timedelta(minutes=90)),
        ("2h ago", NOW - timedelta(hours=2)),
        ("1.5 hours ago", NOW - timedelta(minutes=90)),
        ("2026-06-08", datetime(2026, 6, 8, tzinfo=UTC)),
        ("2026-06-08 12:30", datetime(2026, 6, 8, 12, 30, tzinfo=UTC)),
        ("2026-06-08T12:30:00+02:00", datetime(2026, 6, 8, 10, 30, tzinfo=UTC)),
        ("25:00", None),
        ("10m", None),
        ("-10m ago", None),
        ("-10 parsecs", None),
        ("-99999999999999d", None),
        ("0001-01-01", None),
        ("", None),
        ("soon", None),
    ],
)
def test_a_moment_is_what_was_meant(asked: str, moment: datetime | None) -> None:
    assert moment_of(asked, NOW, FIRST, LAST) == moment


@given(st.text(alphabet="0123456789:-+ agomhsdT.", max_size=20))
def test_no_words_break_it(asked: str) -> None:
    moment = moment_of(asked, NOW, None, None)
    assert moment is None or moment.tzinfo is not None


def record(moment: datetime | None, kind: Kind = Kind.LINE) -> Record:
    return Record(kind, moment, "text")


@pytest.mark.parametrize(
    ("mode", "last", "text"),
    [
        (TimeMode.OFF, LAST, ""),
        (TimeMode.UTC, LAST, " 12:31:14"),
        (TimeMode.LOCAL, LAST, " 12:31:14"),
        (TimeMode.LOCAL, LAST + timedelta(days=1), "  8 Jun 12:31:14"),
        (TimeMode.RELATIVE, LAST, "  +2:31:14"),
    ],
)
def test_a_time_is_as_wide_as_all_others(mode: TimeMode, last: datetime, text: str) -> None:
    stamps = Stamps(mode, FIRST, last)
    assert stamps.of(record(LAST)) == text
    assert len(stamps.of(record(None))) == stamps.width == len(text)


def test_a_time_of_our_own_is_marked_as_estimated() -> None:
    assert Stamps(TimeMode.UTC, FIRST, LAST).of(record(LAST, Kind.SEEN)) == "≈12:31:14"


def test_relative_times_stay_within_their_room() -> None:
    stamps = Stamps(TimeMode.RELATIVE, FIRST, LAST)
    for hours in (-3, 0, 30, 999, 100_000):
        assert len(stamps.of(record(FIRST + timedelta(hours=hours), Kind.SEEN))) == stamps.width


_COLOUR = st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))


@given(_COLOUR, _COLOUR)
def test_any_colour_can_be_read_on_any_ground(
    text: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    assert contrast(readable(text, ground), ground) >= READABLE


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable((255, 200, 0), (10, 10, 10)) == (255, 200, 0)


def test_numbered_colours_are_the_usual_ones() -> None:
    assert [rgb(n) for n in (16, 21, 196, 231, 232, 255)] == [
        (0, 0, 0),
        (0, 0, 255),
        (255, 0, 0),
        (255, 255, 255),
        (8, 8, 8),
        (238, 238, 238),
    ]


def test_a_selection_goes_both_ways() -> None:
    selection = LogSelection()
    selection.begin(5, 3)
    selection.extend(3, 7)
    assert selection.bounds() == ((3, 7), (5, 3))
    assert selection.on(2) is None
    assert selection.on(3) is not None
    assert selection.on(5) == (0, 3)
    assert selection.lines == 3


def test_a_click_selects_nothing() -> None:
    selection = LogSelection()
    selection.begin(5, 3)
    selection.finish()
    assert not selection.begun

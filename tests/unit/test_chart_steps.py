"""A price over time in characters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from mimiry_tui.ui.widgets.cells import Span
from mimiry_tui.ui.widgets.chart_scale import exact_scale
from mimiry_tui.ui.widgets.chart_steps import Points, Stretch, step_lines

START = datetime(2026, 6, 8, 0, 0, tzinfo=UTC)
END = START + timedelta(hours=24)
SIZE = (30, 7)
"""Cells and lines: a scale of six cells, 24 columns of an hour each, six rows and the times."""


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def texts(lines: Sequence[Sequence[Span]]) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


def drawn(points: Points, strip: Sequence[Stretch] = (), size: tuple[int, int] = SIZE) -> list[str]:
    return texts(step_lines(points, *size, unit="€", tone="accent", since=START, until=END, strip=strip))


def plot(points: Points) -> list[str]:
    """The rows without scale and times, the line alone."""
    return [line[6:].replace("┈", " ").rstrip() for line in drawn(points)[:-1]]


def test_a_value_holds_until_the_next_one_and_stands_beside_its_figure() -> None:
    lines = drawn([(at(0), 2.0), (at(12), 2.5)])
    assert lines[0].startswith("€2.50 ")
    assert lines[0].endswith("╭───────────")
    assert lines[5].startswith("€2.00 ────────────╯")
    assert [line[18] for line in lines[1:5]] == ["│"] * 4


def test_what_came_and_went_within_one_cell_is_seen_all_the_same() -> None:
    assert plot([(at(0), 2.0), (at(6.2), 3.0), (at(6.5), 2.0)])[0].strip() == "│"
    assert plot([(at(0), 2.0), (at(6.2), 3.0), (at(6.5), 2.0)])[5] == "──────┴─────────────────"


def test_a_time_nobody_looked_at_is_bridged_by_dashes_and_nothing_is_drawn_before_and_after() -> None:
    points: Points = [(at(2), 2.0), (at(8), None), (at(12), 2.5), (at(20), None)]
    rows = plot(points)
    assert rows[5] == "  ──────╌╌╌╌╯"
    assert rows[0] == "            ╭───────"


def test_what_never_changed_is_one_line_with_its_one_figure() -> None:
    lines = drawn([(at(0), 2.1)])
    told = [line for line in lines if "€" in line]
    assert told == ["€2.10 " + "─" * 24]


def test_the_strip_says_what_held_longest_in_each_cell_and_a_gap_gives_way() -> None:
    strip = [
        Stretch(START, "·", "faint", is_gap=True),
        Stretch(at(5.9), "━", "good"),
        Stretch(at(10), "─", "dim"),
        Stretch(at(10.2), "━", "good"),
        Stretch(at(12), "·", "faint", is_gap=True),
    ]
    assert drawn([(at(0), 2.0)], strip)[-2] == " " * 6 + "·····━━━━━━━············"


def test_hours_stand_under_their_own_column() -> None:
    names = drawn([(at(0), 2.0)], size=(86, 7))[-1]
    for hour in range(6, 24, 6):
        local = at(hour).astimezone()
        if local.hour and f"{local:%H:%M}" in names:
            break
    else:
        pytest.fail("no hour is told")
    # 80 columns for 24 hours.
    assert abs(names.index(f"{local:%H:%M}") - 6 - hour * 80 / 24) < 1


@pytest.mark.parametrize(
    ("points", "size"),
    [([], SIZE), ([(START, None)], SIZE), ([(START, 2.0)], (30, 2)), ([(START, 2.0)], (16, 7))],
)
def test_without_a_value_or_room_nothing_is_drawn(points: Points, size: tuple[int, int]) -> None:
    assert drawn(points, size=size) == []


@given(
    st.lists(
        st.tuples(st.floats(0, 24), st.one_of(st.none(), st.floats(0.01, 90_000, allow_nan=False))),
        max_size=12,
    ),
    st.integers(24, 90),
    st.integers(3, 16),
)
@settings(max_examples=50)
def test_whatever_it_draws_it_keeps_to_its_lines_and_cells(
    values: list[tuple[float, float | None]], width: int, height: int
) -> None:
    points = [(at(hours), value) for hours, value in sorted(values, key=lambda one: one[0])]
    strip = [Stretch(START, "━", "good")]
    lines = drawn(points, strip, (width, height))
    assert not lines or len(lines) == height
    assert all(cell_len(line) <= width for line in lines)


@given(st.floats(0.01, 500), st.floats(0, 500), st.integers(2, 20))
@settings(max_examples=50)
def test_a_scale_ends_at_the_lowest_and_the_highest_with_its_figures_evenly_apart(
    low: float, more: float, rows: int
) -> None:
    scale = exact_scale(low, low + more, rows, every=3)
    assert all(0 <= scale.row(value) < rows for value in (low, low + more))
    if low + more > low:
        assert (scale.row(low), scale.row(low + more)) == (0, scale.rows - 1)
        assert len({b - a for a, b in pairwise(scale.marked)}) == 1


@given(
    low=st.integers(min_value=1, max_value=500),
    cents=st.integers(min_value=1, max_value=300),
    rows=st.integers(min_value=3, max_value=20),
)
@settings(max_examples=50)
def test_prices_in_cents_have_figures_in_cents_that_differ(low: int, cents: int, rows: int) -> None:
    scale = exact_scale(low / 100, (low + cents) / 100, rows, every=3)
    figures = [f"{scale.value(row):.{scale.digits}f}" for row in scale.marked]
    assert scale.digits <= 2
    assert len(set(figures)) == len(figures)

"""Amounts side by side in characters."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from mimiry_tui.ui.widgets.cells import Span
from mimiry_tui.ui.widgets.chart_bars import Bar, bar_lines
from mimiry_tui.ui.widgets.chart_scale import round_scale


def texts(lines: Sequence[Sequence[Span]]) -> list[str]:
    return ["".join(span.text for span in line).rstrip() for line in lines]


def days(*values: float, estimated: bool = False) -> list[Bar]:
    return [Bar(f"d{number}", value, estimated=estimated) for number, value in enumerate(values)]


def test_a_bar_ends_at_the_line_of_its_figure() -> None:
    # Six rows above the labels, two steps of €5.
    assert texts(bar_lines(days(10, 5, 2.5), 28, 7, unit="€")) == [
        "€10 ███████▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "    ███████",
        "    ███████",
        " €5 ███████▔███████▔▔▔▔▔▔▔▔▔",
        "    ███████ ███████ ▄▄▄▄▄▄▄",
        "    ███████ ███████ ███████",
        "      d0      d1      d2",
    ]


def test_what_is_estimated_is_lighter_and_the_least_amount_shows() -> None:
    lines = texts(bar_lines([*days(10, estimated=True), Bar("d1", 0.001), Bar("d2", 0)], 28, 7, unit="€"))
    assert all("░" in line for line in lines[:6])
    assert lines[5] == "    ░░░░░░░ ▁▁▁▁▁▁▁"


def test_where_there_are_more_bars_than_room_the_last_ones_are_shown_with_the_last_label() -> None:
    lines = texts(bar_lines(days(*range(1, 91)), 44, 7, unit="€"))
    assert lines[-1].endswith("d89")
    assert "d0 " not in lines[-1]
    assert cell_len(lines[-2]) == 44


def test_labels_do_not_run_into_one_another() -> None:
    bars = [Bar(f"{number} Nov", 3.0) for number in range(1, 31)]
    labels = texts(bar_lines(bars, 100, 8, unit="€"))[-1].split("  ")
    assert {label.strip() for label in labels if label.strip()} <= {bar.label for bar in bars}
    assert labels[-1].strip() == "30 Nov"


@pytest.mark.parametrize(("bars", "size"), [([], (40, 7)), (days(1), (40, 2)), (days(1), (10, 7))])
def test_without_a_bar_or_room_nothing_is_drawn(bars: list[Bar], size: tuple[int, int]) -> None:
    assert bar_lines(bars, *size, unit="€") == []


@given(
    st.lists(st.floats(-5, 100_000, allow_nan=False), min_size=1, max_size=95),
    st.integers(20, 100),
    st.integers(3, 14),
)
@settings(max_examples=50)
def test_whatever_it_draws_it_keeps_to_its_lines_and_cells(
    values: list[float], width: int, height: int
) -> None:
    lines = bar_lines(days(*values), width, height, unit="€")
    assert not lines or len(lines) == height
    assert all(cell_len(line) <= width for line in texts(lines))


@given(st.floats(0.001, 1e6), st.integers(1, 6))
@settings(max_examples=50)
def test_a_scale_holds_the_highest_value_in_few_steps(highest: float, most: int) -> None:
    scale = round_scale(highest, most_steps=most)
    assert scale.top >= highest * (1 - 1e-9)
    assert scale.steps <= most

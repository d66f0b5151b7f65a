"""How the columns of a table share a line."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.ui.widgets.cells import EMPTY, Cell
from mimiry_tui.ui.widgets.table.columns import Column, fit


def a_column(
    key: str, *, width: int | None = None, min_width: int = 4, want: int = 0, weight: int = 1, drop: int = 0
) -> Column[str]:
    def render(row: str, now: datetime) -> Cell:
        return EMPTY

    return Column(key, key, render, str, None, width, min_width, want, weight, drop=drop)


def widths(columns: list[Column[str]], width: int) -> dict[str, int]:
    return {placed.column.key: placed.width for placed in fit(columns, width)}


def test_spare_width_goes_to_those_that_want_it_evenly_and_only_then_by_weight() -> None:
    columns = [a_column("name", want=9), a_column("fixed", width=3), a_column("use", want=6, weight=3)]
    assert widths(columns, 15) == {"name": 4, "fixed": 3, "use": 4}
    assert widths(columns, 18) == {"name": 6, "fixed": 3, "use": 5}
    assert widths(columns, 22) == {"name": 9, "fixed": 3, "use": 6}
    assert widths(columns, 30) == {"name": 11, "fixed": 3, "use": 12}


def test_a_column_that_wants_less_than_its_least_keeps_its_least() -> None:
    assert widths([a_column("a", min_width=6, want=2), a_column("b", want=20)], 20) == {"a": 6, "b": 12}


@given(
    wants=st.lists(st.integers(0, 40), min_size=1, max_size=6),
    drops=st.lists(st.integers(0, 3), min_size=6, max_size=6),
    width=st.integers(0, 120),
)
def test_whatever_is_wanted_nothing_overlaps_or_leaves_the_line(
    wants: list[int], drops: list[int], width: int
) -> None:
    columns = [a_column(str(at), want=want, drop=drops[at]) for at, want in enumerate(wants)]
    end = 0
    for placed in fit(columns, width):
        assert placed.x >= end
        assert placed.width > 0
        end = placed.x + placed.width
    assert end <= width

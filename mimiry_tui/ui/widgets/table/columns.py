"""Columns of a table, and how they share a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.ui.widgets.cells import Cell

R = TypeVar("R")

GAP = 2
"""Empty cells between two columns, unless a column says otherwise."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column: how a row shows in it, sorts by it and is found through it."""

    key: str
    """Its name in `column:text` filters and in `sort_by`."""

    title: str
    """The header's text."""

    render: Callable[[R, datetime], Cell]
    """The row's cell at that moment (aware UTC); called only for visible lines, when they are painted."""

    text: Callable[[R], str]
    """What the filter matches."""

    sort: Callable[[R], Any] | None = None
    """The raw value to sort by; None for a row without one (it comes last). No function: not sortable."""

    width: int | None = None
    """Cells; None = flexible."""

    min_width: int = 4
    """The least a flexible column is shown with, in cells."""

    want: int = 0
    """What a flexible column would like to have, in cells: spare width goes there first, to all evenly."""

    weight: int = 1
    """A flexible column's share of what is spare after that."""

    align: Literal["left", "right"] = "left"

    gap: int = GAP
    """Empty cells between it and the next one."""

    drop: int = 0
    """When the width does not suffice, columns with the highest number above 0 vanish first."""

    about: str = ""
    """What it tells, in a few words, where columns are chosen and explained."""

    fixed: bool = False
    """Whether it always stays: without it one could not tell which row is which."""

    extra: bool = False
    """Whether it is shown only to those who ask for it."""


class Placed(NamedTuple, Generic[R]):
    """A column on the line: its first cell (from 0) and how many it has."""

    column: Column[R]
    x: int
    width: int


def fit(columns: Sequence[Column[R]], width: int) -> tuple[Placed[R], ...]:
    """Place `columns` on a line of `width` cells: what does not fit drops or is cut, nothing overlaps."""
    kept = list(columns)
    while _least(kept) > width and (droppable := [column for column in kept if column.drop > 0]):
        # The last of those with the highest number: equals vanish from the right.
        kept.remove(max(reversed(droppable), key=lambda column: column.drop))
    return tuple(_place(kept, width))


def _least(columns: Sequence[Column[R]]) -> int:
    gaps = sum(column.gap for column in columns[:-1])
    return gaps + sum(column.min_width if column.width is None else column.width for column in columns)


def _place(columns: Sequence[Column[R]], width: int) -> list[Placed[R]]:
    spare = max(0, width - _least(columns))
    extra = _wished(columns, spare)
    spare -= sum(extra)
    weights = sum(column.weight for column in columns if column.width is None)
    placed: list[Placed[R]] = []
    x = 0
    for column, wished in zip(columns, extra, strict=True):
        cells = column.width
        if cells is None:
            share = spare * column.weight // weights if weights else 0
            spare -= share
            weights -= column.weight
            cells = column.min_width + wished + share
        cells = min(cells, width - x)
        if cells <= 0:
            break
        placed.append(Placed(column, x, cells))
        x += cells + column.gap
    return placed


def _wished(columns: Sequence[Column[R]], spare: int) -> list[int]:
    """The cells beyond the least that go to those who want more, one each in turn."""
    missing = [0 if one.width is not None else max(0, one.want - one.min_width) for one in columns]
    given = [0] * len(columns)
    while spare and any(missing):
        for place, more in enumerate(missing):
            if more and spare:
                given[place] += 1
                missing[place] -= 1
                spare -= 1
    return given

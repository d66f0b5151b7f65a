"""What a column of a table says of a row, as a test reads it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from mimiry_tui.ui.widgets.cells import Cell, Span
from mimiry_tui.ui.widgets.table.columns import Column

R = TypeVar("R")


def column(columns: Sequence[Column[R]], key: str) -> Column[R]:
    """The column of that key."""
    return next(one for one in columns if one.key == key)


def cell_of(columns: Sequence[Column[R]], key: str, row: R, now: datetime) -> Cell:
    """The row's cell in that column."""
    return column(columns, key).render(row, now)


def words(cell: Cell) -> str:
    """All of a cell's text."""
    return "".join(span.text for span in _all(cell))


def tones(cell: Cell) -> list[str]:
    """The tones of the pieces that say something."""
    return [span.tone for span in _all(cell) if span.text]


def _all(cell: Cell) -> list[Span]:
    """What it says where there is all the room it wants."""
    return [*cell.spans, *(span for group in cell.extras for span in group)]

"""Text cut to a number of cells. Everything that comes in passes `safe_text` here first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.widgets.cells import Cell, Span

ELLIPSIS = "…"


class Piece(NamedTuple):
    """A piece of a cell as it goes on the screen."""

    text: str
    span: Span
    """Where it came from: its tone and weight."""


@lru_cache(maxsize=8192)
def measured(text: str) -> tuple[str, int]:
    """`text` made safe, and the cells it takes."""
    shown = safe_text(text)
    return shown, cell_len(shown)


def cut(text: str, width: int) -> tuple[str, int]:
    """`text` made safe in at most `width` cells, with `…` where something is missing; and the cells taken."""
    shown, cells = measured(text)
    return (shown, cells) if cells <= width else _cut(shown, width)


def cut_spans(spans: Sequence[Span], width: int) -> tuple[list[Piece], int]:
    """The same for the spans of one cell, taken together."""
    pieces: list[Piece] = []
    used = 0
    for number, span in enumerate(spans):
        text, cells = measured(span.text)
        if not cells:
            continue
        room = width - used
        if cells > room or (cells == room and any(rest.text for rest in spans[number + 1 :])):
            text, cells = _cut(text, room)
            pieces.append(Piece(text, span))
            return pieces, used + cells
        pieces.append(Piece(text, span))
        used += cells
    return pieces, used


def with_extras(cell: Cell, width: int) -> Sequence[Span]:
    """The spans of a cell, and of its extras as many groups as fit whole into that many cells."""
    if not cell.extras:
        return cell.spans
    shown, used = list(cell.spans), _cells(cell.spans)
    for group in cell.extras:
        used += _cells(group)
        if used > width:
            break
        shown += group
    return shown


def _cells(spans: Sequence[Span]) -> int:
    return sum(measured(span.text)[1] for span in spans)


@lru_cache(maxsize=4096)
def _cut(shown: str, width: int) -> tuple[str, int]:
    """The longest beginning that leaves a cell for the ellipsis, and the ellipsis."""
    if width <= 0:
        return "", 0
    end = used = 0
    for _, stop, cells in split_graphemes(shown)[0]:
        if used + cells > width - 1:
            break
        used += cells
        end = stop
    return shown[:end] + ELLIPSIS, used + 1

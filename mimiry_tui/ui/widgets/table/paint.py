"""What a table's lines show, kept until the row, its look or the moment is another one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from textual.strip import Strip

from mimiry_tui.clock import Clock
from mimiry_tui.ui.widgets.table.lines import LinePainter
from mimiry_tui.ui.widgets.table.palette import Look

R = TypeVar("R")

NEVER = float("inf")
KEPT = 512
"""Painted rows kept: several screens full, so that scrolling back costs nothing."""


class _Painted(NamedTuple, Generic[R]):
    row: R
    look: Look
    until: float
    painter: LinePainter[R]
    strip: Strip


class PaintedRows(Generic[R]):
    """Strips by row id. As long as a row looks the same, its strip is the same object."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._painted: dict[str, _Painted[R]] = {}

    def strip(self, row_id: str, row: R, look: Look, painter: LinePainter[R]) -> tuple[Strip, float]:
        """The row's strip, and until when (monotonic seconds, maybe infinite) it holds."""
        known = self._painted.get(row_id)
        if known is not None and self._still_holds(known, row, look, painter):
            return known.strip, known.until
        line = painter.row(row, self._clock.now(), look)
        until = NEVER if line.changes_in is None else self._clock.monotonic() + max(0.0, line.changes_in)
        strip = known.strip if known is not None and known.strip == line.strip else line.strip
        if len(self._painted) >= KEPT and known is None:
            self._painted.clear()
        self._painted[row_id] = _Painted(row, look, until, painter, strip)
        return strip, until

    def outdate(self, row_ids: Iterable[str]) -> None:
        """Look at these rows again: what their columns read besides the row itself may have changed."""
        for row_id in row_ids:
            known = self._painted.get(row_id)
            if known is not None:
                self._painted[row_id] = known._replace(until=-NEVER)

    def _still_holds(self, known: _Painted[R], row: R, look: Look, painter: LinePainter[R]) -> bool:
        same = known.row is row and known.look == look and known.painter is painter
        return same and self._clock.monotonic() < known.until

"""The lines of the upper box as a widget."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.ui.offer.head import HeadFacts, head_lines
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.widgets.painted import Painted

_AGES_EVERY = 60.0
"""Seconds after which an age in the box may read differently."""


class OfferHead(Painted):
    """Drawn from what it is shown, and by the minute for the ages in it."""

    DEFAULT_CSS = """
    OfferHead { height: 3; width: 1fr; }
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(id="offer-head-lines")
        self._clock = clock
        self._told = HeadFacts(None)
        self._rows = 2

    def show(self, told: HeadFacts) -> None:
        """Draw this from now on."""
        if told != self._told:
            self._told = told
            self.repaint()

    def fit(self, rows: int) -> None:
        """How many lines of facts there is room for."""
        if rows != self._rows:
            self._rows = rows
            self.styles.height = rows + 1
            self.repaint()

    def lines(self, width: int) -> list[Content]:
        at = self._clock.monotonic() + _AGES_EVERY
        Ticker.of(self.app, self._clock).wake(self, at, self.repaint)
        return head_lines(self._told, self._clock.now(), width, self._rows)

"""The line at the top of the view of all accounts."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.domain.conventions import time_of_day
from mimiry_tui.live.fleet.member import Member
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, PartLine


class FleetHead(PartLine):
    """How many accounts there are, how many of them answer, and the time."""

    DEFAULT_CSS = """
    FleetHead { dock: top; }
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(id="header")
        self._clock = clock
        self._members: tuple[Member, ...] = ()

    def show(self, members: tuple[Member, ...]) -> None:
        """Draw what these amount to."""
        self._members = members
        self.repaint()

    def parts(self, width: int) -> list[Part]:
        now = self._clock.now()
        Ticker.of(self.app, self._clock).wake(self, self._clock.monotonic() + 60 - now.second, self.repaint)
        brand = (
            toned("◆ ", "accent") + toned("mimiry", "accent", bold=True) + toned(" all accounts", "bright")
        )
        count = len(self._members)
        answering = sum(one.is_answering for one in self._members)
        state = toned(f"   {answering} of {count} answering", "dim" if answering == count else "warn")
        right = toned(time_of_day(now.astimezone()), "bright")
        shown = brand + state
        space = max(1, width - 2 - shown.cell_length - right.cell_length)
        return [Part(Content(" ")), Part(shown), Part(Content(" " * space)), Part(right)]

"""The third tab: what was spent on what, as a chart and as a table, billed and estimated apart."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.domain.accounting.spend import By, Spend
from mimiry_tui.domain.money import symbol
from mimiry_tui.ui.account.overview import day_bars
from mimiry_tui.ui.account.spend_table import SpendRow, SpendTable
from mimiry_tui.ui.account.spend_words import difference_lines, head_line
from mimiry_tui.ui.widgets.chart import BarChart
from mimiry_tui.ui.widgets.painted import Painted

DAYS = (7, 30, 90)
MOST_CHARTS = 3
"""How many currencies have a chart of their own; the table tells all of them."""
CHART_LINES = ((30, 9), (24, 7), (20, 5))
"""Lines of the screen from which the chart has so many; below it has none."""


class SpendLines(Painted):
    """A few lines above or below the table."""

    DEFAULT_CSS = """
    SpendLines { height: 1; width: 1fr; margin: 0 1; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._spends: Sequence[Spend] | None = None
        self._by, self._days = By.DAY, DAYS[1]

    def show(self, spends: Sequence[Spend] | None, by: By, days: int) -> None:
        """Draw these from now on."""
        self._spends, self._by, self._days = spends, by, days
        if self.id == "spend-difference":
            width = max(20, self.size.width or self.app.size.width - 6)
            lines = difference_lines(spends or (), width)
            self.display = bool(lines)
            self.styles.height = max(1, len(lines))
        self.repaint()

    def lines(self, width: int) -> list[Content]:
        if self.id == "spend-difference":
            return difference_lines(self._spends or (), width)
        return [head_line(self._spends, self._by, self._days, width)]


class SpendView(Vertical):
    """Shows `Spend`s; which days and by what is chosen by the screen."""

    DEFAULT_CSS = """
    SpendView { height: 1fr; width: 1fr; }
    SpendView #spend-charts { height: 9; width: 1fr; margin: 1 1 0 1; }
    SpendView BarChart { margin-right: 2; }
    SpendView SpendTable { height: 1fr; margin-top: 1; }
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__(id="account-spend", classes="account-tab")
        self.by, self.days = By.DAY, DAYS[1]
        self.spends: tuple[Spend, ...] | None = None
        self.absent = ""
        """Why nothing of it can be told here, in words; empty where it can."""
        self.table = SpendTable(clock)
        self._head = SpendLines(id="spend-head")
        self._charts = tuple(BarChart(unit="", id=f"spend-chart-{place}") for place in range(MOST_CHARTS))
        self._row = Horizontal(*self._charts, id="spend-charts")
        self._difference = SpendLines(id="spend-difference")

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._row
        yield self.table
        yield self._difference

    def fit(self, height: int) -> None:
        """Find room on a screen of so many lines."""
        lines = next((lines for least, lines in CHART_LINES if height >= least), 0)
        self._row.display = bool(lines) and not self.absent
        self._row.styles.height = max(1, lines)

    def show(self, spends: tuple[Spend, ...] | None) -> None:
        """Draw these from now on; None while they are added up."""
        self.spends = spends
        if self.absent:
            for part in (self._head, self._row, self._difference):
                part.display = False
            self.table.show_none(self.absent)
            return
        self._head.show(spends, self.by, self.days)
        self._difference.show(spends, self.by, self.days)
        shown = (spends or ())[:MOST_CHARTS]
        for place, chart in enumerate(self._charts):
            chart.display = place < max(1, len(shown))
            if place < len(shown):
                one = shown[place]
                chart.show(
                    day_bars(one), unit=symbol(one.currency), empty="nothing is known to have been spent"
                )
            else:
                chart.show(
                    (),
                    unit="",
                    empty="adding up…" if spends is None else "nothing is known to have been spent",
                )
        self.table.show(spends, self.by)

    def session_of(self, row: SpendRow) -> str:
        """The id of the session that a row is of; "" where it is of something else."""
        return row.slice.key if self.by is By.SESSION and not row.slice.key.startswith("-") else ""

    def turn_by(self) -> None:
        """Tell it by the next thing: day, session, GPU, image."""
        kinds = list(By)
        self.by = kinds[(kinds.index(self.by) + 1) % len(kinds)]
        self.show(self.spends)
        self.table.move_to_index(0)

    def turn_days(self) -> None:
        """Look at the next length of time."""
        self.days = DAYS[(DAYS.index(self.days) + 1) % len(DAYS)]

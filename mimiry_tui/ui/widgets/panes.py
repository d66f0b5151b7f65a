"""Where the panes of the dashboard are: side by side, or one alone where it is small or zoomed."""

from __future__ import annotations

from typing import Any

from textual.containers import Container

from mimiry_tui.ui.widgets.detail_pane import DetailPane
from mimiry_tui.ui.widgets.pane import PANE_NAMES, Pane, TablePane

TALL_FROM = 44
"""Lines from which the detail pane can afford an empty one."""
GRID_FROM = (100, 30)
"""Columns and lines from which all panes show at once; below they are tabs."""


class Panes(Container):
    """Three tables and the detail of what the cursor is on in one of them."""

    BLANK = True  # covered by them

    def __init__(self, tables: tuple[TablePane[Any], ...], detail: DetailPane) -> None:
        self.all: tuple[Pane, ...] = (*tables, detail)
        """By their numbers."""
        self.detail = detail
        self.current: Pane = tables[0]
        """The one that has, or had last, the focus."""
        self.looked_at: TablePane[Any] = tables[0]
        """The table whose cursor the detail follows."""
        self.is_zoomed = False
        """Whether the current pane has all the room because someone wanted so."""
        self._tabbed = False
        super().__init__(*self.all, id="panes")

    @property
    def is_one_alone(self) -> bool:
        """Whether the others are hidden."""
        return self._tabbed or self.is_zoomed

    def fit(self, width: int, height: int) -> None:
        """Lay the panes out for a screen of that size."""
        self._tabbed = width < GRID_FROM[0] or height < GRID_FROM[1]
        self.detail.set_roomy(self._tabbed or height >= TALL_FROM)
        self.lay_out()

    def zoom(self) -> None:
        """Give all the room to the current pane, or take it back."""
        self.is_zoomed = not self.is_zoomed
        self.lay_out()

    def enter(self, pane: Pane) -> bool:
        """Take in that the focus is in that pane; whether the detail now follows another table."""
        if pane is self.current:
            return False
        self.current = pane
        self.lay_out()
        if not isinstance(pane, TablePane) or pane is self.looked_at:
            return False
        self.looked_at = pane
        return True

    def lay_out(self) -> None:
        """All panes side by side, or the current one alone.

        Set on the widgets themselves: a class on the screen would have every widget styled anew.
        """
        alone = self.is_one_alone
        self.styles.layout = "vertical" if alone else "grid"
        for pane in self.all:
            pane.display = pane is self.current or not alone
            pane.set_tabbed(alone)

    def focus_pane(self, number: int) -> None:
        """Go to the pane of that number, into view where panes are tabs."""
        pane = self.all[number - 1]
        pane.display = True
        target = pane.table if isinstance(pane, TablePane) else self.detail.reading
        target.display = True
        target.focus()

    def focus_neighbour(self, step: int) -> None:
        """Go to the pane that many further, round and round."""
        self.focus_pane((self.current.number - 1 + step) % len(PANE_NAMES) + 1)

    def open_filter(self) -> None:
        """Let the user type a filter for the current table, or for the one last looked at."""
        pane = self.current if isinstance(self.current, TablePane) else self.looked_at
        pane.display = True
        pane.open_filter()

    def step_back(self) -> bool:
        """Peel off one layer: filter, zoom, then the pane; whether there was any."""
        if isinstance(self.current, TablePane) and self.current.clear_filter():
            return True
        if self.is_zoomed:
            self.zoom()
        elif self.current is self.detail:
            self.focus_pane(self.looked_at.number)
        elif self.current is not self.all[0]:
            self.focus_pane(1)
        else:
            return False
        return True

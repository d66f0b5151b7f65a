"""What every pane is framed by: its number and name above, or the names of all where they are tabs."""

from __future__ import annotations

from textual.containers import Vertical
from textual.content import Content

from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.pane_edge import PaneEdge
from mimiry_tui.ui.widgets.part_line import Part

PANE_NAMES = ("Sessions", "GPUs", "Volumes", "Detail")
"""The panes by their numbers, from 1."""


class Pane(Vertical):
    """The frame that every pane has."""

    BLANK = True  # covered by its lines and its body

    def __init__(self, number: int, *, id: str) -> None:
        super().__init__(id=id, classes="pane")
        self.number = number
        self.top = PaneEdge("top")
        self.foot = PaneEdge("bottom")
        self._tabbed = False

    def set_tabbed(self, tabbed: bool) -> None:
        """Whether the panes share one place, so that each shows the names of all."""
        self._tabbed = tabbed
        self.show_title()

    def title(self) -> Content:
        """What stands in the frame after the number."""
        return toned(PANE_NAMES[self.number - 1], "bright", bold=True)

    def show_title(self) -> None:
        """Write the title, or the strip of tabs, into the upper frame line."""
        mine = toned(f"{self.number} ", "accent", bold=True) + self.title()
        if not self._tabbed:
            self.top.show(left=[Part(mine, f"screen.focus_pane({self.number})")])
            return
        strip: list[Part] = []
        for number, name in enumerate(PANE_NAMES, start=1):
            label = mine if number == self.number else toned(f"{number} {name}", "dim")
            strip.append(Part(label, f"screen.focus_pane({number})"))
            strip.append(Part(Content("  ")))
        self.top.show(left=strip[:-1])

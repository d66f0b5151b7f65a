"""Beside the form: what speaks against launching, what it costs, and the request itself."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from mimiry_tui.clouds.base import Cloud
from mimiry_tui.ui.launch.block import Block
from mimiry_tui.ui.launch.cost_box import CostBox
from mimiry_tui.ui.launch.preflight_list import PreflightList, tally
from mimiry_tui.ui.launch.request_box import RequestBox
from mimiry_tui.ui.launch.section import View
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.pane_body import PaneBody
from mimiry_tui.ui.widgets.pane_edge import PaneEdge
from mimiry_tui.ui.widgets.part_line import Part


class SideBox(Vertical):
    """A titled frame around one block."""

    BLANK = True  # covered by its lines and its body

    def __init__(self, title: str, block: Block) -> None:
        super().__init__(classes="pane")
        self.top = PaneEdge("top")
        self.foot = PaneEdge("bottom")
        self._title = title
        self._block = block

    def compose(self) -> ComposeResult:
        self.top.show(left=[Part(toned(self._title, "bright", bold=True))])
        yield self.top
        with PaneBody():
            yield self._block
        yield self.foot


class SidePanel(VerticalScroll):
    """Scrolls as a whole; with the focus in it by the arrows."""

    def __init__(self, cloud: Cloud, key_path: Path | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.checks = PreflightList()
        self.cost = CostBox()
        self.request = RequestBox(cloud, key_path)
        self._view: View | None = None
        self._boxes = (
            SideBox("Before you pay", self.checks),
            SideBox("Cost", self.cost),
            SideBox("Request", self.request),
        )

    def compose(self) -> ComposeResult:
        yield from self._boxes

    def show(self, view: View) -> None:
        """Draw this state; out of sight not before `catch_up`."""
        self._view = view
        if self.display:
            self.catch_up()

    def catch_up(self) -> None:
        """Draw what was last to be shown."""
        if self._view is None:
            return
        preflight = self._view.preflight
        self.checks.show(preflight)
        self.cost.show(preflight.cost)
        self.request.show(preflight)
        self._boxes[0].foot.show(right=[Part(tally(preflight))])
        self._show_kinds()

    def turn(self, label: str = "") -> None:
        """Show the request in the form of that name, or in the next one."""
        self.request.turn(label)
        self._show_kinds()
        # Where the panel is higher than the screen the request is below: it was asked for.
        self.call_after_refresh(self._boxes[2].scroll_visible, animate=False)

    def _show_kinds(self) -> None:
        self._boxes[2].foot.show(right=request_kinds(self.request))


def request_kinds(request: RequestBox) -> list[Part]:
    """The forms of the request, the one that is shown in bright; a click turns to it."""
    parts: list[Part] = []
    for label in request.labels if request.text() else ():
        chosen = label == request.kind
        if parts:
            parts.append(Part(toned(" · ", "dim")))
        parts.append(
            Part(toned(label, "accent" if chosen else "dim", bold=chosen), f"screen.turn({label!r})")
        )
    return parts

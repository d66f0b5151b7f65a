"""Beside a launch form of a cloud's own: what speaks against it, what it costs, and the request itself."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.ui.forms.launch_view import LaunchView
from mimiry_tui.ui.forms.notes_list import NotesList
from mimiry_tui.ui.launch.cost_box import CostBox
from mimiry_tui.ui.launch.preflight_list import tally
from mimiry_tui.ui.launch.request_box import RequestBox
from mimiry_tui.ui.launch.side_panel import SideBox, request_kinds
from mimiry_tui.ui.widgets.part_line import Part


class FormSide(VerticalScroll):
    """Scrolls as a whole; with the focus in it by the arrows."""

    def __init__(self, cloud: Cloud, key_path: Path | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.notes = NotesList()
        self.cost = CostBox(has_balance=Capability.BALANCE in cloud.capabilities)
        self.request = RequestBox(cloud, key_path)
        self._view: LaunchView | None = None
        self._boxes = (
            SideBox("Before you launch", self.notes),
            SideBox("Cost", self.cost),
            SideBox("Request", self.request),
        )

    def compose(self) -> ComposeResult:
        yield from self._boxes

    def show(self, view: LaunchView) -> None:
        """Draw this state; out of sight not before `catch_up`."""
        self._view = view
        if self.display:
            self.catch_up()

    def catch_up(self) -> None:
        """Draw what was last to be shown."""
        view = self._view
        if view is None:
            return
        self.notes.show(view.form, view.notes)
        self.cost.show(view.cost, view.no_price)
        self.request.show_request(view.request, view.masked, masks=view.masks, missing=view.missing)
        self._boxes[0].foot.show(right=[Part(tally(view.preflight))])
        self._show_kinds()

    def turn(self, label: str = "") -> None:
        """Show the request in the form of that name, or in the next one."""
        self.request.turn(label)
        self._show_kinds()
        self.call_after_refresh(self._boxes[2].scroll_visible, animate=False)

    def _show_kinds(self) -> None:
        self._boxes[2].foot.show(right=request_kinds(self.request))

"""Beside a launch form of a cloud's own: what speaks against it, what it costs, and the request itself."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.ui.forms.launch_view import LaunchView
from mimiry_tui.ui.forms.notes_list import NotesList
from mimiry_tui.ui.launch.cost_box import CostBox
from mimiry_tui.ui.launch.preflight_list import tally
from mimiry_tui.ui.launch.request_box import RequestBox
from mimiry_tui.ui.launch.side_boxes import SideBoxes
from mimiry_tui.ui.widgets.part_line import Part


class FormSide(SideBoxes[LaunchView]):
    """Of a form of a cloud's own."""

    def __init__(self, cloud: Cloud, key_path: Path | None, *, id: str | None = None) -> None:
        self.notes = NotesList()
        cost = CostBox(has_balance=Capability.BALANCE in cloud.capabilities)
        super().__init__("Before you launch", self.notes, cost, RequestBox(cloud, key_path), id=id)

    def _draw(self, shown: LaunchView) -> Part:
        self.notes.show(shown.form, shown.notes)
        self.cost.show(shown.cost, shown.no_price)
        self.request.show_request(shown.request, shown.masked, masks=shown.masks, missing=shown.missing)
        return Part(tally(shown.preflight))

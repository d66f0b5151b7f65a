"""Beside the form: what speaks against launching, what it costs, and the request itself."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.clouds.base import Cloud
from mimiry_tui.ui.launch.cost_box import CostBox
from mimiry_tui.ui.launch.preflight_list import PreflightList, tally
from mimiry_tui.ui.launch.request_box import RequestBox
from mimiry_tui.ui.launch.section import View
from mimiry_tui.ui.launch.side_boxes import SideBoxes
from mimiry_tui.ui.widgets.part_line import Part


class SidePanel(SideBoxes[View]):
    """Of the launch form."""

    def __init__(self, cloud: Cloud, key_path: Path | None, *, id: str | None = None) -> None:
        self.checks = PreflightList()
        super().__init__("Before you pay", self.checks, CostBox(), RequestBox(cloud, key_path), id=id)

    def _draw(self, shown: View) -> Part:
        self.checks.show(shown.preflight)
        self.cost.show(shown.preflight.cost)
        self.request.show(shown.preflight)
        return Part(tally(shown.preflight))

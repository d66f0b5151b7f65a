"""The frame of a part of the form: as a pane's, as high as what is in it."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from mimiry_tui.ui.launch.asking import AskingEdge
from mimiry_tui.ui.launch.lit_frame import FramedBody, LitFrame
from mimiry_tui.ui.launch.section import Section
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.pane_edge import PaneEdge
from mimiry_tui.ui.widgets.part_line import Part


class FramedSection(LitFrame, Section):
    """Number and title in the upper line, what the focused field understands in the lower one."""

    BLANK = True  # covered by its lines and its body
    top: AskingEdge
    NUMBER: ClassVar[int] = 0

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.top = AskingEdge("top")
        self.foot = PaneEdge("bottom")
        self._body = FramedBody()

    @abstractmethod
    def fields(self) -> ComposeResult:
        """What stands between the frame's lines."""

    def compose(self) -> ComposeResult:
        title = toned(f"{self.NUMBER} ", "accent", bold=True) + toned(self.NAME, "bright", bold=True)
        self.top.show(left=[Part(title)])
        yield self.top
        with self._body:
            yield from self.fields()
        yield self.foot

    def on_click(self, event: events.Click) -> None:
        """A click on the upper line goes into the section."""
        if event.widget is self.top and self.FIELDS:
            event.stop()
            self.focus_field(self.FIELDS[0])

    def go(self, widget: Widget) -> None:
        """Put the focus there at once: the next key may be waiting already."""
        self.screen.set_focus(widget)

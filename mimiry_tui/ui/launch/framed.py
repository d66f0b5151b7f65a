"""The frame of a part of the form: as a pane's, as high as what is in it."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from mimiry_tui.ui.launch.asking import AskingEdge
from mimiry_tui.ui.launch.section import Section
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.pane_body import PaneBody
from mimiry_tui.ui.widgets.pane_edge import PaneEdge
from mimiry_tui.ui.widgets.part_line import Part


class FramedSection(Section):
    """Number and title in the upper line, what the focused field understands in the lower one."""

    BLANK = True  # covered by its lines and its body
    DEFAULT_CSS = """
    FramedSection {
        height: auto; width: 1fr; background: $surface; color: $tone-text;
        .pane-body {
            height: auto; padding: 0 1; background: $surface;
            border-left: round $tone-line; border-right: round $tone-line;
        }
        &:focus-within {
            PaneEdge { color: $tone-accent; }
            .pane-body { border-left: round $tone-accent; border-right: round $tone-accent; }
        }
    }
    """
    NUMBER: ClassVar[int] = 0

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.top = AskingEdge("top")
        self.foot = PaneEdge("bottom")

    @abstractmethod
    def fields(self) -> ComposeResult:
        """What stands between the frame's lines."""

    def compose(self) -> ComposeResult:
        title = toned(f"{self.NUMBER} ", "accent", bold=True) + toned(self.NAME, "bright", bold=True)
        self.top.show(left=[Part(title)])
        yield self.top
        with PaneBody():
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

    def say(self, words: Content) -> None:
        """Put these words into the lower line; none leave it plain."""
        self.foot.show(right=[Part(words)] if words else [])

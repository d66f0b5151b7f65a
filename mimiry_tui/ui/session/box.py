"""The boxes of the session screen: a thin frame whose lines are drawn apart from what is in it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from mimiry_tui.ui.widgets.pane_body import PaneBody
from mimiry_tui.ui.widgets.pane_edge import PaneEdge


class Box(Vertical):
    """A frame line above, content, a frame line below."""

    BLANK = True  # covered by its lines and its body

    def __init__(self, *content: Widget, id: str) -> None:
        super().__init__(id=id, classes="pane")
        self.top = PaneEdge("top")
        self.foot = PaneEdge("bottom")
        self.body = PaneBody()
        self._content = content

    def compose(self) -> ComposeResult:
        yield self.top
        with self.body:
            yield from self._content
        yield self.foot

"""Beside a form: boxes of what speaks against launching, what it costs, and the request itself."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from mimiry_tui.ui.launch.block import Block
from mimiry_tui.ui.launch.cost_box import CostBox
from mimiry_tui.ui.launch.request_box import RequestBox
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.pane_body import PaneBody
from mimiry_tui.ui.widgets.pane_edge import PaneEdge
from mimiry_tui.ui.widgets.part_line import Part

_Shown = TypeVar("_Shown")


class _Box(Vertical):
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


class SideBoxes(VerticalScroll, Generic[_Shown]):
    """Scrolls as a whole; with the focus in it by the arrows."""

    def __init__(
        self, title: str, against: Block, cost: CostBox, request: RequestBox, *, id: str | None = None
    ) -> None:
        """`title` is that of the first box, with what is `against` launching."""
        super().__init__(id=id)
        self.cost = cost
        self.request = request
        self._shown: _Shown | None = None
        self._boxes = _Box(title, against), _Box("Cost", cost), _Box("Request", request)

    def compose(self) -> ComposeResult:
        yield from self._boxes

    @abstractmethod
    def _draw(self, shown: _Shown) -> Part:
        """Draw that state; what the first box says below."""

    def show(self, shown: _Shown) -> None:
        """Draw this state; out of sight not before `catch_up`."""
        self._shown = shown
        if self.display:
            self.catch_up()

    def catch_up(self) -> None:
        """Draw what was last to be shown."""
        if self._shown is not None:
            self._boxes[0].foot.show(right=[self._draw(self._shown)])
            self._show_kinds()

    def turn(self, label: str = "") -> None:
        """Show the request in the form of that name, or in the next one."""
        self.request.turn(label)
        self._show_kinds()
        # Where the panel is higher than the screen the request is below: it was asked for.
        self.call_after_refresh(self._boxes[2].scroll_visible, animate=False)

    def _show_kinds(self) -> None:
        self._boxes[2].foot.show(right=_request_kinds(self.request))


def _request_kinds(request: RequestBox) -> list[Part]:
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

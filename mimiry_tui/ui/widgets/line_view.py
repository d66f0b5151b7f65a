"""Many lines of finished text in little room: only what is visible is laid out, and only once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from mimiry_tui.ui.widgets.painted import handed_out, strip_of


class LineView(ScrollView, can_focus=True):
    """A scrolling list of lines, one screen line each, without a scrollbar of its own."""

    DEFAULT_CSS = """
    LineView {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 0;
        background: transparent;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "scroll_up", id="lines.up", show=False, tooltip="A line up"),
        Binding("j", "scroll_down", id="lines.down", show=False, tooltip="A line down"),
        Binding("g", "scroll_home", id="lines.first", show=False, tooltip="To the top"),
        Binding("G", "scroll_end", id="lines.last", show=False, tooltip="To the end"),
    ]
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Content] = ()
        self._strips: dict[int, Strip] = {}
        self._strip_width = 0

    def show(self, lines: Sequence[Content], *, keep_place: bool = True) -> None:
        """Show these lines, from where the reader is, or from the top for another text."""
        before, self._lines = self._lines, lines
        changed = [
            place
            for place in range(max(len(lines), len(before)))
            if place >= len(lines) or place >= len(before) or not lines[place].is_same(before[place])
        ]
        for place in changed:
            self._strips.pop(place, None)
            self.refresh(Region(0, place - self.scroll_offset.y, self.size.width, 1))
        if len(lines) != len(before):
            # Without a scrollbar nothing else depends on the height, so nothing is laid out anew.
            self.set_reactive(ScrollView.virtual_size, Size(self.size.width, len(lines)))
        top = min(self.scroll_offset.y, self.max_scroll_y) if keep_place else 0
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    @property
    def hidden_below(self) -> int:
        """How many lines there are below the last visible one."""
        return max(0, len(self._lines) - self.scroll_offset.y - self.size.height)

    def render_line(self, y: int) -> Strip:
        place, width = self.scroll_offset.y + y, self.size.width
        if place >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        if self._strip_width != width:
            self._strips.clear()
            self._strip_width = width
        strip = self._strips.get(place)
        if strip is None:
            strip = self._strips[place] = strip_of(self, self._lines[place], width)
        return strip

    def render_lines(self, crop: Region) -> list[Strip]:
        return handed_out(self, [self.render_line(y) for y in crop.line_range], crop)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()
        self.refresh()

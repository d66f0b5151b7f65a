"""Many lines of finished text in little room: only what is visible is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual


class LineView(ScrollView, can_focus=True):
    """A scrolling list of lines, one screen line each."""

    DEFAULT_CSS = """
    LineView { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "scroll_up", show=False),
        Binding("j", "scroll_down", show=False),
        Binding("g", "scroll_home", show=False),
        Binding("G", "scroll_end", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Content] = ()

    def show(self, lines: Sequence[Content], *, keep_place: bool = True) -> None:
        """Show these lines, from where the reader is, or from the top for another text."""
        if len(lines) == len(self._lines):
            changed = [
                line
                for line, (new, old) in enumerate(zip(lines, self._lines, strict=True))
                if not new.is_same(old)
            ]
            if keep_place or not changed:
                self._lines = lines
                for line in changed:
                    self.refresh(Region(0, line - self.scroll_offset.y, self.size.width, 1))
                return
        self._lines = lines
        self.virtual_size = Size(self.size.width, len(lines))
        if not keep_place:
            self.scroll_home(animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        line = self.scroll_offset.y + y
        width = self.size.width
        if line >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        content = self._lines[line].truncate(width, ellipsis=True)
        return Visual.to_strips(self, content, width, 1, self.visual_style, pad=True)[0]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

"""Widgets that keep their finished lines, and paint anew only when told that something changed.

When anything on the screen changes, Textual asks every widget between the topmost and the lowest
change for its lines. These hand out the same strips again, past Textual's own styling of lines: they
have no border, no padding and no opacity of their own.
"""

from __future__ import annotations

from abc import abstractmethod

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


def strip_of(widget: Widget, content: Content, width: int) -> Strip:
    """One line of content in the widget's colours, exactly that many cells wide."""
    base = widget.visual_style
    line = content.truncate(width, ellipsis=True) if content.cell_length > width else content
    pieces = line.render(base, "", widget.app.stylesheet.parse_style)
    return Strip([Segment(text, style.rich_style) for text, style in pieces]).adjust_cell_length(
        width, base.rich_style
    )


def handed_out(widget: Widget, strips: list[Strip], crop: Region) -> list[Strip]:
    """These strips as the compositor wants them: filtered (no colours, ANSI colours), and cut."""
    filters = widget.get_line_filters()
    background = widget.background_colors[1]
    out = []
    for strip in strips:
        for line_filter in filters:
            strip = strip.apply_filter(line_filter, background)
        out.append(strip.crop(crop.x, crop.right))
    return out


class Painted(Widget):
    """A widget of few lines. Subclasses say what is on them; `repaint` says that it is another thing now."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._kept: list[Strip] = []
        self._kept_for = Size(0, 0)

    @abstractmethod
    def lines(self, width: int) -> list[Content]:
        """What stands on each line, at most that many cells."""

    def repaint(self) -> None:
        """Draw the lines again: something they say has changed."""
        self._kept_for = Size(0, 0)
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._kept_for = Size(0, 0)

    def render_line(self, y: int) -> Strip:
        strips = self._strips()
        return strips[y] if y < len(strips) else Strip.blank(self.size.width, self.rich_style)

    def render_lines(self, crop: Region) -> list[Strip]:
        return handed_out(self, [self.render_line(y) for y in crop.line_range], crop)

    def _strips(self) -> list[Strip]:
        if self._kept_for != self.size:
            width = self.size.width
            self._kept = [strip_of(self, line, width) for line in self.lines(width)]
            self._kept_for = self.size
        return self._kept

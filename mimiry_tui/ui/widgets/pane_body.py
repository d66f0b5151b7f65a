"""What is between the upper and the lower line of a pane's frame, and the frame's sides."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.containers import Vertical
from textual.geometry import Region, Size
from textual.strip import Strip

from mimiry_tui.ui.widgets.painted import handed_out

SIDE = "│"


class PaneBody(Vertical):
    """A container with a border left and right, which the style sheet only gives room and colour.

    Its lines are all the same and covered by its content but for the border, so one is made and
    handed out for all.
    """

    def __init__(self, *, classes: str = "pane-body") -> None:
        super().__init__(classes=classes)
        self._line: Strip | None = None
        self._line_for = Size(0, 0)

    def side_color(self) -> Color:
        """What the sides are drawn in."""
        return self.styles.border_left[1]

    def repaint(self) -> None:
        """Draw the sides again: they have another colour now."""
        self._line = None
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._line = None

    def render_lines(self, crop: Region) -> list[Strip]:
        size = self.outer_size
        if self._line is None or self._line_for != size:
            edge, color = self.styles.border_left[0], self.side_color()
            side = Style.from_color((self.background_colors[1] + color).rich_color) if color else Style()
            blank = self.rich_style
            if edge:
                inner = Segment(" " * max(0, size.width - 2), blank)
                border = Segment(SIDE, blank + side)
                self._line = Strip([border, inner, border], size.width)
            else:
                self._line = Strip.blank(size.width, blank)
            self._line_for = size
        return handed_out(self, [self._line] * crop.height, crop)

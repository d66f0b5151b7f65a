"""The QR code of an address, drawn so that a camera reads it whatever the colours around it are."""

from __future__ import annotations

from textual.color import Color
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style

from mimiry_tui.ui.setup.qr import QUIET, WIDE_QUIET, qr_lines
from mimiry_tui.ui.widgets.painted import Painted

_INK = Style(background=Color(255, 255, 255), foreground=Color(0, 0, 0))
"""No tone: a theme of the terminal's own colours does not know whether its ground is light or dark."""


class QrView(Painted):
    """As wide and high as its code; nothing where there is none."""

    DEFAULT_CSS = """
    QrView { width: 0; height: 0; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = ""
        self._code: list[str] = []

    def show(self, text: str) -> Size:
        """Draw the code of that text; the columns and lines it takes."""
        if text != self._text:
            self._text = text
            self._draw(QUIET)
        return self._taken()

    def widen(self, room: Size) -> None:
        """Draw it with all the margin that the standard wants, where there is so much room."""
        self._draw(WIDE_QUIET)
        if not _fits(self._taken(), room):
            self._draw(QUIET)

    def fits(self, text: str, room: Size) -> bool:
        """Whether there is a code of that text, and so much room for it."""
        taken = self.show(text)
        return bool(taken) and _fits(taken, room)

    def lines(self, width: int) -> list[Content]:
        return [Content.styled(line, _INK) for line in self._code]

    def render_lines(self, crop: Region) -> list[Strip]:
        # Past the filter that takes colours away: without its ground a code may be the wrong way round.
        return [self.render_line(y).crop(crop.x, crop.right) for y in crop.line_range]

    def _taken(self) -> Size:
        return Size(len(self._code[0]), len(self._code)) if self._code else Size(0, 0)

    def _draw(self, quiet: int) -> None:
        self._code = qr_lines(self._text, quiet=quiet) if self._text else []
        self.styles.width, self.styles.height = self._taken()
        self.repaint()


def _fits(taken: Size, room: Size) -> bool:
    return taken.width <= room.width and taken.height <= room.height

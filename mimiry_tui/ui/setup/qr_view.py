"""The QR code of an address, drawn so that a camera reads it on this theme."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.ui.setup.qr import qr_lines
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.painted import Painted


class QrView(Painted):
    """As wide and high as its code; nothing where there is none."""

    DEFAULT_CSS = """
    QrView { width: 0; height: 0; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = ""
        self._code: list[str] = []

    def show(self, text: str) -> tuple[int, int]:
        """Draw the code of that text; how many columns and lines it takes."""
        if text != self._text:
            self._text = text
            self._draw()
        return len(self._code[0]) if self._code else 0, len(self._code)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        if self._text:
            self._draw()

    def lines(self, width: int) -> list[Content]:
        return [toned(line, "bright") for line in self._code]

    def _draw(self) -> None:
        # Bright text is the lightest there is on a dark theme, and the darkest on a light one.
        self._code = qr_lines(self._text, light_ink=self.app.current_theme.dark) if self._text else []
        self.styles.width = len(self._code[0]) if self._code else 0
        self.styles.height = len(self._code)
        self.repaint()

"""A few lines that are drawn anew when they are others."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size

from mimiry_tui.ui.widgets.painted import Painted


class LineList(Painted):
    """As high as it has lines."""

    DEFAULT_CSS = """
    LineList { width: 1fr; height: auto; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._lines: tuple[Content, ...] = ()

    def show(self, lines: Sequence[Content]) -> None:
        """Draw these instead."""
        lines = tuple(lines)
        if len(lines) == len(self._lines) and all(
            new.is_same(old) for new, old in zip(lines, self._lines, strict=True)
        ):
            return
        resized = len(lines) != len(self._lines)
        self._lines = lines
        self.repaint()
        if resized:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines)

    def lines(self, width: int) -> list[Content]:
        return list(self._lines)

"""One line made of parts, some of which can be clicked."""

from __future__ import annotations

from abc import abstractmethod
from typing import NamedTuple

from textual import events
from textual.content import Content

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.widgets.painted import Painted


class Part(NamedTuple):
    """A piece of a line, and the action that a click on it runs."""

    content: Content
    action: str | None = None


class PartLine(Painted):
    """A widget of one line. Subclasses say what is on it for a given width."""

    DEFAULT_CSS = """
    PartLine { height: 1; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._areas: list[tuple[int, int, str]] = []

    @abstractmethod
    def parts(self, width: int) -> list[Part]:
        """What the line consists of, from left to right, at most that many cells."""

    def lines(self, width: int) -> list[Content]:
        self._areas.clear()
        x = 0
        pieces = []
        for content, action in self.parts(width):
            cells = content.cell_length
            if action is not None:
                self._areas.append((x, x + cells, action))
            x += cells
            pieces.append(content)
        return [Content("").join(pieces)]

    async def on_click(self, event: events.Click) -> None:
        for start, end, action in self._areas:
            if start <= event.x < end:
                event.stop()
                await self.run_action(action)
                return


def fitted(text: str, width: int) -> str:
    """Foreign text cleaned and cut to that many cells, with `…` where something is missing."""
    return Content(safe_text(text)).truncate(max(1, width), ellipsis=True).plain

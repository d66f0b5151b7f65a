"""Lines of text as high as what they say, parts of which can be clicked."""

from __future__ import annotations

from abc import abstractmethod

from textual import events
from textual.content import Content
from textual.geometry import Size

from mimiry_tui.ui.widgets.painted import Painted
from mimiry_tui.ui.widgets.part_line import Part

Row = list[Part]


class Block(Painted):
    """A painted widget that wants as many lines as it has rows."""

    DEFAULT_CSS = """
    Block { height: auto; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._areas: list[list[tuple[int, int, str]]] = []
        self._height = -1
        self._laid_out: tuple[int, list[Row]] | None = None

    @abstractmethod
    def rows(self, width: int) -> list[Row]:
        """What stands on each line, at most that many cells."""

    def renew(self) -> None:
        """Draw anew, on another number of lines where it takes that."""
        self._laid_out = None
        self.repaint()
        width = self.size.width
        if not width or len(self._rows_for(width)) != self._height:
            self.refresh(layout=True)

    def watch_has_focus(self, has_focus: bool) -> None:
        # Not in `on_focus`, which comes before the focus has: the rows would be laid out without it.
        super().watch_has_focus(has_focus)
        self.renew()

    def lines(self, width: int) -> list[Content]:
        rows = self._rows_for(width)
        self._areas = [_areas(row) for row in rows]
        return [Content("").join(part.content for part in row) for row in rows]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._height = len(self._rows_for(width))
        return self._height

    def _rows_for(self, width: int) -> list[Row]:
        """The rows as they were last laid out; a layout and a painting take the same."""
        if self._laid_out is None or self._laid_out[0] != width:
            self._laid_out = (width, self.rows(width))
        return self._laid_out[1]

    async def on_click(self, event: events.Click) -> None:
        if event.y >= len(self._areas):
            return
        for start, end, action in self._areas[event.y]:
            if start <= event.x < end:
                event.stop()
                await self.run_action(action)
                return


def wrapped(content: Content, width: int) -> list[Content]:
    """The same on as many lines as it takes, each at most that many cells."""
    return content.wrap(max(1, width)) if content.cell_length > width else [content]


def _areas(row: Row) -> list[tuple[int, int, str]]:
    x, found = 0, []
    for content, action in row:
        if action is not None:
            found.append((x, x + content.cell_length, action))
        x += content.cell_length
    return found

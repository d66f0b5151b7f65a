"""The painted part of a log view: only the rows on screen exist.

It scrolls by itself and not as a `ScrollView`: how high a million wrapped lines are is known to nobody.
Texts come from the disk in a thread; until they are there, what was shown before stays.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from mimiry_tui.live.logs.spool_query import LogQuery
from mimiry_tui.live.logs.spool_reader import SpoolReader
from mimiry_tui.ui.widgets.log.colours import LogPalette
from mimiry_tui.ui.widgets.log.paint import Row, RowPainter
from mimiry_tui.ui.widgets.log.place import LogPlace
from mimiry_tui.ui.widgets.log.selection import LogSelection
from mimiry_tui.ui.widgets.log.source import LogSource
from mimiry_tui.ui.widgets.log.time import Stamps, TimeMode
from mimiry_tui.ui.widgets.painted import handed_out

SIDEWAYS = 8
"""Cells that one step to the side moves."""


class LogLines(Widget, can_focus=True):
    """Shows a `LogSource` from a `LogPlace` on."""

    DEFAULT_CSS = """
    LogLines { height: 1fr; width: 1fr; background: transparent; }
    """
    ALLOW_SELECT = False

    class Moved(Message):
        """Other rows are on screen."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.source = LogSource(SpoolReader(None))
        self.place = LogPlace(self.source)
        self.selection = LogSelection()
        self.stamps = Stamps(TimeMode.OFF, None, None)
        self.marking: LogQuery | None = None
        """What is marked in the lines."""
        self.current: int | None = None
        """The line of the file that a search or a jump went to."""
        self.left = 0
        self._placeholder = Content()
        self._rows: list[Row] = []
        self._strips: dict[int, Strip] = {}
        self._painter: RowPainter | None = None
        self._loading = False

    # What is shown

    def show_source(self, source: LogSource) -> None:
        """Show another file from now on, from its top until told otherwise."""
        wrap = self.place.wrap
        self.source = source
        self.place = LogPlace(source)
        self.place.wrap = wrap
        self.current = None
        self.left = 0
        self.selection.clear()
        self._rows = []
        self.look_again()

    def set_placeholder(self, content: Content) -> None:
        """What is said in the middle while there is no line."""
        if not content.is_same(self._placeholder):
            self._placeholder = content
            self.repaint()

    def look_again(self) -> None:
        """Width, times, marks or wrapping are others now; lay out and paint anew."""
        self._painter = None
        self.go(self.place.item, self.place.row)

    def repaint(self) -> None:
        """Paint the same rows again."""
        self._strips.clear()
        self.refresh()

    @property
    def rows(self) -> list[Row]:
        """The rows on screen."""
        return self._rows

    # Where the reader is

    def go(self, item: int, row: int = 0) -> None:
        """Have that item at the top, as far as the log reaches; at once if it has been read, else soon."""
        self._lay_out()
        self.place.item, self.place.row = max(0, item), max(0, row)
        self._arrive()

    def go_end(self) -> None:
        """Have the log's last row at the bottom."""
        self.go(self.source.count, 0)

    def move(self, rows: int) -> None:
        """Up or down by so many rows."""
        self._lay_out()
        self.place.move(rows)
        self._arrive()

    def nudge(self, item: int) -> None:
        """Have that item on screen, moving as little as possible."""
        if self._rows and item < self._rows[0].item:
            self.go(item)
        elif self._rows and item > self._rows[-1].item and len(self._rows) >= self.place.height:
            self.move(item - self._rows[-1].item)
        else:
            self.repaint()

    def reveal(self, item: int) -> None:
        """Have that item on screen: where it is if it can be seen, else with some lines above it."""
        if not any(row.item == item for row in self._rows[:-1]):
            self.go(max(0, item - self.place.height // 3))
        else:
            self.repaint()

    def sideways(self, steps: int) -> bool:
        """Move the text to the left (positive) or to the right; False where all of it can be seen."""
        longest = max((row.text.cells for row in self._rows), default=0)
        room = self.painter().room
        if self.place.wrap or (not self.left and longest <= room):
            return False
        self.left = max(0, min(self.left + steps * SIDEWAYS, longest - room // 2))
        self.look_again()
        return True

    def _lay_out(self) -> None:
        self.place.height = max(1, self.size.height)
        self.place.room = self.painter().room

    def _needed(self) -> tuple[int, int]:
        """The items whose texts it takes to paint from here."""
        place = self.place
        first = min(place.item, self.source.count - place.height)
        return max(0, first - (place.height if place.wrap else 0)), place.item + place.height

    def _arrive(self) -> None:
        if not self.is_attached:
            return
        if self.source.has(*self._needed()):
            self._settle()
        elif not self._loading:
            self._loading = True
            self.run_worker(self._load(), group="log-lines")

    async def _load(self) -> None:
        """Read until what is wanted by now is there."""
        try:
            while True:
                source, needed = self.source, self._needed()
                await source.load(*needed)
                if source is self.source and (source.has(*self._needed()) or needed == self._needed()):
                    break
        finally:
            self._loading = False
        if self.is_attached:
            self._settle()

    def _settle(self) -> None:
        self.place.settle()
        rows = self.place.visible()
        if rows != self._rows or self._painter is None:
            self._rows = rows
        self.repaint()
        self.post_message(self.Moved())

    # Painting

    def painter(self) -> RowPainter:
        """How rows look at the present width."""
        width = max(1, self.size.width - 1)
        if self._painter is None or self._painter.width != width:
            left = 0 if self.place.wrap else self.left
            self._painter = RowPainter(LogPalette(self), width, self.stamps, self.marking, left)
        return self._painter

    def render_line(self, y: int) -> Strip:
        if not self.is_attached:
            return Strip.blank(self.size.width)  # painted once more on its way out
        strip = self._strips.get(y)
        if strip is None:
            strip = self._strips[y] = self._painted(y)
        return strip

    def render_lines(self, crop: Region) -> list[Strip]:
        return handed_out(self, [self.render_line(y) for y in crop.line_range], crop)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._painter = None
        self._strips.clear()

    def on_resize(self) -> None:
        self._painter = None
        self.post_message(self.Moved())
        self.go(self.place.item, self.place.row)

    def _painted(self, y: int) -> Strip:
        painter = self.painter()
        if y < len(self._rows):
            row = self._rows[y]
            number = row.text.number
            strip = painter.paint(row, self.selection.on(number), number == self.current)
        elif self._rows or not self._placeholder:
            strip = Strip.blank(painter.width, painter.palette.base)
        else:
            return self._empty_line(y)
        return Strip([*strip, self._bar(y, painter)])

    def _empty_line(self, y: int) -> Strip:
        width, height = self.size
        strips = Visual.to_strips(self, self._placeholder, width, height, self.visual_style, pad=True)
        above = max(0, (height - len(strips)) // 3)
        if above <= y < above + len(strips):
            return strips[y - above]
        return Strip.blank(width, self.rich_style)

    def _bar(self, y: int, painter: RowPainter) -> Segment:
        """One cell of the bar that says where in the log this is."""
        count, height = self.source.count, max(1, self.size.height)
        base = painter.palette.base
        if (count <= len(self._rows) and not self.place.wrap) or not count:
            return Segment(" ", base)
        shown = max(1, len({row.item for row in self._rows}))
        length = max(1, min(height, round(height * shown / count)))
        farthest = max(1, count - shown)
        start = round((height - length) * min(1.0, self.place.item / farthest))
        on = start <= y < start + length
        return Segment("┃" if on else "│", base + painter.palette.tone("dim" if on else "faint"))

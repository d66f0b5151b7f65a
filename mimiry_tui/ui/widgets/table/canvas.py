"""The painting half of the table: which line shows what, and which lines must be painted again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from mimiry_tui.clock import Clock
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.table.choice import chosen
from mimiry_tui.ui.widgets.table.keys import TABLE_BINDINGS
from mimiry_tui.ui.widgets.table.lines import LinePainter
from mimiry_tui.ui.widgets.table.model import Column, TableModel
from mimiry_tui.ui.widgets.table.paint import NEVER, PaintedRows
from mimiry_tui.ui.widgets.table.palette import Look, Palette
from mimiry_tui.ui.widgets.table.style import TABLE_CSS

R = TypeVar("R")

HEADER = 1
"""Lines the header takes; it does not scroll."""


class _Frame(NamedTuple, Generic[R]):
    """What all lines of one painting have in common."""

    painter: LinePainter[R]
    height: int
    top: int
    focused: bool
    stale: bool


class TableCanvas(ScrollView, Generic[R], can_focus=True, inherit_bindings=False):
    """Shows the rows of a `TableModel`; `sync` finds the lines that changed.

    A line is painted only while it is visible, and its strip stays the same object as long as it
    looks the same: comparing strips by identity tells which lines to paint again.
    """

    DEFAULT_CSS = TABLE_CSS
    BINDINGS: ClassVar[list[BindingType]] = TABLE_BINDINGS
    BINDING_GROUP_TITLE = "Table"
    ALLOW_SELECT = False

    stale: reactive[bool] = reactive(False, repaint=False)
    """Whether the rows are older than they should be; they are dimmed then."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        model: TableModel[R],
        clock: Clock,
        row_tone: Callable[[R], Tone | None] | None,
        *,
        widget_id: str | None,
        classes: str | None,
    ) -> None:
        super().__init__(id=widget_id, classes=classes)
        self.all_columns = tuple(columns)
        """Every column there is, shown or not, at the widths of the moment."""
        self.chosen_keys: tuple[str, ...] | None = None
        """The columns that the user wants, in their order; None: those that are shown by default."""
        self.columns = chosen(self.all_columns, None)
        """Those shown, in their order, as far as the width goes."""
        self._model = model
        self._clock = clock
        self._row_tone = row_tone
        self._rows: PaintedRows[R] = PaintedRows(clock)
        self._painter: LinePainter[R] | None = None
        self._ticker: Ticker | None = None
        self._frame: _Frame[R] | None = None
        self._synced: tuple[_Frame[R], list[Strip]] | None = None
        self._lines_on_screen: dict[int, Strip] = {}
        self._soonest_change = NEVER
        self._cursor: str | None = None
        self._placeholder: Content | None = None
        self._empty_strips: list[Strip] = []

    def set_placeholder(self, content: Content | None) -> None:
        """What is shown, centred and wrapped, while there is no row at all."""
        self._placeholder = content
        if not self._model.order:
            self._show_nothing()

    def show_columns(self, columns: Sequence[Column[R]]) -> None:
        """Lay lines out by these from now on: the same columns at other widths, or some of them.

        Rows can be sorted, and found by name, by those the table was made with.
        """
        self.all_columns = tuple(columns)
        self._lay_out_columns()

    def _lay_out_columns(self) -> None:
        self.columns = chosen(self.all_columns, self.chosen_keys)
        self._painter = None
        self._empty_strips = []
        self.sync()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of these lines, as far as `crop` goes.

        Without a frame of its own the table hands out the strips it keeps, so that what Textual
        remembers with a strip (its bytes, its cuts) is of use again when the row moves.
        """
        self._frame = frame = self._new_frame()
        if (
            any(self.styles.gutter)
            or self.styles.has_any_rules("tint", "hatch", "outline")
            or self.opacity < 1
        ):
            return super().render_lines(crop)
        filters = self.get_line_filters()
        background = self.background_colors[1]
        strips = []
        known = self._synced[1] if self._synced is not None and self._synced[0] == frame else ()
        for y in crop.line_range:
            strip = known[y] if y < len(known) else self.render_line(y)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            strips.append(strip.crop(crop.x, crop.right))
        return strips

    def render_line(self, y: int) -> Strip:
        """The strip of one line of the content area."""
        due = self._soonest_change
        strip = self._lines_on_screen[y] = self._strip_at(y, self._frame or self._new_frame())
        if self._soonest_change < due:
            self._wake()
        return strip

    def sync(self) -> None:
        """Have the lines painted again that no longer show what they should."""
        if not (self.is_attached and self.size):
            return
        self._soonest_change = NEVER
        frame = self._frame = self._new_frame()
        strips = [self._strip_at(y, frame) for y in range(frame.height)]
        for y, strip in enumerate(strips):
            if self._lines_on_screen.get(y) is not strip:
                self._lines_on_screen[y] = strip
                self.refresh(Region(0, y, frame.painter.width, 1))
        self._synced = (frame, strips)
        self._wake()

    def notify_style_update(self) -> None:
        """Read the colours anew: the theme, the focus or a class changed."""
        super().notify_style_update()
        self._painter = None
        self._empty_strips = []

    def on_focus(self, event: events.Focus) -> None:
        self.sync()

    def on_blur(self) -> None:
        self.sync()

    def on_show(self) -> None:
        self.sync()

    def on_hide(self) -> None:
        self._sleep()

    def on_unmount(self) -> None:
        self._sleep()

    def watch_stale(self) -> None:
        self.sync()

    def _wake(self) -> None:
        if self._soonest_change < NEVER:
            self._ticker = Ticker.of(self.app, self._clock)
            self._ticker.wake(self, self._soonest_change, self.sync)

    def _sleep(self) -> None:
        # Only a ticker that was asked for is told: making one while the app closes would fail.
        if self._ticker is not None:
            self._ticker.forget(self)

    def _show_nothing(self) -> None:
        self._empty_strips = []
        self.sync()

    def _new_frame(self) -> _Frame[R]:
        width, height = self.size
        reserved = self.scrollbar_size_vertical
        painter = self._painter
        if painter is None or (painter.width, painter.reserved) != (width, reserved):
            painter = self._painter = LinePainter(self.columns, width, reserved, Palette(self))
            self._empty_strips = []
        return _Frame(painter, height, self.scroll_offset.y, self.has_focus, self.stale)

    def _strip_at(self, y: int, frame: _Frame[R]) -> Strip:
        order = self._model.order
        painter = frame.painter
        if not self._model.row_count:
            return self._empty_strip(y, frame)
        if y < HEADER:
            return painter.header(self._model.sort_key, self._model.sort_reverse)
        if not order:
            return self._empty_strip(y, frame)
        index = y - HEADER + frame.top
        if index >= len(order):
            return painter.blank()
        row_id = order[index]
        row = self._model[row_id]
        look = Look(
            cursor=row_id == self._cursor,
            focused=frame.focused,
            marked=self._model.is_marked(row_id),
            stale=frame.stale,
            tone=self._row_tone(row) if self._row_tone is not None else None,
        )
        strip, until = self._rows.strip(row_id, row, look, painter)
        self._soonest_change = min(self._soonest_change, until)
        return strip

    def _empty_strip(self, y: int, frame: _Frame[R]) -> Strip:
        if len(self._empty_strips) != frame.height:
            content = self._placeholder or Content()
            if self._model.row_count:
                content = safe(f"no row matches {self._model.filter_text}")
            self._empty_strips = Visual.to_strips(
                self, content, frame.painter.width, frame.height, self.visual_style, pad=True
            )
        return self._empty_strips[y] if y < len(self._empty_strips) else frame.painter.blank()

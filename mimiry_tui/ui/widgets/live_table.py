"""The table every pane stands on: one line-API widget that repaints only the lines that changed.

Cursor and marks belong to row ids, never to row numbers; filter, sort, cursor and scroll position
survive every change of the rows. Cells are made when their line is painted, and only for visible
lines; a text that changes by itself (an age) says when, and its line is looked at again just then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeAlias, TypeVar

from textual import events
from textual.geometry import Size

from mimiry_tui.clock import Clock
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.table import messages as table_messages
from mimiry_tui.ui.widgets.table.canvas import HEADER, TableCanvas
from mimiry_tui.ui.widgets.table.choice import default_keys, settled, unknown_keys
from mimiry_tui.ui.widgets.table.follow import follow_top, reveal
from mimiry_tui.ui.widgets.table.model import Column, TableModel
from mimiry_tui.ui.widgets.table.order import Lines

R = TypeVar("R")


class LiveTable(TableCanvas[R], Generic[R]):
    """A table of rows of type R.

    `row_id` gives each row its own, lasting id. `row_tone` gives a row's `text` and `bright` spans
    another tone (ended rows recede); rows for which `pinned_last` holds stay below all others.
    """

    MarksChanged: TypeAlias = table_messages.MarksChanged
    RowHighlighted: TypeAlias = table_messages.RowHighlighted
    RowSelected: TypeAlias = table_messages.RowSelected
    SortChanged: TypeAlias = table_messages.SortChanged

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        row_id: Callable[[R], str],
        clock: Clock,
        row_tone: Callable[[R], Tone | None] | None = None,
        pinned_last: Callable[[R], bool] | None = None,
        id: str | None = None,
        classes: str | None = None,
        with_marks: bool = True,
    ) -> None:
        """Without `with_marks` no row can be marked: nothing acts on several of them."""
        model = TableModel(columns, row_id, pinned_last)
        super().__init__(columns, model, clock, row_tone, widget_id=id, classes=classes)
        self._chosen: str | None = None
        self._focused_by_click = False
        self._with_marks = with_marks

    # Rows

    def set_rows(self, rows: Iterable[R]) -> None:
        """Show these rows and no others, in this order while nothing is sorted by."""
        self._change(lambda: self._model.set_rows(rows))

    def apply(self, upserted: Iterable[R], removed: Iterable[str] = ()) -> None:
        """Take some rows away, then replace or add some: the cost follows what changed.

        Rows given are drawn anew even where they are the same objects as before.
        """
        rows = list(upserted)
        self._rows.outdate(map(self._model.row_id, rows))
        self._change(lambda: self._model.apply(rows, removed))

    @property
    def row_count(self) -> int:
        """How many rows there are, filtered out or not."""
        return self._model.row_count

    @property
    def visible_count(self) -> int:
        """How many rows the filter lets through."""
        return len(self._model.order)

    @property
    def visible_ids(self) -> list[str]:
        """The ids of the rows the filter lets through, in order."""
        return list(self._model.order)

    # Columns

    @property
    def known_columns(self) -> tuple[Column[R], ...]:
        """Those it was made with, also what has nothing to tell at the moment."""
        return tuple(self._model.columns.values())

    def use_columns(self, keys: Iterable[str] | None) -> tuple[str, ...]:
        """Show these columns in this order, None or none: those shown by default; returns which are unknown.

        What tells rows apart stays, and stands first, where it is not among them. A filter without a
        column's name looks for its text in what is shown.
        """
        known = self.known_columns
        wanted = tuple(keys or ()) or None
        settled_keys = None if wanted is None else settled(known, wanted)
        if settled_keys != self.chosen_keys:
            self.chosen_keys = settled_keys
            searched = default_keys(known) if settled_keys is None else settled_keys
            self._change(lambda: self._model.search_in(searched), hold_cursor_line=True)
            self._lay_out_columns()
        return () if wanted is None else unknown_keys(known, wanted)

    # Cursor

    @property
    def cursor_id(self) -> str | None:
        """The id of the row the cursor is on; None only when no row is visible."""
        return self._cursor

    @property
    def cursor_row(self) -> R | None:
        """The row the cursor is on."""
        return None if self._cursor is None else self._model[self._cursor]

    def move_to(self, row_id: str) -> bool:
        """Put the cursor on that row and show it; False when it isn't visible."""
        index = self._model.order.index(row_id)
        if index is None:
            return False
        self._chosen = row_id
        self._set_cursor(row_id)
        self._reveal(index)
        self.sync()
        return True

    def move_to_index(self, index: int) -> bool:
        """The same for the visible row at `index` (from 0), or the nearest one; False when there is none."""
        count = self.visible_count
        return count > 0 and self.move_to(self._model.order[max(0, min(index, count - 1))])

    # Marks

    @property
    def marked(self) -> frozenset[str]:
        """The ids of the marked rows, filtered out or not."""
        return self._model.marked

    def toggle_mark(self) -> None:
        """Mark the row the cursor is on, or take its mark away."""
        if self._cursor is not None:
            self._model.set_mark(self._cursor, not self._model.is_marked(self._cursor))
            self._marks_changed()

    def clear_marks(self) -> None:
        """Take every mark away."""
        if self._model.marked:
            self._model.clear_marks()
            self._marks_changed()

    # Filter and sort

    @property
    def filter_text(self) -> str:
        """The filter as it was set."""
        return self._model.filter_text

    def set_filter(self, text: str) -> None:
        """Show only the rows that match; the language is that of `table_filter`."""
        if text != self.filter_text:
            self._change(lambda: self._model.set_filter(text), hold_cursor_line=True)

    @property
    def sort_key(self) -> str | None:
        """The key of the column sorted by; None = the order the rows came in."""
        return self._model.sort_key

    @property
    def sort_reverse(self) -> bool:
        """Whether the largest value comes first."""
        return self._model.sort_reverse

    def sort_by(self, key: str | None, reverse: bool = False) -> None:
        """Sort by a column; None = the order the rows came in.

        Raises KeyError for an unknown column and ValueError for one that can't be sorted by.
        """
        if (key, reverse) != (self.sort_key, self.sort_reverse):
            self._change(lambda: self._model.sort_by(key, reverse), hold_cursor_line=True)
            self.post_message(table_messages.SortChanged(self, key, reverse))

    def cycle_sort(self, step: int) -> None:
        """Sort by the sortable column that many further, round and round."""
        keys = [column.key for column in self.columns if column.sort is not None]
        if not keys:
            return
        if self.sort_key not in keys:
            # By nothing, or by a column that is not shown.
            self.sort_by(keys[0 if step > 0 else -1])
        else:
            self.sort_by(keys[(keys.index(self.sort_key) + step) % len(keys)])

    def reverse_sort(self) -> None:
        """Turn the order round."""
        self.sort_by(self.sort_key, not self.sort_reverse)

    # Keys and mouse

    def action_move(self, rows: int) -> None:
        index = self._cursor_index()
        self.move_to_index(0 if index is None else index + rows)

    def action_page(self, pages: int) -> None:
        self.action_move(pages * self._page)

    def action_first(self) -> None:
        self.move_to_index(0)

    def action_last(self) -> None:
        self.move_to_index(self.visible_count - 1)

    def action_select(self) -> None:
        if self._cursor is not None:
            self.post_message(table_messages.RowSelected(self, self._cursor))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that would do nothing is none."""
        return self._with_marks if action == "mark" else super().check_action(action, parameters)

    def action_mark(self) -> None:
        self.toggle_mark()
        self.action_move(1)

    def action_sort(self, step: int) -> None:
        self.cycle_sort(step)

    def action_reverse_sort(self) -> None:
        self.reverse_sort()

    def on_focus(self, event: events.Focus) -> None:
        # Textual gives focus before it delivers the press: a focus that comes while the pointer is here
        # is taken to come from a click.
        self._focused_by_click = self.app.mouse_over is self

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or event.button != 1:
            return
        if offset.y < HEADER:
            self._click_header(offset.x)
            return
        index = offset.y - HEADER + self.scroll_offset.y
        if index >= self.visible_count:
            return
        row_id = self._model.order[index]
        # The click that brought the focus must not open what it fell on.
        brought_focus, self._focused_by_click = self._focused_by_click, False
        if row_id == self._cursor and not brought_focus:
            self.action_select()
        else:
            self.move_to(row_id)

    def _click_header(self, x: int) -> None:
        column = self._painter.column_at(x) if self._painter is not None and self.row_count else None
        if column is None or column.sort is None:
            return
        if column.key == self.sort_key:
            self.reverse_sort()
        else:
            self.sort_by(column.key)

    # Inside

    @property
    def _page(self) -> int:
        return max(1, self.size.height - HEADER)

    def _cursor_index(self) -> int | None:
        return None if self._cursor is None else self._model.order.index(self._cursor)

    def _change(self, change: Callable[[], object], *, hold_cursor_line: bool = False) -> None:
        """Change the model; then cursor, scroll position and screen follow.

        The row at the top stays where it was, or with `hold_cursor_line` the row under the cursor; the
        cursor does not leave the view by itself.
        """
        before, cursor = self._model.order.frozen(), self._cursor_index()
        marked, top = self._model.marked, self.scroll_offset.y
        count = len(before)
        change()
        order = self._model.order
        self._follow_cursor(before, cursor, back_to_chosen=hold_cursor_line)
        if len(order) != count:
            self.virtual_size = Size(0, HEADER + len(order))
            self._empty_strips = []
        index = self._cursor_index()
        if hold_cursor_line and index is not None:
            line = 0 if cursor is None else cursor - top
            top = max(0, index - min(max(0, line), self._page - 1))
        else:
            was_seen = cursor is not None and top <= cursor < top + self._page
            top = follow_top(before, order, top)
            if was_seen and index is not None:
                top = reveal(index, top, self._page)
        self._scroll_to_line(top)
        if self._model.marked != marked:
            self.post_message(table_messages.MarksChanged(self))
        self.sync()

    def _follow_cursor(self, before: Lines, index: int | None, *, back_to_chosen: bool) -> None:
        order = self._model.order
        if back_to_chosen and self._chosen is not None and self._chosen in order:
            self._set_cursor(self._chosen)
        elif self._cursor is None or self._cursor not in order:
            survivor = before.survivor(index, order) if index is not None else None
            self._set_cursor(survivor if survivor is not None else (order[0] if order else None))
        if not back_to_chosen and (self._chosen is None or self._chosen not in self._model):
            # A row that a filter hides for now stays the chosen one, whatever is refreshed meanwhile.
            self._chosen = self._cursor

    def _set_cursor(self, row_id: str | None) -> None:
        if row_id != self._cursor:
            self._cursor = row_id
            self.post_message(table_messages.RowHighlighted(self, row_id))

    def _reveal(self, index: int) -> None:
        self._scroll_to_line(reveal(index, self.scroll_offset.y, self._page))

    def _scroll_to_line(self, top: int) -> None:
        if self.size and top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _marks_changed(self) -> None:
        self.post_message(table_messages.MarksChanged(self))
        self.sync()

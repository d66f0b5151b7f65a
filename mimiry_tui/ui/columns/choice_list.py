"""A pane's columns as a list in their order, those that could be shown among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.table.choice import default_keys, settled
from mimiry_tui.ui.widgets.table.columns import Column

SHOWN, HIDDEN, STAYS = "●", "○", "▪"
_SIGN_TITLE = "(sign)"
_GAP = 2


class ColumnList(OptionList):
    """Tells every change of what is shown as `Changed`; the cursor stays on its column."""

    DEFAULT_CSS = """
    ColumnList {
        height: auto; border: none; padding: 0; background: transparent; scrollbar-size: 1 1;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    ColumnList:focus { border: none; background-tint: $foreground 0%; }
    ColumnList > .option-list--option-highlighted { background: $row-cursor-blurred; text-style: none; }
    ColumnList:focus > .option-list--option-highlighted { background: $row-cursor; text-style: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "show_or_hide", "show", id="columns.toggle", tooltip="Show the column, or not"),
        Binding("K,shift+up", "move(-1)", "earlier", id="columns.earlier", tooltip="Further to the left"),
        Binding("J,shift+down", "move(1)", "later", id="columns.later", tooltip="Further to the right"),
        Binding("j", "cursor_down", id="columns.down", show=False),
        Binding("k", "cursor_up", id="columns.up", show=False),
    ]

    class Changed(Message):
        """Other columns are to be shown, or in another order; None: those shown by default."""

        def __init__(self, keys: tuple[str, ...] | None) -> None:
            super().__init__()
            self.keys = keys

    def __init__(self, columns: Sequence[Column[Any]], keys: Sequence[str] | None) -> None:
        """`keys` are those shown now, None where none were chosen."""
        self._columns = {column.key: column for column in columns}
        self._defaults = default_keys(columns)
        self._order: list[str] = []
        self._shown: set[str] = set()
        self._take(keys)
        self._widest = max(len(_title(column)) for column in columns)
        super().__init__(*self._column_options(), markup=False)
        self.highlighted = 0

    @property
    def keys(self) -> tuple[str, ...] | None:
        """What is to be shown in its order; None where that is what is shown by default."""
        shown = tuple(key for key in self._order if key in self._shown)
        return None if shown == self._defaults else shown

    def reset(self) -> None:
        """Show what is shown by default."""
        self._take(None)
        self._told()

    def action_show_or_hide(self) -> None:
        """Show the column under the cursor, or hide it; what tells rows apart stays."""
        key = self._key
        if key is None or self._columns[key].fixed:
            return
        self._shown ^= {key}
        self._told()

    def action_move(self, step: int) -> None:
        """Move the column under the cursor that way."""
        at = self.highlighted
        if at is None or not 0 <= at + step < len(self._order):
            return
        self._order.insert(at + step, self._order.pop(at))
        self._told(at + step)

    def _take(self, keys: Sequence[str] | None) -> None:
        columns = tuple(self._columns.values())
        if keys is None:
            # Each at its usual place, so that showing one more does not put it at the end.
            self._order, self._shown = list(self._columns), set(self._defaults)
            return
        shown = settled(columns, keys)
        self._order = [*shown, *(key for key in self._columns if key not in shown)]
        self._shown = set(shown)

    @property
    def _key(self) -> str | None:
        return None if self.highlighted is None else self.get_option_at_index(self.highlighted).id

    def _told(self, cursor: int | None = None) -> None:
        """Draw the list anew, and say so."""
        at = self.highlighted if cursor is None else cursor
        self.set_options(self._column_options())
        self.highlighted = at
        self.post_message(self.Changed(self.keys))

    def _column_options(self) -> list[Option]:
        return [Option(self._line(self._columns[key]), id=key) for key in self._order]

    def _line(self, column: Column[Any]) -> Content:
        shown = column.key in self._shown
        sign = STAYS if column.fixed else SHOWN if shown else HIDDEN
        title = toned(_title(column), "bright" if shown else "dim", bold=shown)
        about = column.about + (" · always there" if column.fixed else "")
        return (
            toned(f"{sign} ", "accent" if shown else "faint")
            + title.pad_right(self._widest + _GAP - title.cell_length)
            + toned(about, "text" if shown else "dim")
        )


def _title(column: Column[Any]) -> str:
    return column.title or _SIGN_TITLE

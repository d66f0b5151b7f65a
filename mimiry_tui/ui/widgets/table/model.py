"""The rows of a table by id: their order, the filter and the marks. No drawing.

A change of k rows among n costs O(k · log n) comparisons: sort keys and filter answers are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from mimiry_tui.ui.widgets.table.columns import Column
from mimiry_tui.ui.widgets.table.filter import Term, parse
from mimiry_tui.ui.widgets.table.order import Order, Place
from mimiry_tui.ui.widgets.table.sort import comparable

__all__ = ["Column", "TableModel"]

R = TypeVar("R")

_FIELD_END = "\x1f"


class TableModel(Generic[R]):
    """Rows by id, with a filter, a sort column and marks.

    `row_id` must give each row its own id; when two rows share one, the later replaces the earlier.
    Rows for which `pinned_last` holds come after all others whatever is sorted by.
    """

    def __init__(
        self,
        columns: Sequence[Column[R]],
        row_id: Callable[[R], str],
        pinned_last: Callable[[R], bool] | None = None,
    ) -> None:
        self.columns = {column.key: column for column in columns}
        self.order = Order()
        """The visible rows' ids; replaced or changed in place by every change, so copy it to look back."""
        self.filter_text = ""
        self.sort_key: str | None = None
        self.sort_reverse = False
        self._names = {column.title.casefold(): column.key for column in columns if column.title}
        self._names |= {key.casefold(): key for key in self.columns}
        self.row_id = row_id
        self._searched = [column for column in columns if not column.extra]
        self._pinned_last = pinned_last
        self._rows: dict[str, R] = {}
        self._arrival: dict[str, int] = {}
        self._next_arrival = 0
        self._terms: tuple[Term, ...] = ()
        self._searchable: dict[str, str] = {}
        self._marked: set[str] = set()

    @property
    def row_count(self) -> int:
        """How many rows there are, visible or not."""
        return len(self._rows)

    @property
    def marked(self) -> frozenset[str]:
        """The ids of the marked rows, visible or not."""
        return frozenset(self._marked)

    def __contains__(self, row_id: object) -> bool:
        """Whether there is a row of that id, visible or not."""
        return row_id in self._rows

    def __getitem__(self, row_id: str) -> R:
        """The row with that id, visible or not. Raises KeyError."""
        return self._rows[row_id]

    def is_marked(self, row_id: str) -> bool:
        """Whether the row is marked."""
        return row_id in self._marked

    def set_rows(self, rows: Iterable[R]) -> None:
        """These rows and no others, in this order while nothing is sorted by."""
        row_id = self.row_id
        self._rows = {row_id(row): row for row in rows}
        self._arrival = {key: number for number, key in enumerate(self._rows)}
        self._next_arrival = len(self._arrival)
        self._searchable.clear()
        self._marked.intersection_update(self._rows)
        self._rebuild()

    def apply(self, upserted: Iterable[R], removed: Iterable[str] = ()) -> bool:
        """Take some rows away, then replace or add some; says whether the visible order changed."""
        moved = False
        for key in removed:
            if key in self._rows:
                del self._rows[key]
                del self._arrival[key]
                self._searchable.pop(key, None)
                self._marked.discard(key)
                moved |= self.order.move(key, None)
        for row in upserted:
            key = self.row_id(row)
            self._rows[key] = row
            if key not in self._arrival:
                self._arrival[key] = self._next_arrival
                self._next_arrival += 1
            self._searchable.pop(key, None)
            moved |= self.order.move(key, self._place(key, row) if self._matches(key, row) else None)
        return moved

    def set_filter(self, text: str) -> None:
        """Show only the rows that match (see `table_filter`); an empty text shows all."""
        self.filter_text = text
        self._terms = parse(text, self._names)
        if not self._terms:
            self._searchable.clear()
        self._rebuild()

    def search_in(self, keys: Iterable[str]) -> None:
        """Look for filters that name no column in these ones' texts. Raises KeyError for an unknown one."""
        self._searched = [self.columns[key] for key in keys]
        self._searchable.clear()
        if self._terms:
            self._rebuild()

    def sort_by(self, key: str | None, reverse: bool = False) -> None:
        """Sort by a column; None = the order the rows came in.

        Raises KeyError for an unknown column and ValueError for one that can't be sorted by.
        """
        if key is not None and self.columns[key].sort is None:
            raise ValueError(f"column {key!r} has no sort function")
        self.sort_key = key
        self.sort_reverse = reverse
        self._rebuild()

    def set_mark(self, row_id: str, marked: bool) -> None:
        """Mark a row or take its mark away; an unknown id is ignored."""
        if marked and row_id in self._rows:
            self._marked.add(row_id)
        else:
            self._marked.discard(row_id)

    def clear_marks(self) -> None:
        """Take every mark away."""
        self._marked.clear()

    def _rebuild(self) -> None:
        rows = self._rows.items()
        shown = rows if not self._terms else [(key, row) for key, row in rows if self._matches(key, row)]
        self.order = Order((self._place(key, row) for key, row in shown), self.sort_reverse)

    def _place(self, row_id: str, row: R) -> Place:
        group = 2 if self._pinned_last is not None and self._pinned_last(row) else 0
        # Read backwards, rows that are equal still stand in the order they came in.
        tie = -self._arrival[row_id] if self.sort_reverse else self._arrival[row_id]
        sort = self.columns[self.sort_key].sort if self.sort_key is not None else None
        if sort is None:
            return Place(group, (), tie, row_id)
        key = comparable(sort(row))
        if key is None:
            return Place(group + 1, (), tie, row_id)
        return Place(group, key, tie, row_id)

    def _matches(self, row_id: str, row: R) -> bool:
        return all(self._holds(term, row_id, row) != term.negated for term in self._terms)

    def _holds(self, term: Term, row_id: str, row: R) -> bool:
        if term.column is not None:
            return term.text in self.columns[term.column].text(row).casefold()
        searchable = self._searchable.get(row_id)
        if searchable is None:
            texts = (column.text(row) for column in self._searched)
            searchable = self._searchable[row_id] = _FIELD_END.join(texts).casefold()
        return term.text in searchable

"""The order of a table's visible rows: finding, inserting and removing one costs O(log n) comparisons."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from mimiry_tui.ui.widgets.table.sort import Comparable

GROUPS = 4
"""Rows with a value to sort by, rows without; then the same two for the rows pinned last."""


class Place(NamedTuple):
    """Where a visible row stands: comparing two of them compares the rows."""

    group: int
    key: Comparable
    tie: int
    id: str


class Lines:
    """Ids in order, by index. Ascending lists of places, one for each group, shown one after the other.

    A descending order reads each list backwards, so neither the rows without a value nor the pinned
    ones ever come first.
    """

    def __init__(self, groups: Sequence[list[Place]], reverse: bool) -> None:
        self._groups = groups
        self._reverse = reverse

    def __len__(self) -> int:
        return sum(len(group) for group in self._groups)

    def __iter__(self) -> Iterator[str]:
        for group in self._groups:
            for place in reversed(group) if self._reverse else group:
                yield place.id

    def __getitem__(self, index: int) -> str:
        if index >= 0:
            for group in self._groups:
                if index < len(group):
                    return group[-1 - index if self._reverse else index].id
                index -= len(group)
        raise IndexError(index)

    def survivor(self, index: int, after: Container[str]) -> str | None:
        """The row at `index` if it is in `after`, else the nearest one below, else above, that is."""
        for candidate in (*range(index, len(self)), *range(index - 1, -1, -1)):
            row_id = self[candidate]
            if row_id in after:
                return row_id
        return None


class Order(Lines):
    """The order as it changes."""

    def __init__(self, places: Iterable[Place] = (), reverse: bool = False) -> None:
        ascending = sorted(places)
        ends = [bisect_left(ascending, (group + 1,)) for group in range(GROUPS)]
        super().__init__(
            [ascending[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)], reverse
        )
        self._places = {place.id: place for place in ascending}

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, row_id: object) -> bool:
        return row_id in self._places

    def index(self, row_id: str) -> int | None:
        """Where the row stands (from 0); None when it doesn't."""
        place = self._places.get(row_id)
        if place is None:
            return None
        group = self._groups[place.group]
        index = bisect_left(group, place)
        before = sum(len(earlier) for earlier in self._groups[: place.group])
        return before + (len(group) - 1 - index if self._reverse else index)

    def move(self, row_id: str, place: Place | None) -> bool:
        """Put a row at its place, or nowhere; says whether it was elsewhere before."""
        old = self._places.get(row_id)
        if old == place:
            return False
        if old is not None:
            group = self._groups[old.group]
            del group[bisect_left(group, old)]
            del self._places[row_id]
        if place is not None:
            insort(self._groups[place.group], place)
            self._places[row_id] = place
        return True

    def frozen(self) -> Lines:
        """The order as it is now, for looking back after a change."""
        return Lines([group.copy() for group in self._groups], self._reverse)

"""Where the view is after the rows changed under it."""

from __future__ import annotations

from mimiry_tui.ui.widgets.table.order import Lines, Order


def follow_top(before: Lines, after: Order, top: int) -> int:
    """The first visible line that keeps the row there, or its nearest neighbour still there, in place.

    At the very top it stays at the top: new rows come into view instead of pushing it away.
    """
    if top <= 0 or not before:
        return 0
    anchor = before.survivor(min(top, len(before) - 1), after)
    index = after.index(anchor) if anchor is not None else None
    return index or 0


def reveal(index: int, top: int, page: int) -> int:
    """The first visible line, moved no more than needed to have row `index` among `page` lines."""
    return min(index, max(top, index - page + 1))

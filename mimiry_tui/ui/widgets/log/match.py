"""Which match a reader means."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mimiry_tui.ui.widgets.log.lines import LogLines

Wish = Literal["nearest", "next", "before"]
"""Where to go as soon as the search has come that far."""


def line_in_view(lines: LogLines) -> int:
    """The line that the reader has an eye on: the one gone to, or the topmost."""
    rows, current = lines.rows, lines.current
    if not rows:
        return 0
    if current is not None and rows[0].text.number <= current <= rows[-1].text.number:
        return current
    return rows[0].text.number


def match_for(wish: Wish, found: Sequence[int], line: int, *, on_it: bool, complete: bool) -> int | None:
    """The place of that match among those found so far; None while it can't be known yet.

    `line` is what the reader looks at, `on_it` whether that is the match gone to last. Next and before go
    round; -1 stands for the last match, or for none at all where there is none.
    """
    if wish == "nearest":
        place = bisect_left(found, line)
        if place < len(found):
            return place
        return len(found) - 1 if complete else None
    if wish == "next":
        place = bisect_right(found, line) if on_it else bisect_left(found, line)
        if place < len(found):
            return place
        return 0 if complete else None
    place = bisect_left(found, line) - 1
    return place if place >= 0 or complete else None

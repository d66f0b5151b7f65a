"""Which match a reader means."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal

Wish = Literal["nearest", "next", "before"]
"""Where to go as soon as the search has come that far."""


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

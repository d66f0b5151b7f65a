"""What of the session screen fits on a terminal of a given size."""

from __future__ import annotations

from typing import NamedTuple

from mimiry_tui.ui.key_of import key_now

SMALLEST = (60, 16)
"""Columns and lines below which nothing useful fits."""
APART_FROM = 30
"""Lines from which figures and timeline have a box each; below they share one."""
TIMELINE_FROM = 20
"""Lines from which there is room for the timeline besides its tab."""
AIRY_FROM = 34
_FACTS = ((30, 3), (24, 2), (20, 1))
"""From so many lines on, so many lines of facts."""


class Layout(NamedTuple):
    """Which parts are shown, and how much of each."""

    too_small: bool
    timeline: bool
    joined: bool
    """Figures and timeline in one box."""
    facts: int
    airy: bool
    """An empty line above the facts."""


def layout_of(width: int, height: int) -> Layout:
    """The layout for so many columns and lines."""
    timeline = height >= TIMELINE_FROM
    return Layout(
        too_small=width < SMALLEST[0] or height < SMALLEST[1],
        timeline=timeline,
        joined=timeline and height < APART_FROM,
        facts=next((count for lines, count in _FACTS if height >= lines), 0),
        airy=height >= AIRY_FROM,
    )


def too_small_words(width: int, height: int) -> str:
    """What to say instead."""
    key = key_now("session.back", "esc")
    return f"{width}×{height} is too small\n{SMALLEST[0]}×{SMALLEST[1]} or more is needed\n{key} goes back"

"""One place that the help can be called from, in words."""

from __future__ import annotations

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.ui import glyphs

Entry = tuple[str, str]
"""A key, sign or word, and what it means."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One pane."""

    title: str
    sentences: tuple[str, ...]
    signs: tuple[Entry, ...] = ()
    parts: tuple[Entry, ...] = ()
    """What it consists of: tabs, say."""


ESTIMATED = ("≈", "estimated here, not told by the service")
ANY_ROW = (
    (glyphs.UNKNOWN, "a state not known here"),
    (glyphs.UNREADABLE, "a record that could not be read"),
)

"""A command or a script, as it was written."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.toned import toned

_MOST_LINES = 12
_LONGEST = 2_000
"""Characters of a line that are shown."""


def script_lines(text: str, rest: str) -> Content:
    """One line below the other; `rest` says where those are that are too many to be shown."""
    lines = text.strip().splitlines()
    told = [safe(line, "$tone-text", limit=_LONGEST) for line in lines[:_MOST_LINES]]
    more = len(lines) - _MOST_LINES
    if more > 0:
        told.append(toned(f"… {more} more line{'s' if more > 1 else ''}: {rest}", "dim"))
    return Content("\n").join(told)

"""How the account's lines are put together: headings, figures side by side, two columns of lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap

from textual.content import Content

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.toned import toned

EMPTY = Content("")
BESIDE = 6
"""Cells between two columns."""
_WORDS = {"gpu": "GPU", "gpus": "GPUs", "gb": "GB", "vram": "VRAM", "api": "API", "vm": "VM", "vms": "VMs"}


def heading(words: str, said: str = "") -> Content:
    """The line above a group."""
    return toned(words, "bright", bold=True) + (toned(f"  {said}", "dim") if said else EMPTY)


def spoken(name: str) -> str:
    """A name of the service's as people write it: "concurrent sessions", "GPUs"."""
    return " ".join(_WORDS.get(word.casefold(), word) for word in name.replace("_", " ").split())


def cut(line: Content, width: int) -> Content:
    """The line in that many cells, with `…` where something is missing."""
    return line.truncate(width, ellipsis=True) if line.cell_length > width else line


def padded(line: Content, width: int) -> Content:
    """The line in exactly that many cells."""
    line = cut(line, width)
    return line.pad_right(width - line.cell_length)


def right(line: Content, width: int) -> Content:
    """The line at the right end of that many cells."""
    line = cut(line, width)
    return line.pad_left(width - line.cell_length)


def why_lines(why: str, width: int, *, absent: bool) -> list[Content]:
    """Why there is nothing, in full; what a service does not have at all is no trouble."""
    return [toned(line, "dim" if absent else "warn") for line in wrap(safe_text(why, 400), max(8, width))]


def beside(columns: Sequence[Sequence[Content]], width: int, gap: int = 2) -> list[Content]:
    """Columns of lines side by side, all equally wide."""
    each = (width - gap * (len(columns) - 1)) // max(1, len(columns))
    lines = []
    for parts in zip_longest(*columns, fillvalue=EMPTY):
        lines.append(Content(" " * gap).join(padded(part, each) for part in parts))
    return lines


def two(left: Sequence[Content], other: Sequence[Content], first: int, width: int) -> list[Content]:
    """Two columns of lines, the left one `first` cells wide."""
    rest = width - first - BESIDE
    return [
        padded(one, first) + Content(" " * BESIDE) + cut(two, rest)
        for one, two in zip_longest(left, other, fillvalue=EMPTY)
    ]

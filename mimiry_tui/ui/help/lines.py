"""Entries side by side: a key or sign, and what it means."""

from __future__ import annotations

from itertools import zip_longest
from textwrap import wrap

from rich.cells import cell_len
from textual.content import Content

from mimiry_tui.ui.help.topic import Entry
from mimiry_tui.ui.toned import toned

_GAP = 2
_LEAST_WORDS = 16
_TWO_COLUMNS_FROM = 84


def heading(words: str) -> list[Content]:
    """A title with an empty line before it."""
    return [Content(""), toned(words, "bright", bold=True)]


def arranged(pairs: list[Entry], width: int) -> list[Content]:
    """In two columns where there is room for them, wrapping only what does not fit into one line."""
    if width < _TWO_COLUMNS_FROM:
        return _column(pairs, width)
    half = -(-len(pairs) // 2)
    wanted = max((line.cell_length for line in _column(pairs[:half])), default=0) + _GAP
    needed = max((line.cell_length for line in _column(pairs[half:])), default=0)
    first = wanted if wanted + needed <= width and wanted > width // 2 else width // 2
    left, right = _column(pairs[:half], first - _GAP), _column(pairs[half:], width - first)
    return [
        one.pad_right(first - one.cell_length) + two
        for one, two in zip_longest(left, right, fillvalue=Content(""))
    ]


def _column(pairs: list[Entry], width: int = 0) -> list[Content]:
    """What each means, beside its key; wrapped where a width is given."""
    indent = max((cell_len(label) for label, _ in pairs), default=0) + _GAP
    lines = []
    for label, meaning in pairs:
        words = wrap(meaning, max(_LEAST_WORDS, width - indent)) if width else [meaning]
        key = toned(label, "accent", bold=True).pad_right(indent - cell_len(label))
        lines.append(key + toned(words[0], "text"))
        lines += [toned(" " * indent + more, "text") for more in words[1:]]
    return lines

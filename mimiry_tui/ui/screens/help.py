"""The keys that work here and now, read from the live bindings."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.key_bar import key_label

Entry = tuple[str, str]
"""A key or sign, and what it means."""

_AROUND = 7
"""Columns of the dialog beside its text: frame, padding, scrollbar."""
_GAP = 2
_LEAST_WORDS = 16
_TWO_COLUMNS_FROM = 84

_FILTERS = (
    ("text", "rows where any column has it"),
    ("!text", "rows where no column has it"),
    ("column:text", "that column has it: where:fin"),
)
_SIGNS = (
    ("●", "ready, in stock"),
    ("◐", "in progress"),
    ("✗", "failed"),
    ("○", "ended, sold out"),
    ("◆ ◇", "volume attached, free"),
    ("≈", "estimated"),
)


class HelpScreen(ModalScreen[None]):
    """A list of keys in columns, filters and signs under it."""

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        #help { width: 118; max-width: 98%; height: auto; max-height: 92%; border: round $tone-accent;
                background: $surface; padding: 1 2; scrollbar-size-vertical: 1; }
        Static { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", "back", id="help.back", tooltip="Close the help")
    ]

    def __init__(self, bindings: Iterable[ActiveBinding]) -> None:
        super().__init__()
        self._active = list(bindings)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help") as box:
            box.border_title = "Keys"
            box.border_subtitle = key_hints(("esc", "closes"))
            yield Static(Content("\n").join(self._lines()))

    def _lines(self) -> list[Content]:
        width = max(30, min(118, int(self.app.size.width * 0.98)) - _AROUND)
        lines = [toned("Keys that work here", "bright", bold=True), Content("")]
        lines += _arranged(list(_keys(self._active)), width)
        filters = any(active.binding.id == "filter" for active in self._active)
        for title, pairs in ((("Filters", _FILTERS),) if filters else ()) + (("Signs", _SIGNS),):
            lines += [Content(""), toned(title, "bright", bold=True), Content("")]
            lines += _arranged(list(pairs), width)
        return lines


def _keys(bindings: Iterable[ActiveBinding]) -> Iterable[Entry]:
    """Each action once, with all its keys."""
    by_action: dict[tuple[int, str], tuple[list[str], str]] = {}
    for active in bindings:
        binding = active.binding
        meaning = active.tooltip or binding.tooltip or binding.description.capitalize()
        if not meaning or not active.enabled:
            continue
        keys, _ = by_action.setdefault((id(active.node), binding.action), ([], meaning))
        keys.append(key_label(binding.key))
    for keys, meaning in by_action.values():
        yield " ".join(dict.fromkeys(keys)), meaning


def _arranged(pairs: list[Entry], width: int) -> list[Content]:
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

"""The keys that work here and now, read from the live bindings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.key_bar import key_label

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
        #help { width: 100; max-width: 96%; height: auto; max-height: 92%; border: round $tone-accent;
                background: $surface; padding: 1 2; scrollbar-size-vertical: 1; }
        Static { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", "back", tooltip="Close the help")
    ]

    def __init__(self, bindings: Iterable[ActiveBinding]) -> None:
        super().__init__()
        self._active = list(bindings)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help") as box:
            box.border_title = "Keys"
            box.border_subtitle = "esc closes"
            yield Static(Content("\n").join(self._lines()))

    def _lines(self) -> list[Content]:
        width = max(30, min(100, int(self.app.size.width * 0.96)) - 7)
        lines = [toned("Keys that work here", "bright", bold=True), Content("")]
        lines += _in_columns(list(_keys(self._active)), width)
        for title, pairs in (("Filters", _FILTERS), ("Signs", _SIGNS)):
            lines += [Content(""), toned(title, "bright", bold=True), Content("")]
            lines += _in_columns([(label, meaning) for label, meaning in pairs], width)
        return lines


def _keys(bindings: Iterable[ActiveBinding]) -> Iterable[tuple[str, str]]:
    """Each action once, with all its keys."""
    by_action: dict[tuple[int, str], tuple[list[str], str]] = {}
    for active in bindings:
        binding = active.binding
        meaning = active.tooltip or binding.tooltip or binding.description
        if not meaning or not active.enabled:
            continue
        keys, _ = by_action.setdefault((id(active.node), binding.action), ([], meaning))
        keys.append(key_label(binding.key))
    for keys, meaning in by_action.values():
        yield " ".join(dict.fromkeys(keys)), meaning


def _in_columns(pairs: list[tuple[str, str]], width: int) -> list[Content]:
    count = 2 if width >= 84 else 1
    rows = -(-len(pairs) // count)
    each = width // count
    lines = []
    for row in range(rows):
        cells = []
        for column in range(count):
            place = column * rows + row
            if place < len(pairs):
                label, meaning = pairs[place]
                entry = toned(f"{label:<14} ", "accent", bold=True) + toned(meaning, "text")
                cells.append(entry.truncate(each - 1, ellipsis=True))
        lines.append(Content("").join(cell.pad_right(max(0, each - cell.cell_length)) for cell in cells))
    return lines

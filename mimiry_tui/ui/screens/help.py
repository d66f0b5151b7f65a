"""What one looks at, and the keys that work there: read from the live bindings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from mimiry_tui.ui.help.keys import key_groups
from mimiry_tui.ui.help.lines import arranged, heading
from mimiry_tui.ui.help.place import columns_of, sentences_of, topic_of
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.keymap import as_declared
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned

_AROUND = 7
"""Columns of the dialog beside its text: frame, padding, scrollbar."""
_WIDEST, _LEAST = 118, 30
_FILTERS = (
    ("text", "rows where any column has it"),
    ("!text", "rows where no column has it"),
    ("column:text", "that column has it: where:fin"),
)


class HelpScreen(Dialog[None]):
    """First the pane that has the focus, then the keys in groups."""

    BINDING_GROUP_TITLE = "Help"
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        #help { width: 118; max-width: 98%; height: auto; max-height: 92%; border: round $tone-accent;
                background: $surface; padding: 1 2; scrollbar-size-vertical: 1; }
        Static { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "dismiss", "back", id="help.back", tooltip="Close the help"),
        Binding("j", "scroll(1)", "down", id="help.down", show=False, tooltip="A line down"),
        Binding("k", "scroll(-1)", "up", id="help.up", show=False, tooltip="A line up"),
        Binding("g", "end(-1)", "top", id="help.first", show=False, tooltip="To the top"),
        Binding("G", "end(1)", "end", id="help.last", show=False, tooltip="To the end"),
    ]

    def __init__(self, bindings: Iterable[ActiveBinding], about: Screen[Any] | None = None) -> None:
        """`about` is the screen it is called from; None for the keys alone."""
        super().__init__()
        self._active = as_declared(bindings)
        self._about = about
        self._topic = topic_of(about) if about is not None else None

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help") as box:
            box.border_title = toned(
                self._topic.title if self._topic is not None else "Keys", "bright", bold=True
            )
            box.border_subtitle = key_hints(("↑ ↓", "scrolls"), (key_of(self, "help.back"), "closes"))
            yield Static(Content("\n").join(self._lines()))

    def _lines(self) -> list[Content]:
        width = max(_LEAST, min(_WIDEST, int(self.app.size.width * 0.98)) - _AROUND)
        lines = self._place(width)
        for title, pairs in key_groups(self._active):
            lines += [*heading(title), *arranged(pairs, width)]
        if any(active.binding.id == "filter" for active in self._active):
            lines += [*heading("Filters"), *arranged(list(_FILTERS), width)]
        return lines if self._topic is not None else lines[1:]

    def _place(self, width: int) -> list[Content]:
        """What the pane is, its columns and signs."""
        if self._topic is None or self._about is None:
            return []
        lines = [line for one in sentences_of(self._topic, self._active) for line in one.wrap(width)]
        named = (
            ("Columns", columns_of(self._about)),
            ("Tabs", list(self._topic.parts)),
            ("Signs", list(self._topic.signs)),
        )
        for title, pairs in named:
            if pairs:
                lines += [*heading(title), *arranged(pairs, width)]
        return lines

    def action_scroll(self, lines: int) -> None:
        self.query_one("#help").scroll_relative(y=lines, animate=False)

    def action_end(self, way: int) -> None:
        box = self.query_one("#help")
        box.scroll_end(animate=False) if way > 0 else box.scroll_home(animate=False)

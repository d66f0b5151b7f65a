"""What ssh said before it gave up, and what that means."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from mimiry_tui.ssh.ended import Ended, explain
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned


class LastWordsScreen(Dialog[bool]):
    """Dismissed with True to try again."""

    DEFAULT_CSS = """
    LastWordsScreen {
        align: center middle;
        #last-words { width: 84; max-width: 96%; height: auto; max-height: 92%; padding: 1 2;
                      border: round $tone-bad; background: $surface; scrollbar-size-vertical: 1; }
        Static { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,enter,q",
            "dismiss(False)",
            "close",
            id="last-words.close",
            tooltip="Back to the dashboard",
        ),
        Binding("r", "dismiss(True)", "try again", id="last-words.again", tooltip="Connect again"),
    ]

    def __init__(self, name: str, ended: Ended, argv: Sequence[str]) -> None:
        super().__init__()
        self._session_name = name
        self._ended = ended
        self._argv = argv

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="last-words") as box:
            box.border_title = toned("ssh · ", "dim") + safe(self._session_name, limit=40)
            box.border_subtitle = key_hints(
                (key_of(self, "last-words.again"), "tries again"),
                (key_of(self, "last-words.close"), "closes"),
            )
            yield Static(Content("\n").join(self._lines()))

    def _lines(self) -> list[Content]:
        lines = [toned(explain(self._ended), "warn", bold=True)]
        if self._ended.last_words:
            said = self._ended.last_words.split("\n")
            lines += [Content(""), *(safe(line, "$tone-text", limit=300) for line in said)]
        return [*lines, Content(""), safe(shlex.join(self._argv), "$tone-dim", limit=2_000)]

"""What came of a deed, to read and to copy: the output of a command, an address. All of it is foreign."""

from __future__ import annotations

import os
import sys
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.deeds.doing import Doing
from mimiry_tui.ui.browser import browse
from mimiry_tui.ui.clipboard import copy
from mimiry_tui.ui.deeds.lines import title_of, wrapped
from mimiry_tui.ui.glyphs import FAILED, READY
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.line_view import LineView

_AROUND = 6
"""Lines and cells of the dialog besides the text: frame, headline, space."""
_SIDES = 8


class OutcomeScreen(Dialog[None]):
    """Shows one outcome. Nothing on it is obeyed, whatever it says."""

    DEFAULT_CSS = """
    OutcomeScreen {
        align: center middle;
        #outcome { width: 110; max-width: 96%; height: auto; max-height: 96%; border: round $tone-accent;
                   background: $surface; padding: 0 2; }
        #outcome.-bad { border: round $tone-bad; }
        Static { height: auto; }
        #outcome-url { margin-top: 1; }
        LineView { height: auto; margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", "back", id="outcome.back", tooltip="Back to where one was"),
        Binding("y", "copy", "copy", id="outcome.copy", tooltip="Copy the address or the text"),
        Binding("o", "open", "open", id="outcome.open", tooltip="Open the address in the browser"),
    ]

    def __init__(self, doing: Doing) -> None:
        super().__init__()
        assert doing.outcome is not None
        self._doing = doing
        self._outcome = doing.outcome
        self._text = LineView(id="outcome-text")

    def compose(self) -> ComposeResult:
        bad = self._outcome.is_bad
        with Vertical(id="outcome", classes="-bad" if bad else "") as box:
            label = toned(safe_text(self._doing.deed.label, 60), "bright", bold=True)
            box.border_title = label + toned(" · ", "dim") + title_of(self._doing.target)
            box.border_subtitle = self._hints()
            sign = toned(f"{FAILED} ", "bad") if bad else toned(f"{READY} ", "good")
            words = toned(safe_text(self._outcome.words, 300), "bad" if bad else "text")
            yield Static(sign + words)
            if self._outcome.url:
                yield Static(toned(safe_text(self._outcome.url, 600), "accent", bold=True), id="outcome-url")
            if self._outcome.text:
                yield self._text

    def on_mount(self) -> None:
        if self._outcome.text:
            self._text.focus()
            self.watch(self._text, "scroll_y", self._show_foot, init=False)

    def on_resize(self, event: events.Resize) -> None:
        if not self._outcome.text:
            return
        width, height = event.size
        room = max(20, min(110, width * 96 // 100) - _SIDES)
        lines = wrapped(self._outcome.text.rstrip("\n"), room)
        around = _AROUND + (2 if self._outcome.url else 0)
        self._text.styles.height = max(3, min(len(lines), height * 96 // 100 - around))
        self._text.show([toned(line, "text") for line in lines])
        self.call_after_refresh(self._show_foot)

    def _show_foot(self) -> None:
        """Say how much is still below."""
        hidden = self._text.hidden_below
        more = toned(f"▾ {hidden:,} more   ", "dim") if hidden else Content("")
        self.query_one("#outcome").border_subtitle = more + self._hints()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self._outcome.url) if action == "open" else True

    def action_copy(self) -> None:
        """The address where there is one, else the text as it came."""
        if self._outcome.url:
            copy(self.app, self._outcome.url, "address")
        else:
            copy(self.app, self._outcome.text or self._outcome.words, "text")

    @work
    async def action_open(self) -> None:
        """Open the address; where no browser can be seen, copy it."""
        if await browse(self._outcome.url, os.environ, sys.platform):
            self.notify(f"{safe_text(self._outcome.url)} is open in the browser", markup=False)
        else:
            copy(self.app, self._outcome.url, "no browser can be opened from here: the address was")

    def _hints(self) -> Content:
        hints = [(key_of(self, "outcome.copy"), "copies")]
        if self._outcome.url:
            hints.append((key_of(self, "outcome.open"), "opens"))
        return key_hints(*hints, (key_of(self, "outcome.back"), "goes back"))

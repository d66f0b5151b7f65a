"""The line in which a reader says what to look for, which moment to go to, or where to save."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from mimiry_tui.ui.widgets.orderly_input import OrderlyInput

Purpose = Literal["search", "jump", "save"]
_MOST = {"search": 40, "jump": 60, "save": 60}
"""Cells of a prompt; what is left tells about the matches, or why there are none."""


class LogPrompt(OrderlyInput):
    """`enter` and `esc` give the focus back; what is typed is told at each letter."""

    DEFAULT_CSS = """
    LogPrompt {
        display: none; height: 1; width: 1fr; border: none; padding: 0 1 0 0; margin: 0 1 0 0;
        background: $row-cursor-blurred;
        &:focus { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="log-prompt.leave", tooltip="Leave it as it was"),
        Binding("enter", "submit", "go", id="log-prompt.go", tooltip="Go"),
    ]

    class Left(Message):
        """It is wanted no more."""

    def __init__(self) -> None:
        super().__init__(select_on_focus=False)
        self.purpose: Purpose = "search"

    def ask(self, purpose: Purpose, value: str, hint: str) -> None:
        """Take the focus for this purpose."""
        self.purpose = purpose
        with self.prevent(Input.Changed):
            self.value = value
        self.placeholder = hint
        self.styles.max_width = _MOST[purpose]
        self.styles.width = "1fr" if purpose == "search" else "2fr"
        self.cursor_position = len(value)
        self.display = True
        self.screen.set_focus(self)

    def action_leave(self) -> None:
        self.post_message(self.Left())

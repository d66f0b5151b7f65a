"""The line that is typed in. Its keys tell its screen what is wanted; they change nothing themselves."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from mimiry_tui.ui.widgets.orderly_input import OrderlyInput


class CommandPrompt(OrderlyInput):
    """`:` stands before it."""

    DEFAULT_CSS = """
    CommandPrompt {
        height: 1; width: 1fr; border: none; padding: 0; background: $surface;
        &:focus { border: none; background: $surface; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete(1)", "completes", id="command-line.complete", tooltip="The next suggestion"),
        Binding(
            "shift+tab",
            "complete(-1)",
            "completes",
            id="command-line.complete-back",
            tooltip="The suggestion before",
        ),
        Binding(
            "up,ctrl+p", "recall(-1)", "earlier", id="command-line.earlier", tooltip="The command before"
        ),
        Binding(
            "down,ctrl+n",
            "recall(1)",
            "later",
            id="command-line.later",
            tooltip="The next command, or suggestion",
        ),
        Binding("enter", "submit", "runs", id="command-line.run", tooltip="Run it"),
        Binding("escape,ctrl+g", "leave", "back", id="command-line.leave", tooltip="Do nothing"),
        Binding("backspace", "delete_left_or_leave", "delete", id="command-line.delete", show=False),
    ]

    class Complete(Message):
        """Another suggestion is wanted."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Recall(Message):
        """Another command of those typed before is wanted."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Left(Message):
        """It is wanted no more."""

    def action_complete(self, step: int) -> None:
        self.post_message(self.Complete(step))

    def action_recall(self, step: int) -> None:
        self.post_message(self.Recall(step))

    def action_leave(self) -> None:
        self.post_message(self.Left())

    def action_delete_left_or_leave(self) -> None:
        """With nothing left to delete, the line goes."""
        if self.value:
            self.action_delete_left()
        else:
            self.action_leave()

"""The line that is typed in. Its keys tell its screen what is wanted; they change nothing themselves."""

from __future__ import annotations

from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType

from mimiry_tui.ui.widgets.orderly_input import OrderlyInput


class PromptOwner(Protocol):
    """Who is told. By calls and not by messages: a key right behind must find what the one before did."""

    def complete(self, step: int) -> None:
        """Another suggestion is wanted."""

    def recall(self, step: int) -> None:
        """Another command of those typed before is wanted."""

    def run_line(self) -> None:
        """What is typed is to be done."""

    def leave(self) -> None:
        """It is wanted no more."""


class CommandPrompt(OrderlyInput):
    """`:` stands before it."""

    DEFAULT_CSS = """
    CommandPrompt {
        height: 1; width: 1fr; border: none; padding: 0; background: $surface;
        &:focus { border: none; background: $surface; background-tint: $foreground 0%; }
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
        Binding("enter", "run", "runs", id="command-line.run", tooltip="Run it"),
        Binding("escape,ctrl+g", "leave", "back", id="command-line.leave", tooltip="Do nothing"),
        Binding(
            "backspace",
            "delete_left_or_leave",
            "delete",
            id="command-line.delete",
            show=False,
            tooltip="Delete the letter before, or leave where there is none",
        ),
    ]

    def __init__(self, owner: PromptOwner, text: str) -> None:
        super().__init__(text, select_on_focus=False)
        self._owner = owner

    def action_complete(self, step: int) -> None:
        self._owner.complete(step)

    def action_recall(self, step: int) -> None:
        self._owner.recall(step)

    def action_run(self) -> None:
        self._owner.run_line()

    def action_leave(self) -> None:
        self._owner.leave()

    def action_delete_left_or_leave(self) -> None:
        """With nothing left to delete, the line goes."""
        if self.value:
            self.action_delete_left()
        else:
            self._owner.leave()

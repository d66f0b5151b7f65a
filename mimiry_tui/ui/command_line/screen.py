"""The command line itself: one line at the bottom, over whatever screen it was called from."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from mimiry_tui.ui.command_line.history import CommandHistory
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput


class CommandLineScreen(ModalScreen[None]):
    """Runs what is typed in the screen below it; see `open_command_line`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="command-line.leave", tooltip="Do nothing")
    ]

    def __init__(self, scope: Scope, history: CommandHistory, text: str = "") -> None:
        super().__init__()
        self._scope = scope
        self._history = history
        self._input = OrderlyInput(text)

    def compose(self) -> ComposeResult:
        yield self._input

    def action_leave(self) -> None:
        self.dismiss()

"""Asks for the passphrase of the SSH key; what is typed stays in memory only."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput


class PassphraseScreen(Dialog[str | None]):
    """Dismissed with the passphrase, or None when it was not given."""

    DEFAULT_CSS = """
    PassphraseScreen {
        align: center middle;
        #passphrase {
            width: 68; max-width: 95%; height: auto; padding: 1 2;
            border: round $tone-accent; background: $surface;
        }
        Input { margin: 1 0; height: 1; border: none; padding: 0 1; background: $row-cursor-blurred; }
        Input:focus { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "dismiss(None)", "cancel", id="passphrase.cancel", tooltip="Go on without signing in"
        )
    ]

    def __init__(self, words: str, *, is_refused: bool = False) -> None:
        """`words` say which key is locked, or that the last passphrase does not open it (foreign)."""
        super().__init__()
        self._words = toned(words, "bad" if is_refused else "text")

    def compose(self) -> ComposeResult:
        with Vertical(id="passphrase") as box:
            box.border_title = "Key is locked"
            yield Static(self._words)
            yield OrderlyInput(password=True, placeholder="passphrase")
            leave = key_of(self, "passphrase.cancel")
            yield Static(toned(f"enter unlocks for this run only · {leave} goes on signed out", "dim"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.value:
            self.dismiss(event.value)

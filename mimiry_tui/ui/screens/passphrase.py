"""Asks for the passphrase of the SSH key; what is typed stays in memory only."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput


class _Field(OrderlyInput):
    """Empty from the very moment its text was given: what is typed right behind it is another one."""

    def __init__(self, give: Callable[[str], bool]) -> None:
        """`give` says whether it took the text."""
        super().__init__(password=True, placeholder="passphrase")
        self._give = give

    async def action_submit(self) -> None:
        """Give what was typed."""
        if self.value and self._give(self.value):
            self.clear()


class PassphraseScreen(Dialog[bool | None]):
    """Stays until the key is open (dismissed with True) or nobody wants to open it any more (None).

    What is typed while a passphrase is tried belongs to the next one, and to no screen behind this.
    """

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

    def __init__(self, words: str, give: Callable[[str], None], *, is_refused: bool = False) -> None:
        """`words` say which key is locked, or that the last passphrase does not open it (foreign).

        `give` is called with each passphrase; whoever tries it calls `refuse`, or dismisses this.
        """
        super().__init__()
        self._give = give
        self._said = Static(toned(words, "bad" if is_refused else "text"))
        self.is_trying = False
        """Whether one was given that nobody has taken or refused yet."""

    def compose(self) -> ComposeResult:
        with Vertical(id="passphrase") as box:
            box.border_title = "Key is locked"
            yield self._said
            yield _Field(self._try)
            leave = key_of(self, "passphrase.cancel")
            yield Static(toned(f"enter unlocks for this run only · {leave} goes on signed out", "dim"))

    def _try(self, passphrase: str) -> bool:
        """Have it tried, unless one is already; whether it was."""
        if self.is_trying:
            return False
        self.is_trying = True
        self._said.update(toned("trying this passphrase…", "text"))
        self._give(passphrase)
        return True

    def refuse(self, words: str) -> None:
        """Say why the one that was given opens nothing (foreign), and wait for another."""
        self.is_trying = False
        self._said.update(toned(words, "bad"))

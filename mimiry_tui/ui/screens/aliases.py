"""Asks once whether ssh itself may know the sessions by their names."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import toned


class AliasesScreen(Dialog[bool]):
    """Dismissed with True to have the line put into ssh's config, False to leave the config alone."""

    DEFAULT_CSS = """
    AliasesScreen {
        align: center middle;
        #aliases { width: 70; max-width: 95%; height: auto; border: round $tone-accent; background: $surface;
                   padding: 1 2; }
        Horizontal { height: 1; align-horizontal: right; margin-top: 1; }
        Button { margin-left: 2; min-width: 0; }
    }
    """
    AUTO_FOCUS = "#no"
    BINDINGS: ClassVar[list[BindingType]] = [
        # No letter says yes: whoever just came back may be typing for the dashboard already.
        Binding("escape", "answer(False)", "no", id="aliases.no", tooltip="Leave ssh's config alone"),
        Binding("left,right", "app.focus_next", id="aliases.other", show=False),
    ]

    def __init__(self, example: str) -> None:
        """`example` is a session's name as ssh would know it: "mimiry-train"."""
        super().__init__()
        self._example = example

    def compose(self) -> ComposeResult:
        with Vertical(id="aliases") as box:
            box.border_title = "Names for ssh?"
            yield Static(self._words())
            with Horizontal():
                yield Button("No, and never ask", id="no", compact=True)
                yield Button("Add the line", id="yes", variant="primary", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, wanted: bool) -> None:
        """Close with that answer."""
        self.dismiss(wanted)

    def _words(self) -> Content:
        command = toned(f"ssh {self._example}", "bright", bold=True)
        works = toned(
            " can work in any terminal, and so can scp, rsync and the remote modes of editors, while the "
            "session lives.",
            "text",
        )
        takes = toned(
            "It takes one Include line at the top of ~/.ssh/config; a copy of the file is kept beside it. "
            "This is asked only once: mimiry-tui ssh-config does it at any time.",
            "dim",
        )
        return Content("\n").join([command + works, Content(""), takes])

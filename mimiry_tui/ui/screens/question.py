"""One question with two answers, about something that cannot be undone."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned


class QuestionScreen(Dialog[bool]):
    """Dismissed with True for yes. The focus is on no."""

    DEFAULT_CSS = """
    QuestionScreen {
        align: center middle;
        #question { width: 60; max-width: 95%; height: auto; border: round $tone-warn; background: $surface;
                    padding: 0 2; }
        Horizontal { height: 1; align-horizontal: right; margin-top: 1; }
        Button { margin-left: 2; min-width: 0; }
    }
    """
    AUTO_FOCUS = "#no"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n,q", "answer(False)", "no", id="question.no", tooltip="Leave everything as it is"),
        Binding("y", "answer(True)", "yes", id="question.yes", tooltip="Do it"),
        Binding("left,right", "app.focus_next", id="question.other", show=False),
    ]

    def __init__(self, title: str, words: Content, verb: str) -> None:
        """`words` say what would happen; `verb` is what yes does: "Replace"."""
        super().__init__()
        self._heading = title
        self._words = words
        self._verb = verb

    def compose(self) -> ComposeResult:
        with Vertical(id="question") as box:
            box.border_title = toned(self._heading, "warn", bold=True)
            box.border_subtitle = key_hints(
                (key_of(self, "question.yes"), self._verb.lower() + "s"),
                (key_of(self, "question.no"), "goes back"),
            )
            yield Static(self._words)
            with Horizontal():
                yield Button("Cancel", id="no", compact=True)
                yield Button(self._verb, id="yes", variant="warning", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Close with that answer."""
        self.dismiss(yes)

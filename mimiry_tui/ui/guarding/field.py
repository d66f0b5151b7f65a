"""One guard in the dialog: what it is called, what is typed, and what that means now."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from mimiry_tui.ui.launch.typed_ahead import took_key
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput


class GuardInput(OrderlyInput):
    """A field whose keys count where the focus is by the time they are read."""

    async def _on_key(self, event: events.Key) -> None:
        if not await took_key(self, event):
            await super()._on_key(event)


class GuardField(Vertical):
    """A line with a field, and below it what is wrong with it or how the guard stands."""

    DEFAULT_CSS = """
    GuardField {
        height: auto; margin-top: 1;
        Horizontal { height: 1; }
        .guard-label { width: 15; color: $tone-dim; }
        GuardInput { height: 1; width: 14; border: none; padding: 0 1; background: $row-cursor-blurred; }
        GuardInput:focus { border: none; background: $row-cursor; }
        .guard-means { width: 1fr; margin-left: 2; }
        .guard-note { height: auto; margin-left: 15; display: none; }
    }
    """

    def __init__(self, name: str, label: str, value: str, placeholder: str) -> None:
        super().__init__(id=f"guard-{name}")
        self.first = value
        """What stood in it at first."""
        self._label = label
        self.input = GuardInput(
            value, placeholder=placeholder, id=f"guard-{name}-typed", select_on_focus=False
        )
        self._means = Static(classes="guard-means")
        self._note = Static(classes="guard-note")

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(toned(self._label, "dim"), classes="guard-label")
            yield self.input
            yield self._means
        yield self._note

    @property
    def value(self) -> str:
        """What is typed, without spaces around it."""
        return self.input.value.strip()

    @property
    def is_changed(self) -> bool:
        """Whether it says something else than at first."""
        return self.value != self.first

    def say(self, means: Content, note: Content) -> None:
        """What it means, and what there is to say below it."""
        self._means.update(means)
        self._note.update(note)
        self._note.display = bool(note)

"""A QR code with the whole screen to itself."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.setup.qr_view import QrView


class CodeScreen(Dialog[None]):
    """Any key or click closes it: there is no room left to say which."""

    DEFAULT_CSS = """
    CodeScreen { align: center middle; background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,c,enter,space", "dismiss", "back", id="setup.code.close", tooltip="Close the code")
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._view = QrView()

    def compose(self) -> ComposeResult:
        yield self._view

    def on_mount(self) -> None:
        self._view.show(self._text)
        self._view.widen(self.app.size)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.dismiss()

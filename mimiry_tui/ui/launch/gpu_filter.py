"""The line over the offers in which they are filtered while one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from mimiry_tui.ui.launch.form_input import FormInput


class OfferFilter(FormInput):
    """`down` and `enter` go to the offers; `esc` clears it, or is the form's key where it is empty."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "clear", id="offers.clear", tooltip="Clear the filter"),
        Binding("enter,down", "leave", "to the offers", id="offers.go", tooltip="To the first match"),
    ]

    def __init__(self, filtered: Callable[[str], None], left: Callable[[], None]) -> None:
        """`filtered` is told each text, `left` that the offers are wanted."""
        super().__init__(filtered, placeholder="text · !text · column:text", id="launch-filter")
        self._left = left

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape" and not self.value:
            # Not an own key then: the form's.
            event.prevent_default()
            return
        await super()._on_key(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "clear" or bool(self.value)

    def action_clear(self) -> None:
        self.value = ""

    def action_leave(self) -> None:
        self._left()

"""A line of the set-up that can be typed into. What was typed ahead goes where it was meant to."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.binding import Binding, BindingType

from mimiry_tui.ui.launch.form_input import FormInput
from mimiry_tui.ui.setup.stage import keep_for_next

LONGEST_PASSPHRASE = 1_000
FIELD_KEYS: list[BindingType] = [
    Binding("down", "app.focus_next", "next", id="setup.field.next", show=False, tooltip="The next field"),
    Binding(
        "up", "app.focus_previous", "before", id="setup.field.before", show=False, tooltip="The field before"
    ),
]
"""For a stage with several fields."""


class Field(FormInput):
    """Calls back at every change of its text, and when enter was pressed; no message carries the text on."""

    def __init__(
        self,
        value: str = "",
        *,
        typed: Callable[[], None] = lambda: None,
        entered: Callable[[], None],
        longest: int,
        placeholder: str = "",
        password: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(lambda _: typed(), placeholder=placeholder, password=password, id=id)
        self.max_length = longest
        self._entered = entered
        # What is proposed is replaced by what is typed.
        self.select_on_focus = True
        self.put(value)

    async def action_submit(self) -> None:
        self._entered()

    async def _on_key(self, event: events.Key) -> None:
        if not keep_for_next(self, event):
            await super()._on_key(event)

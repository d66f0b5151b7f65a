"""A line of the form that can be typed into."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.ui.launch.pending import Pending
from mimiry_tui.ui.launch.section import Edit
from mimiry_tui.ui.launch.typed_ahead import took_key
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput


class FormInput(OrderlyInput):
    """Tells every change of its text at once to whoever made it; none of Textual's messages goes up.

    What is typed may be a secret, and messages carry it further than needed.
    """

    DEFAULT_CSS = """
    FormInput {
        height: 1; width: 1fr; border: none; padding: 0 1 0 0; background: $row-cursor-blurred;
        &:focus { border: none; background: $row-cursor; }
        & > .input--placeholder { color: $tone-dim; }
        &:focus > .input--placeholder { color: $tone-text; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "next", id="form.next", show=False, tooltip="Go to the next field"),
    ]

    def __init__(
        self,
        typed: Callable[[str], None],
        *,
        placeholder: str = "",
        password: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id, placeholder=placeholder, password=password, select_on_focus=False)
        self._typed = typed
        self._putting = False

    def put(self, value: str) -> None:
        """Show that text and tell nobody. What reads so already keeps its cursor."""
        if value == self.value:
            return
        self._putting = True
        try:
            self.value = value
        finally:
            self._putting = False
        self.cursor_position = len(value)

    def watch_value(self, value: str) -> None:
        if not self._putting:
            self._typed(value)

    def post_message(self, message: Message) -> bool:
        silent = isinstance(message, Input.Changed | Input.Submitted | Input.Blurred)
        return False if silent else super().post_message(message)

    async def _on_key(self, event: events.Key) -> None:
        if not await took_key(self, event):
            await super()._on_key(event)

    async def action_submit(self) -> None:
        """Enter leads on; only the form's own key launches."""
        self.screen.focus_next()


class DraftInput(FormInput):
    """A line that is one text of the draft."""

    def __init__(
        self,
        edit: Callable[[Edit], None],
        change: Callable[[Draft, str], Draft],
        *,
        placeholder: str = "",
        id: str | None = None,
    ) -> None:
        """`change` says what the draft becomes with that text."""
        pending = Pending(edit)
        super().__init__(
            lambda text: pending.edit(lambda draft: change(draft, text)), placeholder=placeholder, id=id
        )
        self._pending = pending

    def show(self, value: str) -> None:
        """Read as the draft does, unless more was typed than it knows by now."""
        if not self._pending.is_busy:
            self.put(value)

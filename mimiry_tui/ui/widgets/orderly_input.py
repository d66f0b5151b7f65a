"""A line of text whose keys take effect in the order they were pressed."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.density import is_still


class OrderlyInput(Input):
    """An Input that carries out its own bindings at once, and obeys nothing in its value.

    Textual's inserts letters at once but lets every other key travel up to the app before its binding
    is looked for: what was typed right after it overtakes it, and a backspace deletes the wrong letter.
    """

    virtual_size = Reactive(Size(0, 0))
    """As long as the text. Textual lays the whole screen out anew at every letter, in case that a field is
    as wide as what it says; none here is."""

    def on_mount(self) -> None:
        self.cursor_blink = not is_still(self.app)

    async def _on_key(self, event: events.Key) -> None:
        bound = None if event.is_printable else self._bindings.key_to_bindings.get(event.key)
        if not bound or not self.check_action(bound[0].action.partition("(")[0], ()):
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        await self.run_action(bound[0].action)

    @property
    def _value(self) -> Text:
        """What is drawn: foreign text can come into a field, and Textual's hands it to the terminal."""
        if self.password:
            return super()._value
        return Text(one_for_one(self.value), no_wrap=True, overflow="ignore", end="")


def one_for_one(text: str) -> str:
    """The text with every character that a terminal would obey or hide replaced by a single sign."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(shown if len(shown := safe_text(char)) == 1 else "�" for char in text)

"""An editor of several lines in a form: scripts, commands, lists of paths."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import TextArea

from mimiry_tui.ui.launch.form_sight import bring_into_sight
from mimiry_tui.ui.launch.typed_ahead import took_key
from mimiry_tui.ui.widgets.orderly_input import one_for_one

_THE_FORMS = frozenset({"f6", "f7", "ctrl+y"})
"""Keys that mean something else in the form than in other editors."""


class TextEditor(TextArea):
    """An editor whose keys take effect in order, and that obeys nothing in its text.

    It tells every change at once to whoever made it; none of Textual's messages goes up. `tab` leads
    on, as in every other field; `enter` begins a line.
    """

    DEFAULT_CSS = """
    TextEditor {
        height: auto; min-height: 1; max-height: 8; width: 1fr; padding: 0;
        background: $row-cursor-blurred; color: $tone-bright; scrollbar-size-vertical: 1;
        & .text-area--gutter { color: $tone-dim; }
        & .text-area--cursor-gutter { color: $tone-dim; background: transparent; text-style: none; }
        & .text-area--cursor-line { background: transparent; }
        & .text-area--placeholder { color: $tone-dim; }
        &:focus { background: $row-cursor; }
        &:light .text-area--cursor, &:dark .text-area--cursor {
            color: $input-cursor-foreground; background: $input-cursor-background;
        }
    }
    """

    def __init__(
        self,
        typed: Callable[[str], None],
        *,
        placeholder: str = "",
        numbered: bool = True,
        id: str | None = None,
    ) -> None:
        super().__init__(
            id=id,
            compact=True,
            show_line_numbers=numbered,
            tab_behavior="focus",
            placeholder=placeholder,
        )
        self._typed = typed
        self._putting = False

    def put(self, text: str) -> None:
        """Show that text and tell nobody. What reads so already keeps its cursor."""
        if text == self.text:
            return
        self._putting = True
        try:
            self.load_text(text)
        finally:
            self._putting = False

    def post_message(self, message: Message) -> bool:
        """Textual tells each change by a message: the form hears of it at once, and nobody else."""
        if isinstance(message, TextArea.Changed):
            if not self._putting:
                self._typed(self.text)
            return False
        return False if isinstance(message, TextArea.SelectionChanged) else super().post_message(message)

    def on_resize(self) -> None:
        """It has grown by the line that is being typed, perhaps past the edge of the form."""
        if self.has_focus:
            bring_into_sight(self)

    def get_line(self, line_index: int) -> Text:
        return Text(one_for_one(self.document.get_line(line_index)), end="", no_wrap=True)

    async def _on_key(self, event: events.Key) -> None:
        if not await took_key(self, event, leave=_THE_FORMS):
            await super()._on_key(event)

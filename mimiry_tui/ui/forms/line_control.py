"""A field that is one line of text: names, numbers, lengths of time, secrets."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from mimiry_tui.domain.doing.forms import Field
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.forms.control import Heard, Hints
from mimiry_tui.ui.launch.form_input import FormInput
from mimiry_tui.ui.launch.words_line import Words
from mimiry_tui.ui.toned import toned

_LONGEST_UNIT = 12


class LineControl(Horizontal):
    """The line, and what it is counted in behind it."""

    DEFAULT_CSS = """
    LineControl { height: 1; width: 1fr; max-width: 68; }
    LineControl > Words { width: auto; min-width: 8; margin-left: 1; }
    """

    def __init__(self, field: Field, value: str, heard: Heard) -> None:
        super().__init__()
        self._unit = safe_text(field.unit, _LONGEST_UNIT)
        self._line = FormInput(heard, placeholder=safe_text(field.placeholder, 100), password=field.is_secret)
        self.put(value)

    def compose(self) -> ComposeResult:
        yield self._line
        if self._unit:
            yield Words(toned(self._unit, "dim"))

    @property
    def widget(self) -> Widget:
        return self

    @property
    def target(self) -> Widget:
        return self._line

    @property
    def hints(self) -> Hints:
        return ()

    def put(self, value: str) -> None:
        self._line.put(value)

    def suggest(self, words: str) -> None:
        """What stands there while nothing is typed."""
        self._line.placeholder = safe_text(words, 100)

"""A field that is one line of text: names, numbers, lengths of time, secrets."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from mimiry_tui.domain.doing.forms import Field, FieldKind
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.forms.control import Heard, Hints
from mimiry_tui.ui.launch.form_input import FormInput
from mimiry_tui.ui.launch.one_of import OneOf
from mimiry_tui.ui.toned import toned

_SHORT = frozenset({FieldKind.NUMBER, FieldKind.LENGTH})
_EXAMPLE = "4h, 90m"


class LineControl(Horizontal):
    """The line, and behind it what it is counted in and what it is."""

    DEFAULT_CSS = """
    LineControl {
        height: 1; width: 1fr;
        FormInput { width: 3fr; min-width: 20; max-width: 68; }
        &.-short FormInput { width: 14; min-width: 14; }
        OneOf { width: 2fr; margin-left: 2; }
        &.-short OneOf { width: 1fr; }
    }
    """

    def __init__(self, field: Field, value: str, heard: Heard) -> None:
        super().__init__(classes="-short" if field.kind in _SHORT else "")
        placeholder = field.placeholder or (_EXAMPLE if field.kind is FieldKind.LENGTH else "")
        self._line = FormInput(heard, placeholder=safe_text(placeholder, 100), password=field.is_secret)
        # Figures are typed anew, not written on.
        self._line.select_on_focus = field.kind in _SHORT
        unit = toned(f"{safe_text(field.unit)}  ", "text") if field.unit else Content("")
        self._words = unit + toned(field.words, "dim")
        self._behind = OneOf()
        self._behind.say([self._words, unit])
        self.put(value)

    def compose(self) -> ComposeResult:
        yield self._line
        if self._words:
            yield self._behind

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

    @property
    def hides_words(self) -> bool:
        """Whether there is no room behind it for what it is."""
        return self._words.cell_length > self._behind.size.width

    def suggest(self, words: str) -> None:
        """What stands there while nothing is typed."""
        self._line.placeholder = safe_text(words, 100)

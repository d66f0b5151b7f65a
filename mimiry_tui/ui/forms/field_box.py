"""One field of a form: its label, what it is, where it is typed, and what is to be said of it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from mimiry_tui.domain.doing.forms import Field, FieldKind, Note, Weight
from mimiry_tui.ui.forms.control import Control
from mimiry_tui.ui.forms.line_control import LineControl
from mimiry_tui.ui.forms.pick_list import PickList
from mimiry_tui.ui.forms.radio import Radio, when_on
from mimiry_tui.ui.launch.form_row import LABEL_CELLS, FormRow
from mimiry_tui.ui.launch.words_line import Note as NoteLine
from mimiry_tui.ui.launch.words_line import Words
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.part_line import fitted

TONES: dict[Weight, Tone] = {Weight.WRONG: "bad", Weight.CARE: "warn", Weight.FINE: "dim"}
_WIDEST_LABEL = 18


class FieldBox(Vertical):
    """Shown while its field means something."""

    DEFAULT_CSS = """
    FieldBox { height: auto; width: 1fr; }
    FieldBox .-stack { height: auto; width: 1fr; }
    """

    def __init__(self, field: Field, control: Control, label_cells: int) -> None:
        super().__init__()
        self.field = field
        self.control = control
        self._label_cells = label_cells
        self._help = NoteLine()
        self._note = NoteLine()
        for line in (self._help, self._note):
            line.styles.margin = (0, 0, 0, label_cells)

    def compose(self) -> ComposeResult:
        label = fitted(plain_label(self.field.label), self._label_cells - 1)
        inside = [self.control.widget]
        if self.field.kind is FieldKind.OFFER:
            # Its columns need all the width there is.
            gap = " " * (self._label_cells - Content(label).cell_length)
            if self.field.words or label.casefold() != self.field.section.casefold():
                yield Words(toned(label + gap, "dim") + toned(self.field.words, "dim"))
            yield self.control.widget
            yield self._note
            return
        if self.field.words and not _has_words(self.control):
            words = NoteLine()
            words.say(toned(self.field.words, "dim"))
            inside = [Vertical(words, self.control.widget, classes="-stack")]
        row = FormRow(label, *inside)
        row.styles.padding = (0, 0, 0, self._label_cells)
        yield row
        yield self._help
        yield self._note

    def on_descendant_focus(self) -> None:
        self._show_help()

    def on_descendant_blur(self) -> None:
        self._show_help()

    def _show_help(self) -> None:
        """What it is, where one is at it and there is no room for that behind it."""
        control = self.control
        is_hidden = isinstance(control, LineControl | Radio | PickList) and control.hides_words
        is_switch = self.field.kind is FieldKind.SWITCH
        words = when_on(self.field.words) if is_switch else self.field.words
        words = words if is_hidden and self.has_focus_within else ""
        self._help.say(toned(words, "dim"))

    def say(self, note: Note | None) -> None:
        """What stands below it; None for nothing."""
        self._note.say(toned(note.words, TONES[note.weight]) if note is not None else Content(""))


def _has_words(control: Control) -> bool:
    """Whether what the field is stands behind it, on the same line."""
    return isinstance(control, LineControl | Radio) or (isinstance(control, PickList) and control.has_words)


def plain_label(label: str) -> str:
    """A label as labels are written here: small, unless it is an abbreviation."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or len(label) == 1 else label


def label_cells(labels: list[str]) -> int:
    """The column of the labels, wide enough for them as far as there is sense in it."""
    longest = max((Content(label).cell_length for label in labels), default=0)
    return max(LABEL_CELLS, min(_WIDEST_LABEL, longest) + 2)

"""Beside a form: everything there is to say of it, a line each."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.domain.doing.forms import Form, Notes, Weight
from mimiry_tui.domain.launching.checks import Check, Mark
from mimiry_tui.domain.launching.draft import Field as DraftField
from mimiry_tui.ui.forms.field_box import plain_label
from mimiry_tui.ui.forms.judged import listed
from mimiry_tui.ui.launch.block import Block, Row, wrapped
from mimiry_tui.ui.launch.preflight_list import SIGNS
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, fitted

MARKS = {Weight.WRONG: Mark.BAD, Weight.CARE: Mark.WARN, Weight.FINE: Mark.OK}
_WIDEST_TITLE = 18
_READY = "nothing speaks against it"


class NotesList(Block):
    """What is wrong first, then what needs care; a click goes to the field."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[tuple[str, str, Weight, str], ...] = ()

    def show(self, form: Form, notes: Notes) -> None:
        lines = [
            (plain_label(field.label) if field else "", note.words, note.weight, field.key if field else "")
            for field, note in listed(form, notes)
        ]
        order = list(Weight)
        found = tuple(sorted(lines, key=lambda line: order.index(line[2])))
        if found != self._lines:
            self._lines = found
            self.renew()

    def rows(self, width: int) -> list[Row]:
        if not self._lines:
            return [[Part(toned("✓ ", "good") + toned(_READY, "dim"))]]
        labels = [fitted(label, _WIDEST_TITLE) if label else "" for label, *_ in self._lines]
        column = max(Content(label).cell_length for label in labels)
        rows: list[Row] = []
        for label, (_, words, weight, key) in zip(labels, self._lines, strict=True):
            sign, tone = SIGNS[MARKS[weight]]
            is_fine = weight is Weight.FINE
            blank = " " * (column - Content(label).cell_length + (2 if column else 0))
            head = toned(f"{sign} ", tone) + toned(label, "text" if is_fine else "bright") + Content(blank)
            lines = wrapped(toned(words, "dim" if is_fine else tone), width - head.cell_length)
            action = f"screen.go_to({key!r})" if key else None
            indent = Content(" " * head.cell_length)
            rows += [
                [Part(indent if at else head, action), Part(line, action)] for at, line in enumerate(lines)
            ]
        return rows


def checks_of(form: Form, notes: Notes) -> tuple[Check, ...]:
    """The same as the lines that the launch form of containers counts."""
    return tuple(
        Check(field.label if field else "", MARKS[note.weight], note.words, DraftField.NAME)
        for field, note in listed(form, notes)
    )

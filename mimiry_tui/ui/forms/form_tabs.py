"""Which of a cloud's launch forms is filled in, in one line above it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from mimiry_tui.domain.doing.forms import Form
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, PartLine, fitted

_LONGEST_TITLE = 28


class FormTabs(PartLine):
    """The titles, the chosen one lit, and what it does; a click turns to another."""

    DEFAULT_CSS = """
    FormTabs { background: $background; color: $tone-text; padding: 0; }
    """

    def __init__(self, forms: Sequence[Form]) -> None:
        super().__init__()
        self._forms = tuple(forms)
        self._chosen = ""

    def show(self, form: str) -> None:
        if form != self._chosen:
            self._chosen = form
            self.repaint()

    def parts(self, width: int) -> list[Part]:
        parts = [Part(Content(" "))]
        for form in self._forms if len(self._forms) > 1 else ():
            is_here = form.id == self._chosen
            title = fitted(form.title, _LONGEST_TITLE)
            sign = toned("◉ ", "accent") if is_here else toned("○ ", "dim")
            label = sign + toned(title, "bright" if is_here else "dim", bold=is_here)
            parts += [Part(label, f"screen.turn_form({form.id!r})"), Part(Content("   "))]
        words = next((form.words for form in self._forms if form.id == self._chosen), "")
        room = width - 1 - sum(part.content.cell_length for part in parts)
        if words and room > 12:
            parts.append(Part(toned(fitted(words, room), "dim")))
        return parts

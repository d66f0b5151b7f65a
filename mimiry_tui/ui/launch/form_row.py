"""One line of a section: what it is about, then the fields."""

from __future__ import annotations

from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.ui.launch.section import View
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.painted import handed_out, strip_of

LABEL_CELLS = 10


class FormRow(Horizontal):
    """Label and fields; the label is lit while one of them has the focus.

    It draws its label itself: as a widget each would have to be mounted, styled and laid out.
    """

    DEFAULT_CSS = f"""
    FormRow {{ height: auto; min-height: 1; width: 1fr; padding-left: {LABEL_CELLS}; }}
    """

    def __init__(self, label: str, *fields: Widget, id: str | None = None) -> None:
        super().__init__(*fields, id=id)
        self._label = label
        self._is_lit = False
        self._strip: Strip | None = None

    def on_descendant_focus(self) -> None:
        self._light()

    def on_descendant_blur(self) -> None:
        self._light()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strip = None

    def render_lines(self, crop: Region) -> list[Strip]:
        width = self.outer_size.width
        if self._strip is None or self._strip.cell_length != width:
            self._strip = strip_of(self, toned(self._label, "accent" if self._is_lit else "dim"), width)
        blank = Strip.blank(width, self.rich_style)
        return handed_out(self, [blank if y else self._strip for y in crop.line_range], crop)

    def _light(self) -> None:
        if self._is_lit != self.has_focus_within:
            self._is_lit = not self._is_lit
            self._strip = None
            self.refresh()


def trouble_with(view: View, field: Field) -> Content:
    """What the service or the form has against what a field says, or nothing."""
    refused = view.refused_words if view.refused_field is field else ""
    words = refused or view.preflight.problem(field)
    return toned(words, "bad") if words else Content("")

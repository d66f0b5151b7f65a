"""Fields of a form under one headline, in a frame as the sections of the launch form have, or without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.content import Content

from mimiry_tui.domain.doing.forms import Form
from mimiry_tui.ui.forms.field_box import FieldBox
from mimiry_tui.ui.launch.lit_frame import FramedBody, LitFrame
from mimiry_tui.ui.launch.words_line import Words
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.pane_edge import PaneEdge
from mimiry_tui.ui.widgets.part_line import Part


class FormSection(LitFrame):
    """Gone while none of its fields means anything."""

    DEFAULT_CSS = """
    FormSection {
        &.-plain { background: transparent; margin-bottom: 1; }
    }
    """

    def __init__(self, number: int, title: str, boxes: Sequence[FieldBox], *, framed: bool) -> None:
        """`number` is what alt goes there with; 0 shows none."""
        super().__init__(classes="" if framed else "-plain")
        self.boxes = tuple(boxes)
        self._framed = framed
        lead = toned(f"{number} ", "accent", bold=True) if number else Content("")
        self._title = lead + toned(title, "bright", bold=True) if title else Content("")
        self.top = PaneEdge("top")
        self.foot = PaneEdge("bottom")
        self._body = FramedBody()

    def compose(self) -> ComposeResult:
        if not self._framed:
            if self._title:
                yield Words(self._title)
            yield from self.boxes
            return
        self.top.show(left=[Part(self._title)] if self._title else [])
        yield self.top
        with self._body:
            yield from self.boxes
        yield self.foot

    def _light(self) -> None:
        super()._light()
        self.hint()

    def hint(self) -> None:
        """In the lower line, what the keys do in the field that has the focus."""
        box = next((one for one in self.boxes if one.has_focus_within), None)
        hints = key_hints(*box.control.hints) if box is not None else Content("")
        self.say(hints)


def sections_of(form: Form, boxes: Mapping[str, FieldBox], *, framed: bool) -> tuple[FormSection, ...]:
    """The fields under their headlines; one without a headline stands under that of the field before."""
    groups: list[tuple[str, list[FieldBox]]] = []
    for field in form.fields:
        if not groups or field.section not in ("", groups[-1][0]):
            groups.append((field.section, []))
        groups[-1][1].append(boxes[field.key])
    return tuple(
        FormSection(
            number if framed and len(groups) > 1 else 0,
            title or (form.title if framed else ""),
            found,
            framed=framed,
        )
        for number, (title, found) in enumerate(groups, start=1)
    )

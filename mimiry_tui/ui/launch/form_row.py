"""One line of a section: what it is about, then the fields."""

from __future__ import annotations

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.ui.launch.section import View
from mimiry_tui.ui.toned import toned


class FormRow(Horizontal):
    """Label and fields; the label is lit while one of them has the focus."""

    DEFAULT_CSS = """
    FormRow {
        height: auto; width: 1fr;
        .label { width: 10; height: 1; color: $tone-dim; }
        &:focus-within .label { color: $tone-accent; }
    }
    """

    def __init__(self, label: str, *fields: Widget, id: str | None = None) -> None:
        super().__init__(Static(Content(label), classes="label"), *fields, id=id)


def trouble_with(view: View, field: Field) -> Content:
    """What the service or the form has against what a field says, or nothing."""
    refused = view.refused_words if view.refused_field is field else ""
    words = refused or view.preflight.problem(field)
    return toned(words, "bad") if words else Content("")

"""A field of several lines: a script."""

from __future__ import annotations

from mimiry_tui.domain.doing.forms import Field
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.forms.control import Heard, Hints
from mimiry_tui.ui.forms.own_widget import OwnWidget
from mimiry_tui.ui.launch.text_editor import TextEditor


class AreaControl(TextEditor, OwnWidget):
    """The editor as a field."""

    DEFAULT_CSS = """
    AreaControl { max-height: 12; min-height: 3; }
    """

    def __init__(self, field: Field, value: str, heard: Heard) -> None:
        super().__init__(heard, placeholder=safe_text(field.placeholder, 200))
        self.put(value)

    @property
    def hints(self) -> Hints:
        return (("enter", "a new line"), ("tab", "the next field"))

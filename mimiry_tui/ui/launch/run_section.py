"""What runs in it: a command or nothing, its name, its environment, and the way in."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.launch.choices import Choices
from mimiry_tui.ui.launch.command_area import CommandArea
from mimiry_tui.ui.launch.environment_rows import EnvironmentRows
from mimiry_tui.ui.launch.environment_table import EnvironmentTable
from mimiry_tui.ui.launch.form_input import DraftInput
from mimiry_tui.ui.launch.form_row import FormRow, trouble_with
from mimiry_tui.ui.launch.framed import FramedSection
from mimiry_tui.ui.launch.key_line import KeyLine
from mimiry_tui.ui.launch.section import View
from mimiry_tui.ui.launch.words_line import Note
from mimiry_tui.ui.toned import key_hints


class RunSection(FramedSection):
    """The command, the name, the environment and SSH."""

    NUMBER: ClassVar[int] = 3
    NAME: ClassVar[str] = "Run"
    FIELDS: ClassVar[tuple[Field, ...]] = (Field.COMMAND, Field.NAME, Field.ENVIRONMENT, Field.SSH)
    DEFAULT_CSS = """
    RunSection {
        FramedBody > Note { margin-left: 10; }
        #name { max-width: 68; }
        #ssh-key { margin-left: 2; }
    }
    """

    def __init__(self, *, id: str = "launch-run") -> None:
        super().__init__(id=id)
        self._kind = Choices(
            self.edit,
            lambda draft, index: replace(draft, has_command=index == 0),
            ("a command", "interactive"),
            chosen=self._turned,
            id="kind",
        )
        self._command = CommandArea(self.edit, id="command")
        self._called = DraftInput(self.edit, lambda draft, text: replace(draft, name=text), id="name")
        self._environment = EnvironmentTable(self.edit, id="environment")
        self._ssh = Choices(
            self.edit, lambda draft, index: replace(draft, ssh_enabled=index == 0), ("on", "off"), id="ssh"
        )
        self._key = KeyLine(id="ssh-key")
        self._notes = {field: Note() for field in (Field.COMMAND, Field.NAME, Field.SSH)}

    def fields(self) -> ComposeResult:
        yield FormRow("run", self._kind)
        yield self._command
        yield self._notes[Field.COMMAND]
        yield FormRow("name", self._called)
        yield self._notes[Field.NAME]
        yield FormRow("env", self._environment)
        yield FormRow("ssh", self._ssh, self._key)
        yield self._notes[Field.SSH]

    def show(self, view: View) -> None:
        draft = view.draft
        self._kind.show(0 if draft.has_command else 1)
        if not self._kind.is_busy:
            self._command.display = draft.has_command
        self._command.show(draft.command)
        self._called.placeholder = safe_text(view.suggested_name)
        self._called.show(draft.name)
        self._environment.show(view)
        self._ssh.show(0 if draft.ssh_enabled else 1)
        self._key.show(view.picture.key if draft.ssh_enabled else None)
        for field, note in self._notes.items():
            note.say(self._trouble(view, field))

    def focus_field(self, field: Field) -> bool:
        places: dict[Field, Widget] = {
            Field.COMMAND: self._command if self._command.display else self._kind,
            Field.NAME: self._called,
            Field.SSH: self._ssh,
        }
        if field is Field.ENVIRONMENT:
            self._environment.focus_trouble()
        elif field in places:
            self.go(places[field])
        return field in self.FIELDS

    def on_descendant_focus(self) -> None:
        self._hint()

    def on_descendant_blur(self) -> None:
        self._hint()

    @on(EnvironmentRows.Moved)
    def _moved(self, event: EnvironmentRows.Moved) -> None:
        event.stop()
        self._hint()

    def _turned(self, index: int) -> None:
        # At once: "right, tab, python train.py" is typed in one go.
        self._command.display = index == 0

    def _hint(self) -> None:
        focused = self.screen.focused
        if focused is self._kind or focused is self._ssh:
            self.say(key_hints(("← →", "choose")))
        else:
            hints = self._environment.hints()
            self.say(key_hints(*hints) if hints else Content(""))

    def _trouble(self, view: View, field: Field) -> Content:
        trouble = trouble_with(view, field)
        is_blank = field is Field.COMMAND and not view.draft.command.strip()
        if is_blank and view.refused_field is not field:
            return Content("")  # nothing was said yet that could be wrong; the form's own list tells it
        return trouble

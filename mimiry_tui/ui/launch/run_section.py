"""What runs in it: a command or nobody's, its name, its environment, and the way in."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from mimiry_tui.domain.draft import Field
from mimiry_tui.ui.launch.framed import FramedSection
from mimiry_tui.ui.launch.section import View


class RunSection(FramedSection):
    """The command, the name, the environment and SSH."""

    NUMBER: ClassVar[int] = 3
    NAME: ClassVar[str] = "Run"
    FIELDS: ClassVar[tuple[Field, ...]] = (Field.NAME, Field.COMMAND, Field.ENVIRONMENT, Field.SSH)

    def __init__(self, *, id: str = "launch-run") -> None:
        super().__init__(id=id)

    def fields(self) -> ComposeResult:
        yield from ()

    def show(self, view: View) -> None:
        del view

    def focus_field(self, field: Field) -> bool:
        return field in self.FIELDS

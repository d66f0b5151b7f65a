"""Which volumes the session sees, and where."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.message import Message

from mimiry_tui.domain.draft import Field
from mimiry_tui.ui.launch.framed import FramedSection
from mimiry_tui.ui.launch.section import View


class NewVolumeWanted(Message):
    """A new volume is wanted where the session would run."""


class StorageSection(FramedSection):
    """Each volume on a line: ticked it is mounted, where its path says."""

    NUMBER: ClassVar[int] = 4
    NAME: ClassVar[str] = "Storage"
    FIELDS: ClassVar[tuple[Field, ...]] = (Field.STORAGE,)

    def __init__(self, *, id: str = "launch-storage") -> None:
        super().__init__(id=id)

    def fields(self) -> ComposeResult:
        yield from ()

    def show(self, view: View) -> None:
        """Draw this state."""

    def focus_field(self, field: Field) -> bool:
        return False

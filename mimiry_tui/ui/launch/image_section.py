"""Which image runs: suggestions, images used before, or any reference."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from mimiry_tui.domain.draft import Field
from mimiry_tui.ui.launch.framed import FramedSection
from mimiry_tui.ui.launch.section import View


class ImageSection(FramedSection):
    """The image, with what is known of it."""

    NUMBER: ClassVar[int] = 2
    NAME: ClassVar[str] = "Image"
    FIELDS: ClassVar[tuple[Field, ...]] = (Field.IMAGE,)

    def __init__(self, *, id: str = "launch-image") -> None:
        super().__init__(id=id)

    def fields(self) -> ComposeResult:
        yield from ()

    def show(self, view: View) -> None:
        del view

    def focus_field(self, field: Field) -> bool:
        return field in self.FIELDS

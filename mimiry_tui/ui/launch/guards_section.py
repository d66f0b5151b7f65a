"""What keeps a session from costing more than was meant."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from mimiry_tui.domain.draft import Field
from mimiry_tui.ui.launch.framed import FramedSection
from mimiry_tui.ui.launch.section import View


class GuardsSection(FramedSection):
    """When it ends by itself, how long and how dear it may be, and who pays."""

    NUMBER: ClassVar[int] = 5
    NAME: ClassVar[str] = "Guards"
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field.AUTO_TERMINATE,
        Field.DURATION,
        Field.PRICE,
        Field.ORGANISATION,
    )

    def __init__(self, *, id: str = "launch-guards") -> None:
        super().__init__(id=id)

    def fields(self) -> ComposeResult:
        yield from ()

    def show(self, view: View) -> None:
        del view

    def focus_field(self, field: Field) -> bool:
        return field in self.FIELDS

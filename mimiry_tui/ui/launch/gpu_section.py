"""Which GPU: offers picked in order of preference, or what one must be like; how many, and where."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from textual.app import ComposeResult
from textual.message import Message

from mimiry_tui.clock import Clock
from mimiry_tui.domain.draft import Field
from mimiry_tui.ui.launch.framed import FramedSection
from mimiry_tui.ui.launch.section import View


class WatchToggled(Message):
    """An offer is to be watched, or not any more."""

    def __init__(self, offer_id: str) -> None:
        super().__init__()
        self.offer_id = offer_id


class GpuSection(FramedSection):
    """The offers table inside the form, or the criteria; count, and the hints for the place."""

    NUMBER: ClassVar[int] = 1
    NAME: ClassVar[str] = "GPU"
    FIELDS: ClassVar[tuple[Field, ...]] = (Field.GPU, Field.COUNT, Field.PLACE)

    def __init__(self, clock: Clock, *, id: str = "launch-gpu") -> None:
        super().__init__(id=id)
        self._clock = clock

    def fields(self) -> ComposeResult:
        yield from ()

    def show(self, view: View) -> None:
        """Draw this state."""

    def focus_field(self, field: Field) -> bool:
        return False

    def show_watched(self, offer_ids: Collection[str]) -> None:
        """These offers are watched."""

"""The last line of the Storage section: a volume that does not exist yet."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.launch.storage_line import ARROWS, Move
from mimiry_tui.ui.launch.typed_ahead import took_key
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, PartLine


class NewVolumeWanted(Message):
    """A new volume is wanted where the session would run."""


class NewVolumeLine(PartLine, can_focus=True):
    """Asks for one where the session would run."""

    DEFAULT_CSS = """
    NewVolumeLine { background: transparent; &:focus { background: $row-cursor; } }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "want", "new volume", id="storage.new", tooltip="Make a volume here"),
        *ARROWS,
    ]

    def __init__(self, move: Move) -> None:
        super().__init__(id="launch-new-volume")
        self._move = move
        self._where = ""

    def show(self, where: str) -> None:
        """Name the place the volume would be made in, where that is settled."""
        if where != self._where:
            self._where = where
            self.repaint()

    def parts(self, width: int) -> list[Part]:
        where = f"in {self._where}" if self._where else "here"
        words = toned("+ ", "accent", bold=self.has_focus) + toned(
            f"new volume {where}", "bright" if self.has_focus else "text", bold=self.has_focus
        )
        return [Part(words + toned(f"  {key_now('launch.volume', 'ctrl+n')}", "dim"), "want")]

    async def _on_key(self, event: events.Key) -> None:
        await took_key(self, event)

    def on_focus(self) -> None:
        self.repaint()

    def on_blur(self) -> None:
        self.repaint()

    def action_move(self, step: int) -> None:
        self._move(step)

    def action_want(self) -> None:
        self.post_message(NewVolumeWanted())

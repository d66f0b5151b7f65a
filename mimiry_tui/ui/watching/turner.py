"""A choice between two arrows: ‹ train ›."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.part_line import Part, PartLine, fitted


class Turner(PartLine, can_focus=True):
    """One line; left and right take the neighbour, a click on an arrow too."""

    DEFAULT_CSS = """
    Turner { background: transparent; color: $tone-text; &:focus { background: $row-cursor; } }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "other", id="turner.back", show=False, tooltip="The choice before"),
        Binding("right,space", "turn(1)", "other", id="turner.next", show=False, tooltip="The next choice"),
    ]

    class Turned(Message):
        """Another one is chosen."""

        def __init__(self, turner: Turner) -> None:
            super().__init__()
            self.turner = turner

    def __init__(self, options: Sequence[tuple[str, str]], chosen: str, *, id: str) -> None:
        """`options` are values and what they are called; one that is not among them is the first."""
        super().__init__(id=id)
        self._options = tuple(options)
        self._at = next((at for at, (value, _) in enumerate(self._options) if value == chosen), 0)

    @property
    def value(self) -> str:
        """The one that is chosen."""
        return self._options[self._at][0]

    def choose(self, value: str) -> None:
        """Have that one, if it is among them."""
        self._at = next((at for at, (one, _) in enumerate(self._options) if one == value), self._at)
        self.repaint()

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """There are others to choose from; the one that is chosen stays so where it can."""
        chosen = self.value
        self._options = tuple(options)
        self._at = next((at for at, (value, _) in enumerate(self._options) if value == chosen), 0)
        self.repaint()

    def parts(self, width: int) -> list[Part]:
        several = len(self._options) > 1
        arrows: Tone = "accent" if several else "faint"
        label = fitted(self._options[self._at][1], max(1, width - 5))
        tone: Tone = "bright" if self.value else "dim"
        return [
            Part(Content(" ")),
            Part(toned("‹", arrows), "turn(-1)"),
            Part(toned(f" {label} ", tone)),
            Part(toned("›", arrows), "turn(1)"),
        ]

    def action_turn(self, step: int) -> None:
        """Take the next one, or the one before."""
        if len(self._options) > 1:
            self._at = (self._at + step) % len(self._options)
            self.repaint()
            self.post_message(self.Turned(self))

    def on_focus(self, event: events.Focus) -> None:
        self.repaint()

    def on_blur(self, event: events.Blur) -> None:
        self.repaint()

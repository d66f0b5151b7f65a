"""A few things of which one holds, side by side: ◉ command  ○ interactive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.ui.launch.pending import Pending
from mimiry_tui.ui.launch.section import Edit
from mimiry_tui.ui.launch.typed_ahead import took_key
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, PartLine

ON, OFF = "◉", "○"


class Choices(PartLine, can_focus=True):
    """One line; left and right take the neighbour at once, a click what is under it."""

    DEFAULT_CSS = """
    Choices { width: auto; color: $tone-text; &:focus { background: $row-cursor; } }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "other", id="choices.back", show=False, tooltip="The one before"),
        Binding("right,space", "turn(1)", "other", id="choices.next", show=False, tooltip="The next one"),
        Binding("enter", "leave", "next", id="choices.leave", show=False, tooltip="Go to the next field"),
    ]

    def __init__(
        self,
        edit: Callable[[Edit], None],
        change: Callable[[Draft, int], Draft],
        options: Sequence[str],
        *,
        signs: bool = True,
        chosen: Callable[[int], None] = lambda index: None,
        id: str | None = None,
    ) -> None:
        """`change` says what the draft becomes with that choice; `signs`: each has its ◉ or ○.

        `chosen` hears of a choice at once, before the draft does.
        """
        super().__init__(id=id)
        self._heard = chosen
        self._pending = Pending(edit)
        self._change = change
        self._options = tuple(options)
        self._signs = signs
        self._chosen: int | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a choice is on its way to the draft."""
        return self._pending.is_busy

    def show(self, chosen: int | None) -> None:
        """Show which one holds, None for none of them."""
        if not self._pending.is_busy:
            self._mark(chosen)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return sum(part.content.cell_length for part in self.parts(container.width))

    def parts(self, width: int) -> list[Part]:
        parts: list[Part] = []
        for index, option in enumerate(self._options):
            if index:
                parts.append(Part(Content("  ")))
            parts.append(Part(self._option(option, index == self._chosen), f"choose({index})"))
        return parts

    async def _on_key(self, event: events.Key) -> None:
        await took_key(self, event)

    def on_focus(self) -> None:
        self.repaint()

    def on_blur(self) -> None:
        self.repaint()

    def action_turn(self, step: int) -> None:
        """Take the next one, or the one before."""
        if self._chosen is None:
            self.action_choose(0 if step > 0 else len(self._options) - 1)
        else:
            self.action_choose((self._chosen + step) % len(self._options))

    def action_choose(self, index: int) -> None:
        """Take that one."""
        if index != self._chosen:
            self._mark(index)
            self._pending.edit(lambda draft: self._change(draft, index))
            self._heard(index)

    def action_leave(self) -> None:
        self.screen.focus_next()

    def _option(self, name: str, holds: bool) -> Content:
        words = toned(name, "bright" if holds else "dim", bold=holds and not self._signs)
        if not self._signs:
            return words
        return (toned(f"{ON} ", "accent") if holds else toned(f"{OFF} ", "dim")) + words

    def _mark(self, chosen: int | None) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self.repaint()

"""A few values of which one holds, side by side: ◉ on  ○ off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from mimiry_tui.domain.doing.forms import ON as YES
from mimiry_tui.domain.doing.forms import Choice
from mimiry_tui.ui.forms.control import Heard, Hints
from mimiry_tui.ui.forms.own_widget import OwnWidget
from mimiry_tui.ui.launch.choices import OFF, ON
from mimiry_tui.ui.launch.typed_ahead import took_key
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, PartLine, fitted

SWITCH = (Choice(YES, "on"), Choice("", "off"))
_WIDEST = 44
"""Cells of all labels together up to which they stand side by side."""


def when_on(words: str) -> str:
    """What a switch means, so that nobody takes it for what holds while it is off."""
    return f"on: {words}" if words else ""


def fits_a_line(choices: Sequence[Choice]) -> bool:
    """Whether they are so few and short, and all to be had, that no list is needed."""
    cells = sum(Content(one.label).cell_length + 4 for one in choices)
    return 0 < len(choices) <= 4 and cells <= _WIDEST and not any(one.disabled for one in choices)


class Radio(PartLine, OwnWidget, can_focus=True):
    """One line; left and right take the neighbour at once, a click what is under it."""

    DEFAULT_CSS = """
    Radio { color: $tone-text; &:focus { background: transparent; } }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "other", id="radio.back", show=False, tooltip="The one before"),
        Binding("right,space", "turn(1)", "other", id="radio.next", show=False, tooltip="The next one"),
        Binding("enter", "leave", "next", id="radio.leave", show=False, tooltip="Go to the next field"),
    ]

    def __init__(self, choices: Sequence[Choice], value: str, heard: Heard, words: str = "") -> None:
        """`words` are said behind it where the choice itself has none."""
        super().__init__()
        self._words = words
        self._choices = tuple(choices)
        self._heard = heard
        self._value = value

    @property
    def hints(self) -> Hints:
        return (("← →", "choose"),)

    def put(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.repaint()

    def parts(self, width: int) -> list[Part]:
        parts: list[Part] = []
        for index, choice in enumerate(self._choices):
            if index:
                parts.append(Part(Content("  ")))
            parts.append(Part(self._option(choice), f"choose({index})"))
        words = toned(f"   {self._said}", "dim") if self._said else Content("")
        if words.cell_length <= width - sum(part.content.cell_length for part in parts):
            parts.append(Part(words))
        return parts

    @property
    def hides_words(self) -> bool:
        """Whether there is no room behind it for what it is."""
        options = sum(self._option(one).cell_length + 2 for one in self._choices)
        return options + toned(self._said).cell_length + 1 > self.size.width

    @property
    def _said(self) -> str:
        return next((one.words for one in self._choices if one.value == self._value), "") or self._words

    def _option(self, choice: Choice) -> Content:
        holds = choice.value == self._value
        label = toned(fitted(choice.label, _WIDEST), "bright" if holds else "dim")
        option = (toned(f"{ON} ", "accent") if holds else toned(f"{OFF} ", "dim")) + label
        if not (self.has_focus and holds):
            return option
        return option.stylize("reverse" if self.app.no_color else "on $row-cursor")

    async def _on_key(self, event: events.Key) -> None:
        await took_key(self, event)

    def on_focus(self) -> None:
        self.repaint()

    def on_blur(self) -> None:
        self.repaint()

    def action_turn(self, step: int) -> None:
        """Take the next one, or the one before."""
        at = next((at for at, one in enumerate(self._choices) if one.value == self._value), None)
        if at is None:
            self.action_choose(0 if step > 0 else len(self._choices) - 1)
        else:
            self.action_choose((at + step) % len(self._choices))

    def action_choose(self, index: int) -> None:
        """Take that one."""
        value = self._choices[index].value
        if value != self._value:
            self._value = value
            self.repaint()
            self._heard(value)

    def action_leave(self) -> None:
        self.screen.focus_next()

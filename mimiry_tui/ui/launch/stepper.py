"""A value between two arrows: ‹ 1 ›."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.launch.typed_ahead import took_key
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.part_line import Part, PartLine

LEFT, RIGHT, OUT = "‹", "›", "✕"
_LONGEST = 28
"""Cells of a value; foreign ones can be of any length."""


class Stepper(PartLine, can_focus=True):
    """One line: label, arrows, the value between them. It only tells what is wanted, see the messages.

    Its keys take effect at once: those typed ahead arrive where the focus is by then.
    """

    DEFAULT_CSS = """
    Stepper { width: auto; background: transparent; color: $tone-text; &:focus { background: $row-cursor; } }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,minus", "step(-1)", "less", id="stepper.less", tooltip="The value before", show=False),
        Binding("right,plus", "step(1)", "more", id="stepper.more", tooltip="The next value", show=False),
        Binding("delete", "clear", "none", id="stepper.none", tooltip="No value", show=False),
        Binding("backspace", "erase", "erase", id="stepper.erase", tooltip="Erase a digit", show=False),
        *(
            Binding(key, f"digit('{key}')", "type", id=f"stepper.{key}", tooltip="Type a figure", show=False)
            for key in "0123456789"
        ),
    ]

    class Stepped(Message):
        """The next value is wanted (`step` 1), or the one before (-1)."""

        def __init__(self, stepper: Stepper, step: int) -> None:
            super().__init__()
            self.stepper = stepper
            self.step = step

        @property
        def control(self) -> Stepper:
            return self.stepper

    class Typed(Message):
        """This value is wanted: digits that were typed, or "" for none."""

        def __init__(self, stepper: Stepper, text: str) -> None:
            super().__init__()
            self.stepper = stepper
            self.text = text

        @property
        def control(self) -> Stepper:
            return self.stepper

    def __init__(
        self, label: str = "", *, digits: bool = False, removable: bool = False, id: str | None = None
    ) -> None:
        """`digits`: figures can be typed; `removable`: the value can be taken away altogether."""
        super().__init__(id=id)
        self._label = label
        self._digits = digits
        self._removable = removable
        self._value = self._words = ""
        self._tone: Tone = "bright"
        self._fixed = False
        self._typing = ""

    def show(self, value: str, words: str = "", *, tone: Tone = "bright", fixed: bool = False) -> None:
        """Show this value, as `words` where it has some; `fixed`: it cannot be changed here."""
        new = (value, words or value, tone, fixed)
        if new == (self._value, self._words, self._tone, self._fixed):
            return
        wider = len(new[1]) != len(self._words) or fixed != self._fixed or bool(value) != bool(self._value)
        self._value, self._words, self._tone, self._fixed = new
        self.can_focus = not fixed or self.has_focus
        self.repaint()
        if wider:
            self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return sum(part.content.cell_length for part in self._parts())

    def parts(self, width: int) -> list[Part]:
        return self._parts()

    def _parts(self) -> list[Part]:
        lit = self.has_focus
        label = [Part(toned(f"{self._label} ", "accent" if lit else "dim"))] if self._label else []
        value = Content(safe_text(self._words)).truncate(_LONGEST, ellipsis=True).plain
        shown = toned(value, self._tone, bold=lit)
        if lit and self.app.no_color:
            shown = shown.stylize("reverse")
        if self._fixed:
            return [*label, Part(shown)]
        sign: Tone = "accent" if lit else "dim"
        parts = [
            *label,
            Part(toned(f"{LEFT} ", sign), "step(-1)"),
            Part(shown),
            Part(toned(f" {RIGHT}", sign), "step(1)"),
        ]
        if self._removable:
            # The room stays when there is nothing to take away: what follows does not jump.
            parts.append(Part(toned(f" {OUT}", "dim"), "clear") if self._value else Part(Content("  ")))
        return parts

    async def _on_key(self, event: events.Key) -> None:
        await took_key(self, event)

    def on_focus(self) -> None:
        self._typing = ""
        self.repaint()

    def on_blur(self) -> None:
        self.can_focus = not self._fixed
        self.repaint()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean nothing here go on to the form."""
        if action in ("digit", "erase"):
            return self._digits and not self._fixed
        if action == "clear":
            return (self._digits or self._removable) and not self._fixed
        return not (action == "step" and self._fixed)

    def action_step(self, step: int) -> None:
        self._typing = ""
        self.post_message(self.Stepped(self, step))

    def action_digit(self, digit: str) -> None:
        self._typing = (self._typing + digit).lstrip("0")[-6:] or "0"
        self.post_message(self.Typed(self, self._typing))

    def action_erase(self) -> None:
        self._typing = (self._typing or self._value)[:-1]
        self.post_message(self.Typed(self, self._typing))

    def action_clear(self) -> None:
        self._typing = ""
        self.post_message(self.Typed(self, ""))

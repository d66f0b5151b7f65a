"""Choices beside each other, any of which can be taken: [A100]  H100  L40S."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.launch.typed_ahead import took_key
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.painted import Painted

LABEL = 10
"""Cells of the label, so that the choices of several stand below each other."""
_LONGEST = 18
"""Cells of a name."""
_GAP = 2


class Chips(Painted, can_focus=True):
    """As many lines as the choices need. It only tells what is wanted of which one.

    `ordered`: what is taken has a number and can be moved; it then stands before what is not.
    """

    DEFAULT_CSS = """
    Chips { height: auto; width: 1fr; background: transparent; color: $tone-text; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", "before", id="chips.before", tooltip="The choice before", show=False),
        Binding("right", "go(1)", "next", id="chips.next", tooltip="The next choice", show=False),
        Binding("space,enter", "take", "take", id="chips.take", tooltip="Take it, or leave it"),
        Binding("shift+left,minus", "move(-1)", "earlier", id="chips.earlier", show=False,
                tooltip="Earlier in the order"),
        Binding("shift+right,plus", "move(1)", "later", id="chips.later", show=False,
                tooltip="Later in the order"),
    ]  # fmt: skip

    class Toggled(Message):
        """One is to be taken, or not any more."""

        def __init__(self, chips: Chips, choice: str) -> None:
            super().__init__()
            self.chips = chips
            self.choice = choice

        @property
        def control(self) -> Chips:
            return self.chips

    class Moved(Message):
        """One that is taken is to come so many places later."""

        def __init__(self, chips: Chips, choice: str, step: int) -> None:
            super().__init__()
            self.chips = chips
            self.choice = choice
            self.step = step

        @property
        def control(self) -> Chips:
            return self.chips

    def __init__(
        self,
        label: str,
        *,
        ordered: bool = False,
        none: str = "any",
        words: Callable[[str], str] = str,
        id: str | None = None,
    ) -> None:
        """`none` says what it means when nothing is taken, `words` what a choice is called."""
        super().__init__(id=id)
        self._words = words
        self._label = label
        self._ordered = ordered
        self._none = none
        self._choices: tuple[str, ...] = ()
        self._taken: tuple[str, ...] = ()
        self._cursor = ""
        self._areas: list[tuple[int, int, int, str]] = []

    def show(self, choices: tuple[str, ...], taken: tuple[str, ...]) -> None:
        """Show these choices; what is taken is one of them even where the list does not have it."""
        known = {choice.casefold() for choice in choices}
        lost = tuple(choice for choice in taken if choice.casefold() not in known)
        all_of_them = choices + lost
        if self._ordered:
            all_of_them = taken + tuple(choice for choice in choices if choice not in taken)
        if (all_of_them, taken) == (self._choices, self._taken):
            return
        before = self._height(self.size.width)
        self._choices, self._taken = all_of_them, taken
        if self._cursor not in all_of_them:
            self._cursor = all_of_them[0] if all_of_them else ""
        self.repaint()
        if self._height(self.size.width) != before:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._height(width)

    def _height(self, width: int) -> int:
        return len(self._laid_out(width)[0])

    def lines(self, width: int) -> list[Content]:
        lines, self._areas = self._laid_out(width)
        return lines

    def _laid_out(self, width: int) -> tuple[list[Content], list[tuple[int, int, int, str]]]:
        """The lines, and for each choice its line, its first cell and the one after its last."""
        areas = []
        lines = [toned(f"{self._label:<{LABEL}}", "accent" if self.has_focus else "dim")]
        if not self._taken:
            lines[0] += toned(self._none, "text")
        for choice in self._choices:
            chip = self._chip(choice)
            used = lines[-1].cell_length
            gap = _GAP if used > LABEL else 0
            if gap and used + gap + chip.cell_length > width:
                lines.append(Content(" " * LABEL))
                used, gap = LABEL, 0
            start = used + gap
            areas.append((len(lines) - 1, start, start + chip.cell_length, choice))
            lines[-1] += Content(" " * gap) + chip
        return lines, areas

    def _chip(self, choice: str) -> Content:
        name = Content(safe_text(self._words(choice))).truncate(_LONGEST, ellipsis=True).plain
        is_taken = choice.casefold() in {one.casefold() for one in self._taken}
        if self._ordered and is_taken:
            sign = f"{self._taken.index(choice) + 1} "
        else:
            sign = "● " if is_taken else "○ "
        text = toned(sign, "accent" if is_taken else "dim") + toned(
            name, "bright" if is_taken else "dim", bold=is_taken
        )
        if self.has_focus and choice == self._cursor:
            return text.stylize("on $row-cursor") if not self.app.no_color else text.stylize("reverse")
        return text

    async def _on_key(self, event: events.Key) -> None:
        await took_key(self, event)

    def on_focus(self) -> None:
        self.repaint()

    def on_blur(self) -> None:
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        for line, start, end, choice in self._areas:
            if event.y == line and start <= event.x < end:
                event.stop()
                self._cursor = choice
                self.repaint()
                self.action_take()
                return

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where there is no order, the keys that change it go on to the form."""
        return self._ordered or action != "move"

    def action_go(self, step: int) -> None:
        if self._cursor in self._choices:
            index = self._choices.index(self._cursor) + step
            self._cursor = self._choices[max(0, min(len(self._choices) - 1, index))]
            self.repaint()

    def action_take(self) -> None:
        if self._cursor:
            self.post_message(self.Toggled(self, self._cursor))

    def action_move(self, step: int) -> None:
        if self._cursor in self._taken:
            self.post_message(self.Moved(self, self._cursor, step))

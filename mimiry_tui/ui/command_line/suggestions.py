"""What could be typed, above the prompt, or why what was typed is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message

from mimiry_tui.ui.command_line.command import Candidate
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.painted import Painted
from mimiry_tui.ui.widgets.part_line import fitted

MOST_LINES = 9
_GAP = 2
_WIDEST_NAME = 44
_LEAST_MEANING = 12


class Suggestions(Painted):
    """As many lines as there is something to say, the candidate that was taken lit up."""

    DEFAULT_CSS = """
    Suggestions { height: 0; width: 1fr; background: $surface; color: $tone-text; }
    """

    class Chosen(Message):
        """A candidate was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__()
        self._candidates: Sequence[Candidate] = ()
        self._lit: int | None = None
        self._error = ""
        self._most = MOST_LINES

    def show(self, candidates: Sequence[Candidate], *, lit: int | None = None, error: str = "") -> None:
        """These, one of them lit; with an error that is said instead."""
        self._candidates, self._lit, self._error = candidates, lit, error
        self._fit()

    def set_most(self, lines: int) -> None:
        """How many lines there is room for."""
        self._most = max(1, min(lines, MOST_LINES))
        self._fit()

    def _fit(self) -> None:
        height = 1 if self._error else min(self._most, len(self._candidates))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        self.repaint()

    @property
    def _first(self) -> int:
        """The number of the first candidate in sight."""
        room = min(self._most, len(self._candidates))
        return max(0, min((self._lit or 0) - room // 2, len(self._candidates) - room))

    def lines(self, width: int) -> list[Content]:
        if self._error:
            return [toned("✗ ", "bad", bold=True) + toned(fitted(self._error, width - 2), "bad")]
        first = self._first
        shown = list(enumerate(self._candidates))[first : first + self._most]
        if not shown:
            return []
        names = [self._name_of(one, width, lit=number == self._lit) for number, one in shown]
        widest = max(name.cell_length for name in names)
        key_width = max(Content(one.key).cell_length for _, one in shown)
        lines = [
            self._line(one, name, widest, key_width, width, lit=number == self._lit)
            for (number, one), name in zip(shown, names, strict=True)
        ]
        left = len(self._candidates) - first - len(shown)
        if left:
            more = toned(f"▾ {left:,} more", "dim")
            last = lines[-1].rstrip().truncate(max(0, width - more.cell_length - _GAP), ellipsis=True)
            lines[-1] = last.pad_right(width - more.cell_length - last.cell_length) + more
        return lines

    def _name_of(self, one: Candidate, width: int, *, lit: bool) -> Content:
        shown = fitted(one.text, min(_WIDEST_NAME, width - 2))
        name = toned(shown, "bright" if lit else "text", bold=lit)
        return name + toned(f" {one.value}", "accent") if one.value else name

    def _line(
        self, one: Candidate, name: Content, widest: int, key_width: int, width: int, *, lit: bool
    ) -> Content:
        line = toned("› " if lit else "  ", "accent", bold=True) + name
        line = line.pad_right(2 + widest + _GAP - line.cell_length)
        room = width - line.cell_length - (key_width + _GAP if key_width else 0)
        if room >= _LEAST_MEANING:
            meaning = (
                toned(fitted(one.meaning, room), "text" if lit else "dim") if one.meaning else Content("")
            )
            line += meaning.pad_right(room - meaning.cell_length)
            if key_width:
                line += Content(" " * (_GAP + key_width - Content(one.key).cell_length)) + toned(
                    one.key, "accent"
                )
        return line

    async def on_click(self, event: events.Click) -> None:
        number = self._first + event.y
        if not self._error and number < len(self._candidates):
            event.stop()
            self.post_message(self.Chosen(number))

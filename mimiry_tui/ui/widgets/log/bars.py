"""The two lines around a log: what is searched for above, where the reader is below."""

from __future__ import annotations

from textual.content import Content
from textual.message import Message

from mimiry_tui.ui.widgets.part_line import Part, PartLine

_CHIP = 14
"""Cells of the left side that are left in any case."""


class LogBar(PartLine):
    """A line with parts at its left and at its right; a click on one asks the log view for something."""

    DEFAULT_CSS = """
    LogBar { background: transparent; color: $tone-dim; }
    """

    class Asked(Message):
        """The reader clicked on a part; `action` is one of the log view's."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, *, id: str | None = None, right_first: bool = False) -> None:
        """`right_first`: where there is no room for both sides, the left one is cut."""
        super().__init__(id=id)
        self._right_first = right_first
        self._left: list[Part] = []
        self._right: list[Part] = []

    def show(self, left: list[Part], right: list[Part]) -> None:
        """Put these on the line; each part's action is one of the log view's."""
        before = [(part.content, part.action) for part in (*self._left, Part(Content("|")), *self._right)]
        after = [(part.content, part.action) for part in (*left, Part(Content("|")), *right)]
        if len(before) == len(after) and all(
            one[0].is_same(other[0]) and one[1] == other[1] for one, other in zip(before, after, strict=True)
        ):
            return
        self._left = left
        self._right = right
        self.repaint()

    def parts(self, width: int) -> list[Part]:
        right = list(self._right)
        left_width = sum(part.content.cell_length for part in self._left)
        if self._right_first:
            left_width = min(left_width, _CHIP)
        while right and left_width + sum(part.content.cell_length for part in right) + 2 > width:
            right.pop(0)
        used = sum(part.content.cell_length for part in right)
        left, room = [], width - used - (1 if right else 0)
        for part in self._left:
            if room <= 0:
                break
            content = part.content
            if content.cell_length > room:
                content = content.truncate(room, ellipsis=True)
            left.append(Part(content, part.action))
            room -= content.cell_length
        gap = width - used - sum(part.content.cell_length for part in left)
        asking = [Part(content, f"ask({action!r})" if action else None) for content, action in left]
        asking.append(Part(Content(" " * max(0, gap))))
        return asking + [Part(content, f"ask({action!r})" if action else None) for content, action in right]

    def action_ask(self, action: str) -> None:
        self.post_message(self.Asked(action))

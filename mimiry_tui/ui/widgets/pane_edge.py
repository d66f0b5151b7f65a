"""The upper and lower line of a pane's frame, drawn apart from what is between them.

A pane's facts change every second; a line of their own means that only that line is painted again.
Where everything is compact there is no lower line: what it says stands at the end of the upper one.
"""

from __future__ import annotations

from typing import Literal

from textual.content import Content

from mimiry_tui.ui.density import is_compact
from mimiry_tui.ui.widgets.part_line import Part, PartLine

_CORNERS = {"top": ("╭", "╮"), "bottom": ("╰", "╯")}
_OPEN = ("─", "─")
"""The ends of a line with nothing hanging from it."""
_GAP = Part(Content("   "))


class PaneEdge(PartLine):
    """A frame line with a text at its left and one at its right end."""

    DEFAULT_CSS = """
    PaneEdge { color: $tone-line; }
    """

    def __init__(self, side: Literal["top", "bottom"], *, id: str | None = None) -> None:
        super().__init__(id=id, classes=f"-{side}")
        self._side = side
        self._left: list[Part] = []
        self._right: list[Part] = []

    def show(self, left: list[Part] | None = None, right: list[Part] | None = None) -> None:
        """Put these texts on the line; None leaves that end as it is. Unchanged texts cost nothing."""
        new_left = self._left if left is None else left
        new_right = self._right if right is None else right
        if _same(new_left, self._left) and _same(new_right, self._right):
            return
        self._left, self._right = new_left, new_right
        self.face.repaint()

    @property
    def face(self) -> PaneEdge:
        """The line on which one sees what this one says."""
        return self._other() or self if self._side == "bottom" and self._is_compact else self

    @property
    def _is_compact(self) -> bool:
        return self.is_attached and is_compact(self.app)

    def _other(self) -> PaneEdge | None:
        """The other line of the same frame."""
        around = self.parent.children if self.parent is not None else ()
        return next((one for one in around if isinstance(one, PaneEdge) and one is not self), None)

    def parts(self, width: int) -> list[Part]:
        other = self._other() if self._is_compact else None
        first, last = _CORNERS[self._side] if other is None else _OPEN
        if width < 2:
            return [Part(Content(first))]
        room = max(0, width - 6)
        if other is None:
            right = _shortened(self._right, room)
        else:
            # The title has its place before all that is said of it.
            most = max(room // 2, room - _width(self._left) - 3)
            right = _shortened(_joined(other._left, other._right, self._right), most)
        room -= _width(right) + (3 if right else 0)
        left = self._left if room > 0 else []
        if left and _width(left) > room:
            whole = Content("").join(part.content for part in left)
            left = [Part(whole.truncate(room, ellipsis=True))]
        line = width - 2 - sum(_width(end) + (2 if end else 0) for end in (left, right)) - (1 if right else 0)
        space = Part(Content(" "))
        return [
            Part(Content(first)),
            *([space, *left, space] if left else []),
            Part(Content("─" * max(0, line))),
            *([space, *right, space, Part(Content("─"))] if right else []),
            Part(Content(last)),
        ]


def _joined(*groups: list[Part]) -> list[Part]:
    """All parts in one line, the groups apart."""
    told = [group for group in groups if _width(group)]
    return [part for number, group in enumerate(told) for part in ([_GAP] if number else []) + group]


def _shortened(parts: list[Part], room: int) -> list[Part]:
    """What fits of the parts: the first ones go first, the last one is cut when it is alone."""
    kept = list(parts)
    while len(kept) > 1 and _width(kept) > room:
        kept.pop(0)
        while kept and not kept[0].content.plain.strip(" ·"):
            kept.pop(0)
    return (
        [Part(part.content.truncate(room, ellipsis=True), part.action) for part in kept] if room > 0 else []
    )


def _width(parts: list[Part]) -> int:
    return sum(part.content.cell_length for part in parts)


def _same(one: list[Part], other: list[Part]) -> bool:
    return len(one) == len(other) and all(
        a.action == b.action and a.content.is_same(b.content) for a, b in zip(one, other, strict=True)
    )

"""The key line of the launch form: launching and leaving come first, whatever has the focus."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.ui.widgets.key_bar import KeyBar
from mimiry_tui.ui.widgets.part_line import Part

_FIRST = ("launch.launch", "launch.leave")
_SAID_ABOVE = "launch.review"
"""Stands at the end of the line above, where there is anything to review."""


class LaunchKeyBar(KeyBar):
    """What does not fit goes from the end."""

    _line = Content("")

    def repaint(self) -> None:
        """Draw the keys again where they read differently by now."""
        before, (self._line,) = self._line, self.lines(self.size.width)
        if not self._line.is_same(before):
            super().repaint()

    def parts(self, width: int) -> list[Part]:
        found = self._keys()
        keys = [found[name] for name in sorted(found, key=_place) if name != _SAID_ABOVE]
        line = [Part(Content(" "))]
        room = width - 2
        for key in keys:
            room -= key.content.cell_length
            if room < 0:
                break
            line += [key, Part(Content("   "))]
            room -= 3
        return line[:-1]


def _place(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)

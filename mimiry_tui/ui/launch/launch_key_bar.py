"""The key line of the launch form: launching comes first and leaving second, whatever has the focus."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.ui.widgets.key_bar import KeyBar
from mimiry_tui.ui.widgets.part_line import Part

_FIRST = "app.simulate_key('ctrl+l')"
_SECOND = "app.simulate_key('escape')"


class LaunchKeyBar(KeyBar):
    """What does not fit goes from the end."""

    def parts(self, width: int) -> list[Part]:
        order = {_FIRST: 0, _SECOND: 1}
        keys = sorted(self._keys(), key=lambda key: order.get(key.action or "", 2))
        line = [Part(Content(" "))]
        room = width - 2
        for key in keys:
            room -= key.content.cell_length
            if room < 0:
                break
            line += [key, Part(Content("   "))]
            room -= 3
        return line[:-1]

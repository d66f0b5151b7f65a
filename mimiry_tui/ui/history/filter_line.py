"""The line that says what the history is narrowed down to, and by which keys."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.ui.history.filters import HistoryFilter
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, PartLine, fitted

_ACTIONS = {
    "history.outcome": "screen.next_outcome",
    "history.gpu": "screen.only_gpu",
    "history.image": "screen.only_image",
    "history.days": "screen.next_days",
}
_LONGEST = 24


class FilterLine(PartLine):
    """One part for each way to narrow it down; a click does what its key does."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._filter = HistoryFilter()

    def show(self, chosen: HistoryFilter) -> None:
        """Say this from now on."""
        self._filter = chosen
        self.repaint()

    def parts(self, width: int) -> list[Part]:
        parts = []
        for name, words, narrows in self._filter.words():
            key = toned(key_of(self, name), "accent", bold=True)
            told = toned(f" {fitted(words, _LONGEST)}", "bright" if narrows else "dim", bold=narrows)
            parts.append(Part(key + told, _ACTIONS[name]))
        text = self._filter.text.strip()
        if text:
            parts.append(Part(toned(f"/{fitted(text, _LONGEST)}", "accent"), "screen.filter"))
        line: list[Part] = []
        room = width
        for part in parts:
            gap = 3 if line else 0
            if part.content.cell_length + gap > room:
                if room > gap + 1:
                    line += [Part(Content(" " * gap)), Part(toned("…", "dim"))]
                break
            line += [Part(Content(" " * gap)), part] if gap else [part]
            room -= part.content.cell_length + gap
        return line

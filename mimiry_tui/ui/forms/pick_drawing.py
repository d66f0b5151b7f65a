"""How a list in a form is drawn: as one line while it is closed, else as a window of its lines."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.ui.forms.picks import Pick
from mimiry_tui.ui.launch.block import Block, Row
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, fitted

MOST = 6
"""Lines at a time; the rest comes with the cursor."""
ONE, OTHER = "◉ ", "○ "
TAKEN, LEFT = "■ ", "□ "


class PickDrawing(Block):
    """What is chosen, what there is to choose from, where the cursor is. Subclasses change it."""

    DEFAULT_CSS = """
    PickDrawing { background: transparent; color: $tone-text; }
    """

    def __init__(self, *, several: bool, always_open: bool, none: str, words: str) -> None:
        super().__init__()
        self._several = several
        self._stays = several or always_open
        self._none = none
        self._said = toned(f"   {words}", "dim") if words else Content("")
        self._picks: tuple[Pick, ...] = ()
        self._found: tuple[Pick, ...] = ()
        self._value = ""
        self._words = Content("")
        self._hides_words = False
        self._filter = ""
        self._open = self._stays
        self._at = 0

    @property
    def hides_words(self) -> bool:
        """Whether there is no room behind it for what it is."""
        return self._hides_words

    @property
    def has_words(self) -> bool:
        """Whether what it is stands behind it."""
        return not self._stays

    @property
    def taken(self) -> tuple[str, ...]:
        """The values that are chosen."""
        return tuple(self._value.split("\n")) if self._value else ()

    def rows(self, width: int) -> list[Row]:
        if not self._open:
            return [[Part(self._closed_line(width), "open")]]
        rows: list[Row] = []
        if self._filter:
            rows.append(
                [Part(toned("filter ", "dim") + toned(self._filter, "bright") + toned("▏", "accent"))]
            )
        if not self._found:
            empty = toned("nothing like that", "dim") if self._picks else self._words
            # Why there is nothing to choose from is worth its lines.
            words = (empty or toned(self._none, "dim")).wrap(max(8, width))
            return [*rows, *([Part(line)] for line in words)]
        first = self._first
        for index, pick in enumerate(self._found[first : first + MOST], start=first):
            rows.append([Part(self._line(pick, index == self._at, width), f"pick({index})")])
        if len(self._found) > MOST:
            rows.append([Part(toned(f"{self._at + 1} of {len(self._found)}", "dim"))])
        return rows

    @property
    def _first(self) -> int:
        return max(0, min(self._at - MOST // 2, len(self._found) - MOST))

    def _closed_line(self, width: int) -> Content:
        chosen = next((one for one in self._picks if one.value == self._value), None)
        if chosen is not None:
            line = chosen.line
        elif self._value:
            line = toned(fitted(self._value, 60), "bright")
        else:
            line = toned(self._none, "dim") if self._picks or not self._words else self._words
        line = line.truncate(max(1, width - 2), ellipsis=True)
        arrow = toned(" ▾", "accent" if self.has_focus else "dim")
        self._hides_words = line.cell_length + 2 + self._said.cell_length > width
        line += arrow if self._hides_words else arrow + self._said
        return self._lit(line, width) if self.has_focus else line

    def _line(self, pick: Pick, is_here: bool, width: int) -> Content:
        is_taken = pick.value in self.taken
        on, off = (TAKEN, LEFT) if self._several else (ONE, OTHER)
        sign = toned(on, "accent") if is_taken else toned(off, "faint" if pick.disabled else "dim")
        line = (sign + (pick.narrow if self._is_narrow(width) else pick.line)).truncate(
            max(1, width), ellipsis=True
        )
        return self._lit(line, width) if is_here and self.has_focus else line

    def _is_narrow(self, width: int) -> bool:
        """Whether columns have to be left out: words are worth being read in part, figures are not."""
        is_table = self._stays and not self._several
        return is_table and any(pick.line.cell_length + 2 > width for pick in self._picks)

    def _lit(self, line: Content, width: int) -> Content:
        line = line.pad_right(max(0, width - line.cell_length))
        return line.stylize("reverse" if self.app.no_color else "on $row-cursor")

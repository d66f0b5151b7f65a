"""The way through the set-up: its four parts, how far one is, and what was chosen on it."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content

from mimiry_tui.ui.glyphs import MOVING
from mimiry_tui.ui.setup.notes import Place
from mimiry_tui.ui.setup.words import AHEAD, DONE
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.painted import Painted

_NAMES = {
    Place.KEY: "key",
    Place.SERVICE: "service",
    Place.REGISTER: "register",
    Place.DONE: "sign in",
}
_GAP = 2


class _Look(NamedTuple):
    sign: str
    sign_tone: Tone
    name_tone: Tone
    bar: str
    bar_tone: Tone


_PAST = _Look(DONE, "good", "text", "━", "good")
_NOW = _Look(MOVING, "warn", "bright", "━", "accent")
_AHEAD = _Look(AHEAD, "faint", "dim", "╌", "faint")


class Rail(Painted):
    """Three lines: what a part is called, how far it is, and what came of it."""

    DEFAULT_CSS = """
    Rail { height: 3; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__(id="setup-rail")
        self._at = Place.KEY
        self._facts: dict[Place, str] = {}
        self._all_done = False

    def show(self, at: Place, facts: dict[Place, str], *, all_done: bool = False) -> None:
        """Be at that part, with these facts below the parts."""
        if (at, facts, all_done) != (self._at, self._facts, self._all_done):
            self._at, self._facts, self._all_done = at, dict(facts), all_done
            self.repaint()

    def lines(self, width: int) -> list[Content]:
        room = max(4, (width - _GAP * 3) // 4)
        parts = [self._part(place, room) for place in Place]
        gap = Content(" " * _GAP)
        return [gap.join(line) for line in zip(*parts, strict=True)]

    def _part(self, place: Place, room: int) -> tuple[Content, Content, Content]:
        look = _PAST if self._all_done or place < self._at else _NOW if place == self._at else _AHEAD
        name = toned(f"{look.sign} ", look.sign_tone)
        name += toned(_NAMES[place], look.name_tone, bold=look is _NOW)
        fact = toned(self._facts.get(place, ""), "dim")
        return _cell(name, room), toned(look.bar * room, look.bar_tone), _cell(fact, room)


def _cell(content: Content, room: int) -> Content:
    shown = content.truncate(room, ellipsis=True) if content.cell_length > room else content
    return shown.pad_right(room - shown.cell_length)

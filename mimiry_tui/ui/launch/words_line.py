"""Words beside or below a field: as many lines as they take, none while there is nothing to say."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.ui.launch.asking import Asked
from mimiry_tui.ui.launch.block import Block, Row, wrapped
from mimiry_tui.ui.widgets.part_line import Part, PartLine

_MOST_LINES = 4
"""A refusal can be long; what is cut off here stands in the form's own message too."""


class Note(Block):
    """What is wrong with a field, or good to know of it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = Content("")
        self.display = False

    def say(self, words: Content) -> None:
        """Show these words; none give the line away."""
        if words.is_same(self._words):
            return
        self._words = words
        self.display = bool(words)
        self.renew()

    def rows(self, width: int) -> list[Row]:
        if not self._words:
            return []
        lines = wrapped(self._words, width)
        if len(lines) > _MOST_LINES:
            rest = Content(" ").join(lines[_MOST_LINES - 1 :])
            lines = [*lines[: _MOST_LINES - 1], rest.truncate(max(1, width), ellipsis=True)]
        return [[Part(line)] for line in lines]


class Words(PartLine):
    """One line of words; those for which there is no room are left out from the end.

    A click on a part that asks for something is told as `Asked`.
    """

    DEFAULT_CSS = """
    Words { color: $tone-text; }
    """

    def __init__(self, words: Content | None = None, *, id: str | None = None, classes: str = "") -> None:
        super().__init__(id=id, classes=classes or None)
        self._parts: list[Part] = [] if words is None else [Part(words)]

    def say(self, *parts: Part) -> None:
        """Show these parts in order, the first one cut where even that is too long."""
        if [(part.content.markup, part.action) for part in parts] != [
            (part.content.markup, part.action) for part in self._parts
        ]:
            self._parts = list(parts)
            self.repaint()

    def action_ask(self, what: str) -> None:
        self.post_message(Asked(what))

    def parts(self, width: int) -> list[Part]:
        kept = list(self._parts)
        while len(kept) > 1 and sum(part.content.cell_length for part in kept) > width:
            kept.pop()
        return kept

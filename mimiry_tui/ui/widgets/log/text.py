"""One line of a log, ready to be laid out: its text as shown, its styles, its rows when wrapped."""

from __future__ import annotations

from functools import cached_property

from rich.cells import cell_len, get_character_cell_size

from mimiry_tui.domain.logs.ansi_text import PLAIN, Run, parse
from mimiry_tui.live.logs.spool_format import Kind, Record

LINE_KINDS = (Kind.LINE, Kind.SEEN)
"""The kinds of records that a program wrote; the others are drawn as rules."""


class LogText:
    """What a record says."""

    def __init__(self, number: int, record: Record) -> None:
        self.number = number
        self.record = record
        self.is_rule = record.kind not in LINE_KINDS
        self.runs: list[Run] = parse(record.text)
        self.text = "".join(piece for piece, _ in self.runs)

    @property
    def styles(self) -> list[Run]:
        """The pieces by style; one empty piece for an empty line."""
        return self.runs or [("", PLAIN)]

    @cached_property
    def cells(self) -> int:
        """How wide it is."""
        return cell_len(self.text)

    def rows(self, width: int) -> list[int]:
        """Where each of its rows begins in the text, when it is wrapped at that many cells."""
        width = max(2, width)
        if self.is_rule or self.cells <= width:
            return [0]
        if self.cells == len(self.text):
            return list(range(0, len(self.text), width))
        starts, room = [0], width
        for place, char in enumerate(self.text):
            size = get_character_cell_size(char)
            if size > room:
                starts.append(place)
                room = width
            room -= size
        return starts

    def place_at(self, start: int, cells: int) -> int:
        """The character so many cells to the right of the one at `start`; the text's end beyond it."""
        if self.cells == len(self.text):
            return min(len(self.text), start + max(0, cells))
        for place in range(start, len(self.text)):
            size = get_character_cell_size(self.text[place])
            if cells < size:
                return place
            cells -= size
        return len(self.text)

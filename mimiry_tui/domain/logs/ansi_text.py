"""What a program's coloured output says: text and its styles, with everything else made harmless.

A log line comes as the program wrote it. Kept are the colours and weights it asks for (SGR); a carriage
return, a backspace and "erase to the end of the line" do what a terminal would have done by the end of
the line, so that a progress bar shows its last state; tabs become spaces. Every other escape sequence
or control character is shown as a visible mark by the rules of `safe_text`, never obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from mimiry_tui.domain.safe_text import safe_text

Colour: TypeAlias = int | tuple[int, int, int]
"""One of the 256 numbered colours, or red, green and blue, each 0 to 255."""

TAB = 8
"""Columns between two tab stops."""
LONGEST = 20_000
"""Characters of one line that are looked at; what is beyond is cut and said so by `…`."""

_ESCAPE = re.compile(r"\x1b\[([0-9;:]*)m|\x1b\[([012]?)K|[\r\b\t]")
_NEEDS_A_TERMINAL = re.compile(r"[\r\b]|\x1b\[[012]?K")


class AnsiStyle(NamedTuple):
    """How a piece of text was asked to look; None is the reader's own colour."""

    foreground: Colour | None = None
    background: Colour | None = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    reverse: bool = False
    strike: bool = False


PLAIN = AnsiStyle()

Run: TypeAlias = tuple[str, AnsiStyle]
"""A harmless piece of text, and its style."""


def parse(text: str) -> list[Run]:
    """The line in pieces of one style each, ready to be shown. Never raises."""
    if len(text) > LONGEST:
        text = text[:LONGEST] + "…"
    if text.isascii() and text.isprintable():
        return [(text, PLAIN)] if text else []
    pieces = _overwritten(text) if _NEEDS_A_TERMINAL.search(text) else _styled(text)
    return [(shown, style) for piece, style in _tabs_spread(pieces) if (shown := _harmless(piece))]


def shown(text: str) -> str:
    """All of a line's text as it is shown, without its styles."""
    return "".join(piece for piece, _ in parse(text))


def sgr(style: AnsiStyle, codes: str) -> AnsiStyle:
    """The style after an SGR sequence with these numbers; what can't be understood changes nothing."""
    numbers = _numbers(codes)
    for number in numbers:
        if number in (38, 48):
            colour = _extended(numbers)
            if colour is not None:
                style = (
                    style._replace(foreground=colour) if number == 38 else style._replace(background=colour)
                )
        else:
            style = _changed(style, number)
    return style


def _numbers(codes: str) -> Iterator[int]:
    """The numbers one by one. Colons may part the numbers of one colour; some leave a place for its space."""
    for group in codes.split(";"):
        parts = group.split(":")
        if len(parts) == 6 and parts[0] in ("38", "48"):
            del parts[2]
        # Underline styles come as 4:3; only whether there is one is of interest.
        if parts[0] == "4" and len(parts) > 1:
            parts = ["24" if parts[1] == "0" else "4"]
        for part in parts:
            yield min(int(part), 999) if part and len(part) < 5 else 0 if not part else 999


def _extended(numbers: Iterator[int]) -> Colour | None:
    kind = next(numbers, None)
    if kind == 5:
        index = next(numbers, 999)
        return index if index < 256 else None
    if kind == 2:
        red, green, blue = (next(numbers, 999) for _ in range(3))
        return (red, green, blue) if max(red, green, blue) < 256 else None
    return None


_SWITCHES: dict[int, dict[str, bool]] = {
    1: {"bold": True},
    2: {"dim": True},
    3: {"italic": True},
    4: {"underline": True},
    7: {"reverse": True},
    9: {"strike": True},
    21: {"underline": True},
    22: {"bold": False, "dim": False},
    23: {"italic": False},
    24: {"underline": False},
    27: {"reverse": False},
    29: {"strike": False},
}


def _changed(style: AnsiStyle, number: int) -> AnsiStyle:
    if number == 0:
        return PLAIN
    if number in _SWITCHES:
        return style._replace(**_SWITCHES[number])
    if 30 <= number <= 37:
        return style._replace(foreground=number - 30)
    if 90 <= number <= 97:
        return style._replace(foreground=number - 82)
    if 40 <= number <= 47:
        return style._replace(background=number - 40)
    if 100 <= number <= 107:
        return style._replace(background=number - 92)
    if number == 39:
        return style._replace(foreground=None)
    if number == 49:
        return style._replace(background=None)
    return style


def _styled(text: str) -> Iterator[Run]:
    """A line in which nothing is written twice."""
    style, start = PLAIN, 0
    for found in _ESCAPE.finditer(text):
        if found[1] is None:
            continue  # a tab; it is part of the text
        if found.start() > start:
            yield text[start : found.start()], style
        style, start = sgr(style, found[1]), found.end()
    if start < len(text):
        yield text[start:], style


def _overwritten(text: str) -> Iterator[Run]:
    """A line in which later text stands over earlier text, as a terminal shows it at the end."""
    cells: list[tuple[str, AnsiStyle]] = []
    column, style, start = 0, PLAIN, 0

    def write(piece: str) -> None:
        nonlocal column
        if not piece:
            return
        if column > len(cells):
            cells.extend([(" ", PLAIN)] * (column - len(cells)))
        cells[column : column + len(piece)] = [(char, style) for char in piece]
        column += len(piece)

    for found in _ESCAPE.finditer(text):
        write(text[start : found.start()])
        start = found.end()
        sign = found[0]
        if sign == "\r":
            column = 0
        elif sign == "\b":
            column = max(0, column - 1)
        elif sign == "\t":
            column += TAB - column % TAB
        elif found[1] is not None:
            style = sgr(style, found[1])
        else:
            _erase(cells, column, found[2] or "0")
    write(text[start:])
    yield from _joined(cells)


def _erase(cells: list[tuple[str, AnsiStyle]], column: int, what: str) -> None:
    if what == "1":
        cells[: column + 1] = [(" ", PLAIN)] * len(cells[: column + 1])
    else:
        del cells[0 if what == "2" else column :]


def _joined(cells: list[tuple[str, AnsiStyle]]) -> Iterator[Run]:
    start = 0
    for place in range(1, len(cells) + 1):
        if place == len(cells) or cells[place][1] != cells[start][1]:
            yield "".join(char for char, _ in cells[start:place]), cells[start][1]
            start = place


def _tabs_spread(pieces: Iterator[Run]) -> Iterator[Run]:
    column = 0
    for piece, style in pieces:
        if "\t" in piece:
            out = []
            for char in piece:
                out.append(" " * (TAB - column % TAB) if char == "\t" else char)
                column += len(out[-1])
            piece = "".join(out)
        else:
            column += len(piece)
        yield piece, style


def _harmless(piece: str) -> str:
    # Marks are longer than what they stand for, eight characters at the most; nothing is cut here.
    return safe_text(piece, limit=max(1, len(piece) * 8))

"""TOML text as data, and where in it each key stands, which the standard reader does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.safe_text import safe_text

Path = tuple[str, ...]
"""The keys that lead to a table or value, from the outermost."""

DEEPEST = 8
_MOST_WORK = 150_000
"""Characters that may be looked at, also repeatedly, to find lines; a long array costs its square."""

_MOST_LEVELS = 60
_NO_NUMBER = Decimal("NaN")
"""Always the same one, so that documents that hold it can be compared."""

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class TomlError(ValueError):
    """Not TOML."""

    def __init__(self, words: str, line: int | None) -> None:
        super().__init__(words)
        self.words = words
        self.line = line


@dataclass(frozen=True, slots=True)
class Statement:
    """One header, or one key with its value."""

    first: int
    """Its line, from 1."""
    last: int
    table: Path
    """The one it opens, or is in."""
    is_header: bool
    paths: tuple[Path, ...]
    """What it gives a value: the whole path first, then those inside an inline table."""


def parse_toml(text: str) -> dict[str, Any]:
    """What a TOML document says, its fractions as exact decimals. Raises TomlError and nothing else."""
    try:
        data = tomllib.loads(text, parse_float=_fraction)
    except tomllib.TOMLDecodeError as error:
        raise _placed(str(error), text) from None
    except RecursionError:
        raise TomlError("nested too deeply", None) from None
    except ValueError:  # a number with thousands of digits
        raise TomlError("a number is too long", None) from None
    if _is_too_deep(data):
        raise TomlError("nested too deeply", None)
    return data


def statements(text: str) -> Iterator[Statement]:
    """Those of a valid document in their order; ends early where finding them would take too long.

    A statement ends at the first line where it reads as one: half an array or half a text never does.
    """
    table: Path = ()
    chunk, first, work = "", 0, 0
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not chunk and (not line.strip() or line.lstrip().startswith("#")):
            continue
        first = first if chunk else number
        chunk = f"{chunk}\n{line}" if chunk else line
        work += len(chunk) + 20
        if work > _MOST_WORK:
            return
        try:
            data = parse_toml(chunk)
        except TomlError:
            continue
        is_header = chunk.lstrip().startswith("[")
        paths = tuple(_paths(data, () if is_header else table))
        if is_header:
            table = max(paths, key=len, default=())
        yield Statement(first, number, table, is_header, paths)
        chunk = ""


def lines_of(text: str) -> dict[Path, int]:
    """Where each path of a valid document first stands; not all, where that would take too long."""
    lines: dict[Path, int] = {}
    for statement in statements(text):
        for path in statement.paths:
            for depth in range(1, len(path) + 1):
                lines.setdefault(path[:depth], statement.first)
    return lines


def _paths(data: Any, before: Path) -> Iterator[Path]:
    """The ways to everything in there, the outermost first, as far as anybody looks."""
    level = [(before, data)]
    while level and len(level[0][0]) < DEEPEST:
        inner = []
        for path, value in level:
            held = value[0] if isinstance(value, list) and value else value
            if isinstance(held, dict):
                inner += [((*path, key), entry) for key, entry in held.items()]
        yield from (path for path, _ in inner)
        level = inner


def _is_too_deep(data: dict[str, Any]) -> bool:
    """Whether comparing or copying it could exhaust the stack: dotted keys can nest without end."""
    level: list[Any] = [data]
    for _ in range(_MOST_LEVELS):
        held = (value.values() if isinstance(value, dict) else value for value in level)
        level = [inner for values in held for inner in values if isinstance(inner, dict | list)]
    return bool(level)


def _fraction(text: str) -> Decimal:
    try:
        fraction = Decimal(text)
    except InvalidOperation:  # an exponent beyond all measure
        return _NO_NUMBER
    return _NO_NUMBER if fraction.is_nan() else fraction


def _placed(message: str, text: str) -> TomlError:
    found = _PLACE.search(message)
    words = safe_text(message[: found.start()] if found else message)
    if found is None:
        return TomlError(words, None)
    if found[1] is None:
        return TomlError(f"{words} at the end", text.rstrip("\n").count("\n") + 1)
    return TomlError(f"{words} at column {found[2]}", int(found[1]))

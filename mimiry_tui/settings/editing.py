"""Changing one setting in TOML text: every other line stays as its writer left it.

Each edit is made line by line and then proved: read again, the text must say what it said before and
the one change, else SettingsError.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.settings.toml_text import Path, Statement, TomlError, parse_toml, statements

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_DEFAULT = re.compile(r"#[A-Za-z0-9_-]+\s*=\s*(.*)")
"""How the default file has an option that is not set: uncommented it is one."""


def with_setting(text: str, path: Path, literal: str, default: str | None = None) -> str:
    """The text with a value, given as TOML, at that path.

    It stands where one stood, or where the default stood as a comment, or else behind what is already
    in its table.
    """
    wanted = deepcopy(parse_toml(text))
    inner = wanted
    for key in path[:-1]:
        inner = inner.setdefault(key, {})
        if not isinstance(inner, dict):
            raise SettingsError(f"{key} is no table in the file")
    inner[path[-1]] = parse_toml(f"value = {literal}")["value"]
    return _proved(_set(text, path, literal, default), wanted)


def without_setting(text: str, path: Path, default: str | None = None) -> str:
    """The text without what that path leads to; a default, given as TOML, stays there as a comment."""
    wanted = _less(parse_toml(text), path)
    return text if wanted is None else _proved(_unset(text, path, default), wanted, _pruned(wanted, path))


def with_table(text: str, path: Path) -> str:
    """The text with a table of that path, a new one at its end."""
    wanted = deepcopy(parse_toml(text))
    inner = wanted
    for key in path:
        if key not in inner:
            inner[key] = {}
        inner = inner[key]
        if not isinstance(inner, dict):
            raise SettingsError(f"{key} is no table in the file")
    return _proved([text, _with_header(text, path)], wanted)


def without_table(text: str, path: Path) -> str:
    """The text without that table and those in it. Comments before its header and behind its end stay."""
    wanted = _less(parse_toml(text), path)
    if wanted is None:
        return text
    lines = text.split("\n")
    found = list(statements(text))
    for position, statement in reversed(list(enumerate(found))):
        if statement.is_header and statement.table[: len(path)] == path:
            last = _section_end(found, position)
            del lines[statement.first - 1 : last]
            _close_gap(lines, statement.first - 1)
    return _proved(["\n".join(lines)], wanted, _pruned(wanted, path))


def has(text: str, path: Path) -> bool:
    """Whether there is anything at that path. Raises TomlError."""
    return _less(parse_toml(text), path) is not None


def _set(text: str, path: Path, literal: str, default: str | None) -> Iterator[str | None]:
    """Ways to do it, the best first; not all of them come to a valid text."""
    lines, found = text.split("\n"), list(statements(text))
    key = _key(path[-1])
    for statement in found:
        if path in statement.paths and not statement.is_header:
            yield _with_chunk(lines, statement, path, literal)
            return
    header = _position(found, path[:-1])
    if header is not None or len(path) == 1:
        line = f"{key} = {literal}"
        after = _section_end(found, header)
        for index in _commented_lines(lines, found, header, path[-1]):
            left = _DEFAULT.fullmatch(lines[index])
            if default is not None and left is not None and left[1].startswith(default):
                behind = left[1].removeprefix(default)
                if not behind.strip() or behind.lstrip().startswith("#"):
                    yield "\n".join([*lines[:index], line + behind, *lines[index + 1 :]])
            after = max(after, index + 1)
        at_top = [line, ""] if after == 0 else [line]
        yield "\n".join([*lines[:after], *at_top, *lines[after:]])
        return
    for statement in found:
        if any(inner[: len(path) - 1] == path[:-1] for inner in statement.paths) and not statement.is_header:
            dotted = ".".join(map(_key, path[len(statement.table) :]))
            yield "\n".join([*lines[: statement.last], f"{dotted} = {literal}", *lines[statement.last :]])
            yield _with_chunk(lines, statement, path, literal)
    yield f"{_with_header(text, path[:-1])}{key} = {literal}\n"


def _unset(text: str, path: Path, default: str | None) -> Iterator[str | None]:
    lines, found = text.split("\n"), list(statements(text))
    for statement in found:
        if path not in statement.paths or statement.is_header:
            continue
        before, behind = lines[: statement.first - 1], lines[statement.last :]
        if statement.paths[-1] == path:  # nothing else in it
            if default is not None and statement.table == path[:-1]:
                left = (_with_chunk(lines, statement, path, default) or "").split("\n")
                changed = left[statement.first - 1 : len(left) - len(behind)]
                if len(changed) == 1:
                    yield "\n".join([*before, f"#{changed[0].lstrip()}", *behind])
            yield "\n".join([*before, *behind])
        yield _with_chunk(lines, statement, path, None)


def _with_chunk(lines: list[str], statement: Statement, path: Path, literal: str | None) -> str | None:
    """The lines with one statement changed: another value for that path, or none."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document: Any = tomlkit.parse("\n".join(lines[statement.first - 1 : statement.last]))
        inner = document
        for key in path[len(statement.table) : -1]:
            inner = inner[key]
        if literal is None:
            del inner[path[-1]]
        else:
            inner[path[-1]] = tomlkit.value(literal)
        chunk = tomlkit.dumps(document)
    except (TOMLKitError, KeyError, TypeError):
        return None
    return "\n".join([*lines[: statement.first - 1], chunk, *lines[statement.last :]])


def _commented_lines(lines: list[str], found: list[Statement], header: int | None, key: str) -> Iterator[int]:
    """The indices of comments that would set a key, in the section of a header."""
    taken = {number for each in found for number in range(each.first, each.last + 1)}
    start = 0 if header is None else found[header].last
    following = [each.first for each in found if each.is_header and each.first > start]
    for number in range(start + 1, min(following, default=len(lines) + 1)):
        line = lines[number - 1]
        if number not in taken and line.startswith("#["):
            return
        if number not in taken and re.match(rf"#{re.escape(key)}\s*=", line):
            yield number - 1


def _position(found: list[Statement], table: Path) -> int | None:
    """Where the header of a table is among the statements."""
    if not table:
        return None
    for position, statement in enumerate(found):
        if statement.is_header and statement.table == table:
            return position
    return None


def _section_end(found: list[Statement], header: int | None) -> int:
    """The last line that is used by the table of a header; for None of what stands before all of them."""
    last = 0 if header is None else found[header].last
    for statement in found[0 if header is None else header + 1 :]:
        if statement.is_header:
            break
        last = statement.last
    return last


def _with_header(text: str, table: Path) -> str:
    """The text with a header put behind it, ready for what is in its table."""
    gap = "" if not text.strip() else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}[{'.'.join(map(_key, table))}]\n"


def _close_gap(lines: list[str], index: int) -> None:
    """Leave one empty line of those before and at a place from which lines were taken."""
    while 0 < index < len(lines) and not lines[index].strip() and not lines[index - 1].strip():
        if index == len(lines) - 1:
            del lines[index - 1]
            index -= 1
        else:
            del lines[index]


def _less(data: dict[str, Any], path: Path) -> dict[str, Any] | None:
    """The same without that path; None where it leads to nothing."""
    wanted = deepcopy(data)
    inner: Any = wanted
    for key in path[:-1]:
        inner = inner.get(key) if isinstance(inner, dict) else None
    if not isinstance(inner, dict) or path[-1] not in inner:
        return None
    del inner[path[-1]]
    return wanted


def _pruned(data: dict[str, Any], path: Path) -> dict[str, Any]:
    """The same without the tables on the way to that path that have nothing in them."""
    pruned = data
    for depth in range(len(path) - 1, 0, -1):
        inner: Any = pruned
        for key in path[:depth]:
            inner = inner[key]
        if inner:
            break
        pruned = _less(pruned, path[:depth]) or {}
    return pruned


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else '"{}"'.format(name.replace("\\", "\\\\").replace('"', '\\"'))


def _proved(texts: Iterable[str | None], *wanted: dict[str, Any]) -> str:
    """The first of them that says one of these."""
    for text in texts:
        if text is None:
            continue
        try:
            said = parse_toml(text)
        except TomlError:
            continue
        if said in wanted:
            return text
    raise SettingsError("the file is written in a way that only an editor can change")

"""The text of `templates.toml`: what it says, and the same text with one thing changed.

People write in that file too: their comments, their order and what this version does not know stay.
Nothing here touches the disk.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.exceptions import ParseError, TOMLKitError
from tomlkit.items import AoT, Comment, Item, Key, Table, Whitespace
from tomlkit.toml_document import TOMLDocument

from mimiry_tui.domain.frozen import dataclass

TEMPLATES = "template"
DEFAULT = "default"
NAME = "title"
"""What a template's own name is called: `name` is that of the session."""
HEAD = "Templates of launches. What you write here by hand stays, comments too."

_HEADER = re.compile(r"\s*\[")
_ENTRY = re.compile(rf"\s*\[\[\s*{TEMPLATES}\s*\]\]")
_INNER = re.compile(rf"\s*\[{{1,2}}\s*{TEMPLATES}\s*\.")
_GONE = "there is no template of that name any more"

Fields = Mapping[str, object]
"""What `draft_fields.to_fields` makes: texts, flags, lists and tables of them."""


class NoChange(ValueError):
    """The text cannot be read, or not be changed like that; the message says why, without quoting it."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the file says."""

    templates: Mapping[str, Fields]
    """By name, in the order of the file. Of two with one name the first counts."""
    default: str
    """The name of one of them, or ""."""


def read(text: str) -> Shelf:
    """Raises NoChange for what is no TOML, and for nothing else: odd entries are passed over."""
    document = _parsed(text)
    templates: dict[str, Fields] = {}
    for table in _tables(document):
        plain = table.unwrap()
        name = plain.pop(NAME, None)
        if isinstance(name, str) and name:
            templates.setdefault(name, plain)
    default = document.unwrap().get(DEFAULT)
    return Shelf(templates, default if isinstance(default, str) and default in templates else "")


def put(text: str, name: str, fields: Fields) -> str:
    """With these fields under that name: in place of those it had, else at the end."""
    wanted = {key: _clean(value) for key, value in fields.items() if key != NAME}
    document = _parsed(text)
    table = _find(document, name)
    if table is not None:
        _update(table, wanted)
        changed = tomlkit.dumps(document)
        if _says(changed, name, wanted):
            return changed
        changed = remove(text, name)  # it was written in a way that cannot be changed piece by piece
    else:
        changed = text
    changed = _appended(changed, name, wanted)
    if not _says(changed, name, wanted):
        raise NoChange("templates.toml is written in a way that nothing can be added to")
    return changed


def remove(text: str, name: str) -> str:
    """Without the one of that name; if it was the default, there is none any more."""
    document = _parsed(text)
    while (position := _position(document, name)) is not None:
        left = _without_lines(text, document, position)
        if left is None:
            entries = document[TEMPLATES]
            del entries[position]
            left = tomlkit.dumps(document)
        text, document = left, _parsed(left)
    return choose(text, "") if document.get(DEFAULT) == name else text


def rename(text: str, old: str, new: str) -> str:
    """With another name for one of them; it stays the default if it was."""
    document = _parsed(text)
    table = _find(document, old)
    if table is None:
        raise NoChange(_GONE)
    if new != old and _find(document, new) is not None:
        raise NoChange("there is a template of that name already")
    table[NAME] = new
    if document.get(DEFAULT) == old:
        document[DEFAULT] = new
    return tomlkit.dumps(document)


def choose(text: str, name: str) -> str:
    """With that one as the default; "" for none."""
    document = _parsed(text)
    if name:
        if _find(document, name) is None:
            raise NoChange(_GONE)
        if DEFAULT in document:
            document[DEFAULT] = name
            return tomlkit.dumps(document)
        return _with_first_key(text, f"{DEFAULT} = {tomlkit.item(name).as_string()}\n")
    if DEFAULT in document:
        del document[DEFAULT]
    return _ended(tomlkit.dumps(document))


# How it is written


def _parsed(text: str) -> TOMLDocument:
    try:
        return tomlkit.parse(text)
    except ParseError as error:
        raise NoChange(f"line {error.line} of templates.toml is not valid TOML") from None
    except TOMLKitError:
        raise NoChange("templates.toml is not valid TOML") from None


def _tables(document: TOMLDocument) -> list[Table]:
    """The entries, as far as they are tables."""
    entries = _entries(document)
    return [] if entries is None else [entry for entry in entries.body if isinstance(entry, Table)]


def _entries(document: TOMLDocument) -> AoT | None:
    entries = document.get(TEMPLATES)
    return entries if isinstance(entries, AoT) else None


def _find(document: TOMLDocument, name: str) -> Table | None:
    return next((table for table in _tables(document) if table.get(NAME) == name), None)


def _position(document: TOMLDocument, name: str) -> int | None:
    tables = _tables(document)
    return next((number for number, table in enumerate(tables) if table.get(NAME) == name), None)


def _update(table: Table, wanted: Fields) -> None:
    """Touch only what differs: comments beside the rest stay."""
    now, tail = table.unwrap(), _tail(table)
    del table.value.body[len(table.value.body) - len(tail) :]
    for key in now:
        if key != NAME and key not in wanted:
            table.remove(key)
    for key, value in wanted.items():
        if key not in now or now[key] != value:
            table[key] = _item(value)
    table.value.body.extend(tail)


def _appended(text: str, name: str, wanted: Fields) -> str:
    table = tomlkit.table()
    table[NAME] = name
    for key, value in wanted.items():
        table[key] = _item(value)
    entry = tomlkit.document()
    entries = tomlkit.aot()
    entries.append(table)
    entry[TEMPLATES] = entries
    before = text.rstrip("\n")
    head = f"{before}\n\n" if before else f"# {HEAD}\n\n"
    return head + tomlkit.dumps(entry).strip("\n") + "\n"


def _ended(text: str) -> str:
    """With one line end after the last line."""
    return text.rstrip("\n") + "\n" if text.strip("\n") else ""


def _with_first_key(text: str, line: str) -> str:
    """That line before the first table, where keys of the whole file stand, after the head's comments."""
    lines = text.splitlines(keepends=True)
    position = 0
    while position < len(lines) and lines[position].startswith("#"):
        position += 1
    if position and position < len(lines) and lines[position].strip():
        position = 0  # that comment belongs to what follows it
    gap = "\n" if position < len(lines) and lines[position].strip() else ""
    space = "\n" if position else ""
    return "".join([*lines[:position], space, line, gap, *lines[position:]])


def _says(text: str, name: str, wanted: Fields) -> bool:
    try:
        return read(text).templates.get(name) == wanted
    except NoChange:
        return False


def _without_lines(text: str, document: TOMLDocument, position: int) -> str | None:
    """Without the lines of that entry and the comment right above it; None where they cannot be told.

    The library counts a comment to the entry above it, people to the one below.
    """
    lines = text.splitlines(keepends=True)
    heads = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    entries = [number for number in heads if _ENTRY.match(lines[number])]
    if len(entries) != len(document.get(TEMPLATES) or ()):
        return None  # some text of several lines looks like a header
    head = entries[position]
    following = [number for number in heads if number > head and not _INNER.match(lines[number])]
    end = _with_comment(lines, following[0]) if following else len(lines)
    left = _ended("".join(lines[: _with_comment(lines, head)] + lines[end:]))
    expected = [table.unwrap() for number, table in enumerate(_tables(document)) if number != position]
    try:
        return left if [table.unwrap() for table in _tables(_parsed(left))] == expected else None
    except NoChange:
        return None


def _with_comment(lines: list[str], head: int) -> int:
    """Where the comment right above that line begins."""
    while head and lines[head - 1].lstrip().startswith("#"):
        head -= 1
    return head


def _tail(table: Table) -> list[tuple[Key | None, Item]]:
    """The comments and empty lines at its very end: they stand above the next entry, and speak of that."""
    body = table.value.body
    number = len(body)
    while number and isinstance(body[number - 1][1], Comment | Whitespace):
        number -= 1
    return list(body[number:])


def _item(value: object) -> Item:
    """A value as people would write it: commands of several lines as such, tables on one line each."""
    if isinstance(value, str) and _fits_literally(value):
        return tomlkit.value(f"'''\n{value}'''")
    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        table.update({key: _item(inner) for key, inner in value.items()})
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(_item(inner) for inner in value)
        return array.multiline(any(isinstance(inner, Mapping) for inner in value) and len(value) > 1)
    return tomlkit.item(value)


def _fits_literally(text: str) -> bool:
    """Several lines that need no escapes between three quotes."""
    visible = text.replace("\n", "").replace("\t", "").isprintable()
    return "\n" in text and visible and "'''" not in text and not text.endswith("'")


def _clean(value: Any) -> Any:
    """Without half characters, which no file takes."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {_clean(key): _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return value

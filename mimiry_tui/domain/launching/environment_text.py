"""Environment variables out of pasted lines and `.env` files.

Nothing here ever repeats what was pasted: a line that cannot be read may be a secret as a whole.
"""

from __future__ import annotations

import re

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launching.draft import Variable

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LINE = re.compile(r"[ \t]*(?:export[ \t]+)?([^=\n]*?)[ \t]*=[ \t]*")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$", "`": "`", "\n": ""}
_TAIL = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|\Z)")
_MOST = 1_000_000
"""Characters that are read: an environment is nowhere near it, a wrong file is."""


@dataclass(frozen=True, slots=True)
class Assignments:
    """What a text assigns."""

    variables: tuple[Variable, ...] = ()
    """In the order they came; of a name that came twice, the last value."""
    troubles: tuple[str, ...] = ()
    """Which lines were left out and why; without anything from the text."""


def read_assignments(text: str) -> Assignments:
    """`KEY=value` lines as in a `.env` file: export, quotes, comments, values over several lines.

    In double quotes \\n, \\r, \\t, \\", \\\\, \\$ are escapes; in single quotes nothing is; without quotes
    a value ends at " #" or the end of its line. `$NAME` is kept as it is written.
    """
    text = text.removeprefix("\ufeff")[:_MOST].replace("\r\n", "\n").replace("\r", "\n")
    found: dict[str, str] = {}
    troubles = []
    at, number = 0, 1
    while at < len(text):
        end = _end_of_line(text, at)
        line = text[at:end].strip()
        if line and not line.startswith("#"):
            name, value, end, trouble = _assignment(text, at, end)
            if trouble:
                troubles.append(f"line {number}: {trouble}")
            else:
                found[name] = value
        number += text.count("\n", at, end) + 1
        at = end + 1
    return Assignments(tuple(Variable(name, value) for name, value in found.items()), tuple(troubles))


def name_trouble(name: str) -> str:
    """Why a variable cannot be called so, or "": a letter or _ first, then letters, digits and _."""
    if not name:
        return "a name is needed"
    if _NAME.fullmatch(name):
        return ""
    return "a name does not start with a digit" if name[0].isdigit() else "only letters, digits and _"


def _assignment(text: str, at: int, end: int) -> tuple[str, str, int, str]:
    """Name, value, where its last line ends, and what is wrong."""
    head = _LINE.match(text, at, end)
    if head is None:
        return "", "", end, "there is no ="
    if name_trouble(head[1]):
        return "", "", end, "what stands before = is no name"
    start = head.end()
    quote = text[start : start + 1]
    if quote not in {"'", '"'}:
        value = re.split(r"(?:^|[ \t])#", text[start:end], maxsplit=1)[0]
        return head[1], value.strip(), end, ""
    value, after = _quoted(text, start + 1, quote)
    if after < 0:
        return "", "", end, "the quote is never closed"
    end = _end_of_line(text, after)
    if not _TAIL.match(text, after):
        return "", "", end, "something follows the closing quote"
    return head[1], value, end, ""


def _quoted(text: str, at: int, quote: str) -> tuple[str, int]:
    """The value, and the place behind its closing quote; -1 without one."""
    out: list[str] = []
    while at < len(text):
        char = text[at]
        if char == quote:
            return "".join(out), at + 1
        if char == "\\" and quote == '"' and at + 1 < len(text):
            following = text[at + 1]
            out.append(_ESCAPES.get(following, char + following))
            at += 2
        else:
            out.append(char)
            at += 1
    return "", -1


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end

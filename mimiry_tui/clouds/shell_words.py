"""Values as words of a shell command that may be pasted."""

from __future__ import annotations

import json
import shlex


def shell_word(value: str) -> str:
    """One word of a command line, whatever it holds.

    What a terminal would obey or hide when it is pasted becomes an escape of `$'…'` (bash, zsh, ksh);
    all else is quoted as every shell has it. NUL and halves of characters have no word.
    """
    if all(char.isprintable() or char == "\n" for char in value):
        return shlex.quote(value)
    return "$'" + "".join(map(_escaped, value)) + "'"


def json_text(value: object) -> str:
    """Indented JSON that may be pasted: letters of all scripts as they are, what cannot be seen as escapes.

    An exclamation mark is an escape too: an interactive bash looks for its history even in a here-document.
    """
    text = json.dumps(value, indent=2, ensure_ascii=False).replace("!", r"\u0021")
    return "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)


def option(name: str, value: str) -> str:
    """An option and its value; as one word where the value could be taken for an option."""
    if value.startswith("-") or not value:
        return shell_word(f"{name}={value}")
    return f"{name} {shell_word(value)}"


def command_lines(head: str, options: list[str]) -> str:
    """One command with each option on a line of its own."""
    return " \\\n".join([head, *(f"  {option}" for option in options)])


def _escaped(char: str) -> str:
    if char in "'\\":
        return f"\\{char}"
    if char == "\n" or (char.isprintable() and char != "!"):
        return char
    return "".join(f"\\x{byte:02x}" for byte in char.encode("utf-8", "surrogatepass"))

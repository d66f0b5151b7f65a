"""The paths in a field of files."""

from __future__ import annotations


def paths_typed(value: str) -> tuple[str, ...]:
    """The paths of a FILES value, each once, as they were typed; quotes around one are left out."""
    lines = (_unquoted(line.strip()) for line in value.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _unquoted(line: str) -> str:
    """As terminals write a file that is dropped on them: in quotes, or with its spaces escaped."""
    if len(line) > 1 and line[0] == line[-1] and line[0] in "'\"":
        return line[1:-1]
    return line.replace("\\ ", " ")

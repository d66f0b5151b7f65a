"""Reading variables out of a file that the user names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mimiry_tui.domain.launching.draft import Variable
from mimiry_tui.domain.launching.environment_text import Assignments, read_assignments

_MOST = 1_000_000
"""Bytes; an environment is nowhere near it, a wrong file is."""


class UnusableFileError(Exception):
    """Why nothing was read, in words."""


def read_environment_file(path: str) -> Assignments:
    """What a `.env` file assigns. Blocks on the disk; raises UnusableFileError and nothing else."""
    try:
        place = Path(path.strip()).expanduser()
        # A pipe or a device would keep the reader waiting, for good perhaps.
        if place.exists() and not place.is_file():
            raise UnusableFileError("that is no file")
        with place.open("rb") as file:
            content = file.read(_MOST + 1)
    except OSError as problem:
        raise UnusableFileError((problem.strerror or "it cannot be read").lower()) from None
    except (RuntimeError, ValueError):  # no home folder to put for ~; a null character in the path
        raise UnusableFileError("that is no path") from None
    if len(content) > _MOST:
        raise UnusableFileError("too large to be an environment")
    return read_assignments(content.decode("utf-8", errors="replace"))


def merged(variables: Iterable[Variable], more: Iterable[Variable]) -> tuple[Variable, ...]:
    """All of them; of a name that is in both, the value that came later, in the older place."""
    values = {one.name: one for one in more}
    kept = [values.pop(one.name, one) for one in variables]
    return (*kept, *values.values())


def told(found: Assignments, source: str) -> tuple[str, bool]:
    """What was read, in words without any of it, and whether all of it could be."""
    count = len(found.variables)
    words = (
        f"{count} variable{'' if count == 1 else 's'} from {source}" if count else f"no variables in {source}"
    )
    if not found.troubles:
        return words, bool(count)
    more = f" and {len(found.troubles) - 2} more" if len(found.troubles) > 2 else ""
    return f"{words}; left out: {', '.join(found.troubles[:2])}{more}", False

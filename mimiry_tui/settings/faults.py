"""What is wrong with a settings file, collected while it is read."""

from __future__ import annotations

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.settings.settings import Problem
from mimiry_tui.settings.toml_text import Path, lines_of

MOST = 40
"""More than these are only counted."""


class Faults:
    """The line of each is looked up at the end, and only if there is one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[tuple[Path, str]] = []

    def add(self, path: Path, words: str) -> None:
        """What stands there is not used, because."""
        self._found.append((path, words))

    def problems(self) -> tuple[Problem, ...]:
        """All of them in the order of their lines."""
        if not self._found:
            return ()
        lines = lines_of(self._text)
        made = [Problem(_line(path, lines), _shown(path), words) for path, words in self._found]
        made.sort(key=lambda problem: (problem.line or 0, problem.setting))
        if len(made) > MOST:
            made[MOST:] = [Problem(None, "", f"{len(made) - MOST} more settings cannot be used")]
        return tuple(made)


def _line(path: Path, lines: dict[Path, int]) -> int | None:
    """The line of the innermost key on the way that has one."""
    for depth in range(len(path), 0, -1):
        if path[:depth] in lines:
            return lines[path[:depth]]
    return None


def _shown(path: Path) -> str:
    return safe_text(".".join(path), 80)

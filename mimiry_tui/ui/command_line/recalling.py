"""Going through the commands typed before."""

from __future__ import annotations

from collections.abc import Sequence


class Recalling:
    """Keeps what was being typed, and goes only through what begins like it."""

    def __init__(self) -> None:
        self._typed = ""
        self._lines: list[str] = []
        self._at: int | None = None
        """Place in `_lines`, counted from their end; None while what is typed is shown."""

    @property
    def is_back(self) -> bool:
        """Whether a command typed before is shown."""
        return self._at is not None

    def step(self, step: int, line: str, history: Sequence[str]) -> str | None:
        """What is shown then, -1 being earlier; None where that way ends."""
        if self._at is None:
            if step > 0:
                return None
            self._typed = line
            self._lines = [one for one in history if one.startswith(line) and one != line]
        at = (self._at or 0) - step
        if at > len(self._lines):
            return None
        self._at = at or None
        return self._lines[-at] if at else self._typed

    def forget(self) -> None:
        """Something was typed: the next step begins from that."""
        self._at = None

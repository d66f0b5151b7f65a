"""A model of a log that can only be asked for its last lines, as one service or another keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from mimiry_tui.domain.logs.stamps import stamp_of

FIRST = datetime(2026, 6, 8, 12, tzinfo=UTC)


@dataclass
class LogService:
    """What was printed, and what an answer shows of it."""

    stamps: bool = True
    lines: list[str] = field(default_factory=list)
    """Of the present log; a log that started over has lost what came before."""
    moment: datetime = FIRST

    def print(self, *texts: str, after: float = 0.001) -> list[str]:
        """These lines, all at one moment that many seconds after the last ones."""
        self.moment += timedelta(seconds=after)
        stamp = f"{stamp_of(self.moment)} " if self.stamps else ""
        printed = [stamp + text for text in texts]
        self.lines += printed
        return printed

    def start_over(self) -> None:
        self.lines = []

    def window(self, tail: int) -> list[str]:
        return self.lines[-tail:]

    def answer(self, tail: int) -> str:
        """The window as the wire carries it."""
        return text_of(self.window(tail))


def text_of(lines: Sequence[str]) -> str:
    """Lines as an answer: each with a line feed."""
    return "".join(f"{line}\n" for line in lines)

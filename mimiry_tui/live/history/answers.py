"""What the event loop and the archive's worker thread hand to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable

MOST_WAITING = 3_000
"""How many of a kind wait for a disk that takes none: of answers, a day's."""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that one good answer said of what can be rented."""

    at: datetime
    offers: tuple[Offer | Unreadable, ...]
    gap: timedelta
    """How long nobody may have looked before it for the time between to count as watched."""


@dataclass(slots=True)
class Batch:
    """What is to be written together."""

    answers: list[Answer] = field(default_factory=list)
    cards: dict[str, Card] = field(default_factory=dict)
    """By session id, the latest of each."""
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    transactions: list[Transaction] = field(default_factory=list)
    marks: dict[str, datetime] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any((self.answers, self.cards, self.lines, self.transactions, self.marks))

    def add(self, later: Batch) -> None:
        """Take in what came after it. Of what no disk takes for long, the oldest goes."""
        self.answers = [*self.answers, *later.answers][-MOST_WAITING:]
        self.cards |= later.cards
        self.lines |= later.lines
        self.transactions = [*self.transactions, *later.transactions][-MOST_WAITING:]
        self.marks |= later.marks


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a batch."""

    changed: bool
    """Something is known now that was not before."""
    waiting: bool
    """Something could not be written, and is to be tried again."""
    trouble: str

"""What can be asked of the archive, and what it answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.money import Money


@dataclass(frozen=True, slots=True)
class CardQuery:
    """Which cards are wanted; every empty field asks for nothing. Letter case never matters."""

    text: str = ""
    """Every word of it occurs in a card's name, id, image, GPU, place, ending or command."""
    outcomes: frozenset[Outcome] = frozenset()
    gpu: str = ""
    """Part of the model."""
    image: str = ""
    """Part of the image."""
    since: datetime | None = None
    """It was still alive at that moment or later."""
    until: datetime | None = None
    """It began before that moment."""


@dataclass(frozen=True, slots=True)
class CardPage:
    """Some of the cards that a query found, those that began last first."""

    cards: tuple[Card, ...]
    total: int
    """How many it found in all."""
    totals: tuple[Money, ...]
    """What all of them cost, one sum per currency."""


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """The sessions that began in one month of the reader's calendar."""

    year: int
    month: int
    count: int
    failed: int
    settled: tuple[Money, ...]
    """What those with a final bill cost, one sum per currency."""
    estimated: tuple[Money, ...]
    """What the others came to by our own reckoning."""


@dataclass(frozen=True, slots=True)
class PlaceBoots:
    """How sessions came up with one model of GPU at one place."""

    median: timedelta | None
    """From accepted to ready; None where fewer than three are known."""
    slow: timedelta | None
    """The 90th percentile."""
    count: int
    """Boots of known length."""
    failures: int
    """Sessions that failed before they were ready."""

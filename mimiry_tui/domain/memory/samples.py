"""What was seen of an offer over time: its price and its stock, at each change."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money


@dataclass(frozen=True, slots=True)
class Sample:
    """Price and stock of one offer from `at` on, until the next sample of the same offer."""

    at: datetime
    rate: Money | None
    """Per hour and GPU; None where none was told."""
    available: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which availability was looked at often enough to know what happened in between."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class OfferPast:
    """What is remembered of one offer, for a line of a table."""

    offer_id: str
    since: datetime
    """When it was first seen."""
    week: tuple[Decimal | None, ...]
    """The price in equal slices of the last seven days, oldest first; None where nobody looked."""
    change: Decimal | None
    """How far the present price is above the week's average, as a share: -0.08; None where unknown."""
    in_stock: Decimal | None
    """The share of the watched part of the last 24 hours in which it was in stock, 0 to 1."""
    watched: timedelta
    """How much of the last 24 hours was watched."""
    last_in_stock: datetime | None
    """When it was last seen in stock; now for one that is."""

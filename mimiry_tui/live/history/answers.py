"""What the event loop hands to the archive's worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable


@dataclass(frozen=True, slots=True)
class Answer:
    """All that one good answer said of what can be rented."""

    at: datetime
    offers: tuple[Offer | Unreadable, ...]
    gap: timedelta
    """How long nobody may have looked before it for the time between to count as watched."""

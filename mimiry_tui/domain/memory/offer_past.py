"""What the samples of an offer add up to: its week, its stock, and when it was last to be had."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from mimiry_tui.domain.memory.samples import OfferPast, Sample, Span

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
SLICES = 7
"""Equal parts of the week in which the price is told: the last one is the last 24 hours."""


def build_offer_past(
    offer_id: str, samples: Sequence[Sample], spans: Sequence[Span], now: datetime
) -> OfferPast:
    """What is known of an offer now. Both are in order of time; nothing is concluded of times unwatched."""
    since = samples[0].at if samples else now
    return OfferPast(offer_id, since, (None,) * SLICES, None, None, timedelta(0), None)

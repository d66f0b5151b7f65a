"""What a watch looks at: offers and volumes as the store has them, and how far they can be relied on."""

from __future__ import annotations

from datetime import datetime, timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.domain.watching.machine import Look
from mimiry_tui.domain.watching.matching import matching, why_not
from mimiry_tui.domain.watching.rule import Watch
from mimiry_tui.live.store import Resource, Store

FRESH = timedelta(minutes=1)
"""Nothing is launched upon an answer that is older."""


class Market:
    """Reads the store anew at every call."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @property
    def offers(self) -> list[Offer]:
        return [row for row in self._store.offers.values() if isinstance(row, Offer)]

    @property
    def volumes(self) -> list[Volume]:
        return [row for row in self._store.volumes.values() if isinstance(row, Volume)]

    def offer(self, offer_id: str) -> Offer | None:
        found = self._store.offers.get(offer_id)
        return found if isinstance(found, Offer) else None

    @property
    def as_of(self) -> datetime | None:
        """When the last good answer about offers came."""
        return self._store.health(Resource.OFFERS).as_of

    @property
    def is_fresh(self) -> bool:
        """Whether the last attempt brought offers, no longer ago than that."""
        health = self._store.health(Resource.OFFERS)
        age = health.sure_age(self._clock)
        return health.error is None and age is not None and age <= FRESH

    def why_not(self, watch: Watch) -> str:
        """Why nothing will do for it; "" while something does, or before anything was read."""
        if self.as_of is None:
            return ""
        return why_not(watch, self.offers, self.volumes)

    def matching(self, watch: Watch) -> tuple[Offer, ...]:
        """What would do for it, the cheapest first."""
        return matching(watch, self.offers, self.volumes)

    def look(self, watch: Watch, *, may_launch: bool) -> Look:
        """The offers seen with the eyes of that watch, as far as they can be relied on."""
        # Before the volumes were read, nothing is known of a place that is a volume's.
        is_fresh = self.is_fresh and (
            watch.volume_id is None or self._store.health(Resource.VOLUMES).as_of is not None
        )
        return Look(
            now=self._clock.now(),
            is_fresh=is_fresh,
            matching=self.matching(watch) if is_fresh else (),
            is_whole=not any(isinstance(row, Unreadable) for row in self._store.offers.values()),
            may_launch=may_launch,
        )

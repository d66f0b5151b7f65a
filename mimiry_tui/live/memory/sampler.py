"""Hands every good answer about offers to the archive."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.live.history.answers import Answer
from mimiry_tui.live.history.archive import Archive
from mimiry_tui.live.store import Change, Resource, Store

WATCHED_GAP = timedelta(minutes=5)
"""Time between two good answers that still counts as watched."""
WATCHED_INTERVALS = 3
"""The same in intervals, where these are long."""


class Sampler:
    """Listens to the store while `run` runs."""

    def __init__(self, store: Store, archive: Archive, clock: Clock) -> None:
        self._store = store
        self._archive = archive
        self._clock = clock
        self._last: datetime | None = None

    async def run(self) -> None:
        """Sample until cancelled."""
        unsubscribe = self._store.subscribe(self._noticed)
        try:
            self._take()
            await asyncio.Event().wait()
        finally:
            unsubscribe()

    def _noticed(self, change: Change) -> None:
        if change.resource is Resource.OFFERS:
            self._take()

    def _take(self) -> None:
        """Hand over the answer that is in the store now, once."""
        health = self._store.health(Resource.OFFERS)
        if health.as_of is None or health.as_of == self._last:
            return
        self._last = health.as_of
        gap = max(WATCHED_GAP, WATCHED_INTERVALS * (health.every or timedelta(0)))
        self._archive.keep_answer(Answer(health.as_of, tuple(self._store.offers.values()), gap))

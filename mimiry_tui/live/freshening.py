"""Asking again for what is old, and waiting for the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.errors import SignInFailed
from mimiry_tui.live.poller import Poller
from mimiry_tui.live.store import Resource, Store


class Freshening:
    """Wakes pollers and notices the end of their attempts."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._waiting: set[tuple[Resource, asyncio.Event]] = set()

    def attempted(self, resource: Resource) -> None:
        """An attempt at this has ended, well or not."""
        for wanted, ended in self._waiting:
            if wanted is resource:
                ended.set()

    async def freshen(
        self,
        pollers: Mapping[Resource, Poller],
        resources: Iterable[Resource],
        *,
        older_than: timedelta,
        at_most: float,
    ) -> None:
        """Ask for those whose last good answer is that old, and wait for the end of each attempt."""
        now = self._clock.now()
        mine: set[tuple[Resource, asyncio.Event]] = set()
        for resource in dict.fromkeys(resources):
            health = self._store.health(resource)
            age = health.age(now)
            is_old = age is None or age >= older_than
            # A sign-in that failed goes at its own slow pace: there is no answer to wait for.
            if resource in pollers and is_old and not isinstance(health.error, SignInFailed):
                mine.add((resource, asyncio.Event()))
        if not mine:
            return
        self._waiting |= mine
        for resource, _ in mine:
            pollers[resource].nudge()
        passing = asyncio.ensure_future(_pass(self._clock, at_most))
        answers = asyncio.gather(*(ended.wait() for _, ended in mine))
        try:
            await asyncio.wait({passing, answers}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            passing.cancel()
            answers.cancel()
            self._waiting -= mine


async def _pass(clock: Clock, seconds: float) -> None:
    await clock.sleep(seconds)

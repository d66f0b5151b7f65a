"""Asking again for what is old, and waiting for the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.errors import SignInFailed
from mimiry_tui.live.poller import Poller
from mimiry_tui.live.store import Resource, Store


@dataclass(slots=True, eq=False)
class _Wait:
    """Somebody who waits until each of these was attempted."""

    left: set[Resource]
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Freshening:
    """Wakes pollers and notices the end of their attempts."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._waits: list[_Wait] = []

    def attempted(self, resource: Resource) -> None:
        """An attempt at this has ended, well or not."""
        for wait in self._waits:
            wait.left.discard(resource)
            if not wait.left:
                wait.over.set()

    async def freshen(
        self,
        pollers: Mapping[Resource, Poller],
        resources: Iterable[Resource],
        *,
        older_than: timedelta,
        at_most: float,
    ) -> None:
        """Ask for those whose last good answer is that old, and wait for the end of each attempt."""
        old = {
            resource for resource in resources if resource in pollers and self._is_old(resource, older_than)
        }
        if not old:
            return
        wait = _Wait(set(old))
        self._waits.append(wait)
        for resource in old:
            pollers[resource].nudge()
        ends: list[asyncio.Task[object]] = [
            asyncio.create_task(wait.over.wait()),
            asyncio.create_task(_pass(self._clock, at_most)),
        ]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._waits.remove(wait)
            for end in ends:
                end.cancel()

    def _is_old(self, resource: Resource, older_than: timedelta) -> bool:
        health = self._store.health(resource)
        if isinstance(health.error, SignInFailed):
            return False  # it goes at its own slow pace: there is no answer to wait for
        age = health.age(self._clock.now())
        return age is None or age >= older_than


async def _pass(clock: Clock, seconds: float) -> None:
    await clock.sleep(seconds)

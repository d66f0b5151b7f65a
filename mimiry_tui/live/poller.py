"""Asks for one resource again and again: one attempt at a time, the next armed when it ends."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.errors import CloudError, SignInFailed
from mimiry_tui.live import cadence
from mimiry_tui.live.store import Change, Health, Resource, Store
from mimiry_tui.settings.preferences import RefreshRates

SAME_MOMENT = timedelta(seconds=0.5)
"""Planned times closer than this are not worth telling apart."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What an answer changed in the store; `other` for changes that have no ids."""

    upserted: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    other: bool = False

    def __bool__(self) -> bool:
        return bool(self.upserted or self.removed or self.other)


@dataclass(slots=True)
class Conditions:
    """What every poller of one picture goes by."""

    clock: Clock
    rng: random.Random
    focused: bool = True
    paused: bool = False
    """Only what somebody asks for is asked."""
    rates: RefreshRates = field(default_factory=RefreshRates)

    @property
    def slowdown(self) -> float:
        return 1.0 if self.focused else self.rates.unfocused_factor


class Poller:
    """Keeps one resource of the store fresh.

    `ask` makes one attempt, writes the answer into the store and says what changed, or None when
    it learnt nothing; it may raise CloudError and nothing else. `interval` gives the seconds
    between attempts right now, `cadence.ON_DEMAND`, or None when there is nothing to ask for.
    `done` hears of every finished attempt, with its error or None.
    """

    def __init__(
        self,
        resource: Resource,
        store: Store,
        conditions: Conditions,
        *,
        ask: Callable[[], Awaitable[Delta | None]],
        interval: Callable[[], float | None],
        done: Callable[[Resource, CloudError | None], None],
        retries_sign_in: bool = False,
    ) -> None:
        self.resource = resource
        self._store = store
        self._conditions = conditions
        self._clock = conditions.clock
        self._ask = ask
        self._interval = interval
        self._done = done
        self._retries_sign_in = retries_sign_in
        self._alarm = asyncio.Event()
        self._flight: asyncio.Future[Delta | None] | None = None
        self._question = 0
        self._asked_for_at: float | None = self._clock.monotonic()
        self._last_end = self._clock.monotonic()
        self._told_to_wait_until = -math.inf
        self._variation = 1.0

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            wait = self._wait()
            if wait > 0:
                self._show_schedule(wait)
                await self._rest(wait)
            else:
                await self._attempt()

    def wake(self, *, after: float = 0.0, again: bool = False) -> None:
        """Ask now, or in so many seconds, and start the back-off anew.

        An attempt under way serves, unless `again` says that its answer may be too old already.
        A wait that the service asked for is kept.
        """
        if self._flight is not None and not again:
            return
        health = self._store.health(self.resource)
        if health.attempts_failed and self._flight is None:
            self._store.set_health(self.resource, replace(health, attempts_failed=0))
        self._asked_for_at = self._clock.monotonic() + after
        self._alarm.set()

    def nudge(self) -> None:
        """Ask now, but leave a failed sign-in to its own slow pace, and a pause in peace."""
        if not self._conditions.paused and not isinstance(
            self._store.health(self.resource).error, SignInFailed
        ):
            self.wake()

    def reconsider(self) -> None:
        """Take in that intervals may be others than a moment ago."""
        self._alarm.set()

    def forget(self) -> None:
        """Drop the attempt under way and the health: the question is another now."""
        self._question += 1
        if self._flight is not None:
            self._flight.cancel()
        self._asked_for_at = None
        self._store.set_health(self.resource, Health())
        self._alarm.set()

    def sign_in_failed(self, error: SignInFailed) -> None:
        """Take in that nobody can sign in at present, without trying it."""
        if self._flight is not None or self._interval() is None:
            return
        self._asked_for_at = None
        self._store.set_health(self.resource, replace(self._store.health(self.resource), error=error))
        self._alarm.set()
        self._store.publish(Change(self.resource, health_only=True))

    def _wait(self) -> float:
        """Seconds until the next attempt; infinite when none is planned."""
        now = self._clock.monotonic()
        interval = self._interval()
        if interval is None:
            return math.inf
        due = math.inf if self._conditions.paused else self._last_end + self._delay(interval)
        if self._asked_for_at is not None:
            due = min(due, self._asked_for_at)
        return max(due, self._told_to_wait_until) - now

    def _delay(self, interval: float) -> float:
        health = self._store.health(self.resource)
        if health.error is None:
            return interval * self._conditions.slowdown * self._variation
        if isinstance(health.error, SignInFailed):
            return cadence.SIGN_IN_RETRY * self._variation if self._retries_sign_in else math.inf
        if health.error.retry_after is not None:
            return max(1.0, health.error.retry_after)
        delay = cadence.retry_delay(health.error, max(1, health.attempts_failed), interval)
        return delay * self._conditions.slowdown * self._variation

    async def _rest(self, seconds: float) -> None:
        """Wait so long, or until something changes the schedule."""
        self._alarm.clear()
        waits: list[asyncio.Task[object]] = [asyncio.create_task(self._alarm.wait())]
        if math.isfinite(seconds):
            waits.append(asyncio.create_task(_pass(self._clock, seconds)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiting in waits:
                waiting.cancel()

    async def _attempt(self) -> None:
        self._asked_for_at = None
        question = self._question
        delta: Delta | None = None
        error: CloudError | None = None
        self._flight = flight = asyncio.ensure_future(self._ask())
        try:
            health = self._store.health(self.resource)
            self._tell(replace(health, loading=True, next_try_at=None))
            delta = await flight
        except CloudError as failure:
            error = failure
        except asyncio.CancelledError:
            if self._question == question:
                raise
        finally:
            flight.cancel()
            self._flight = None
            self._last_end = self._clock.monotonic()
            jitter = cadence.JITTER
            self._variation = self._conditions.rng.uniform(1 - jitter, 1 + jitter)
        if self._question == question:
            self._settle(delta, error)

    def _settle(self, delta: Delta | None, error: CloudError | None) -> None:
        health = replace(self._store.health(self.resource), loading=False, error=error)
        if error is not None:
            health = replace(health, attempts_failed=health.attempts_failed + 1)
            if error.retry_after is not None:
                self._told_to_wait_until = self._last_end + error.retry_after
        else:
            health = replace(health, attempts_failed=0)
            if delta is not None:
                health = replace(health, as_of=self._clock.now(), as_of_ticks=self._clock.monotonic())
        self._store.set_health(self.resource, health)
        self._store.set_health(self.resource, self._scheduled(self._wait()))
        delta = delta or Delta()
        self._store.publish(Change(self.resource, delta.upserted, delta.removed, health_only=not delta))
        self._done(self.resource, error)

    def _show_schedule(self, wait: float) -> None:
        before, after = self._store.health(self.resource), self._scheduled(wait)
        if after != before:
            self._tell(after)

    def _scheduled(self, wait: float) -> Health:
        """The health with the present interval and the next attempt in it."""
        health = self._store.health(self.resource)
        interval = self._interval()
        every = None
        if interval is not None and math.isfinite(interval):
            every = timedelta(seconds=interval * self._conditions.slowdown)
        planned = None
        if math.isfinite(wait):
            planned = self._clock.now() + timedelta(seconds=max(0.0, wait))
            before = health.next_try_at
            if before is not None and abs(planned - before) < SAME_MOMENT:
                planned = before
        return replace(health, next_try_at=planned, every=every)

    def _tell(self, health: Health) -> None:
        self._store.set_health(self.resource, health)
        self._store.publish(Change(self.resource, health_only=True))


async def _pass(clock: Clock, seconds: float) -> None:
    await clock.sleep(seconds)

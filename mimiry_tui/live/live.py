"""The living picture of one account: a store, and one poller for each thing the cloud can tell.

Nothing is shared between the pollers but the cloud's client, so a slow answer delays only itself.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.clouds.errors import CloudError, SignInFailed
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live import cadence
from mimiry_tui.live.freshening import Freshening
from mimiry_tui.live.poller import Conditions, Delta, Poller
from mimiry_tui.live.readings import Readings
from mimiry_tui.live.selection import Selection
from mimiry_tui.live.sessions import Sessions
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.live.volumes.readings import VolumeReadings
from mimiry_tui.settings.preferences import RefreshRates

_NEEDS = {
    Resource.SESSIONS: Capability.SESSIONS,
    Resource.ENDED: Capability.SESSIONS,
    Resource.DETAIL: Capability.SESSIONS,
    Resource.VOLUMES: Capability.VOLUMES,
    Resource.BALANCE: Capability.BALANCE,
    Resource.QUOTAS: Capability.QUOTAS,
    Resource.TRANSACTIONS: Capability.TRANSACTIONS,
    Resource.OFFERS: Capability.OFFERS,
}
"""In this order: of those that need a token, the first is the one that retries a failed sign-in."""
_PUBLIC = frozenset({Resource.OFFERS})
"""What works without signing in."""
_FOLLOWS_SESSIONS = (Resource.BALANCE, Resource.QUOTAS)
"""What moves when a session begins or ends."""


class Live:
    """Keeps `store` fresh while `run` runs. Its methods may be called before, during and after."""

    def __init__(self, cloud: Cloud, clock: Clock, *, rng: random.Random | None = None) -> None:
        self.store = Store()
        self._cloud = cloud
        self._clock = clock
        self._conditions = Conditions(clock, rng or random.Random())
        self._sessions = Sessions(cloud, self.store, clock)
        self._selection = Selection(self.store, self._sessions, clock)
        self._alive: frozenset[str] | None = None
        self._readings = Readings(cloud, self.store, clock)
        self.volumes = VolumeReadings(
            cloud, self.store, clock, lambda: self._wake(Resource.VOLUMES, again=True)
        )
        """What is expected of volumes beyond their list."""
        self._sign_in_error: SignInFailed | None = None
        self._freshening = Freshening(self.store, clock)
        # Prices are public where keys sign in; an API token is asked for with every question.
        self._public = _PUBLIC if Capability.ACCOUNT_KEY in cloud.capabilities else frozenset()
        self._pollers = self._make_pollers()

    async def run(self) -> None:
        """Poll until cancelled. A CloudError ends up in the store; anything else is a bug and comes out."""
        async with asyncio.TaskGroup() as group:
            for poller in self._pollers.values():
                group.create_task(poller.run(), name=f"poll {poller.resource}")
            group.create_task(self._notice_sleep(), name="notice sleep")

    def refresh(self, *resources: Resource) -> None:
        """Ask at once for these, or for everything, starting their back-off anew.

        An attempt under way serves; a wait that the service asked for is kept.
        """
        wanted = set(resources or Resource)
        if Resource.SESSIONS in wanted:
            wanted.add(Resource.ENDED)
        for resource, poller in self._pollers.items():
            if resource in wanted:
                poller.wake()

    async def freshen(self, resources: Iterable[Resource], *, older_than: timedelta, at_most: float) -> None:
        """Ask again for those that are that old, and wait for answers or errors, at most so many seconds.

        A failed sign-in and a wait that the service asked for are left alone. Never raises CloudError.
        """
        await self._freshening.freshen(self._pollers, resources, older_than=older_than, at_most=at_most)

    def set_focused(self, focused: bool) -> None:
        """Slow everything down while nobody looks; catch up at once when somebody does."""
        if focused == self._conditions.focused:
            return
        self._conditions.focused = focused
        for poller in self._pollers.values():
            if focused:
                poller.nudge()
            poller.reconsider()

    @property
    def paused_since(self) -> datetime | None:
        """Since when nothing is asked by itself; None while everything is."""
        return self.store.paused_since

    def set_paused(self, paused: bool) -> None:
        """Ask for nothing but what is wanted now, or go on and catch up at once."""
        if paused == self._conditions.paused:
            return
        self._conditions.paused = paused
        self.store.paused_since = self._clock.now() if paused else None
        self.store.publish(Change(Resource.SESSIONS, health_only=True))
        for poller in self._pollers.values():
            poller.nudge()
            poller.reconsider()

    def set_rates(self, rates: RefreshRates) -> None:
        """Ask that often from now on."""
        self._conditions.rates = self._sessions.rates = self.volumes.rates = rates
        for poller in self._pollers.values():
            poller.reconsider()

    def select(self, session_id: str | None) -> None:
        """Follow this session with all its events; None for no session."""
        if not self._selection.choose(session_id):
            return
        poller = self._pollers.get(Resource.DETAIL)
        if poller is not None:
            poller.forget()
            if session_id is not None and not self._selection.is_complete:
                self._start(poller, after=cadence.SELECTION_DWELL)
        self.store.publish(Change(Resource.DETAIL, upserted=(session_id,) if session_id else ()))

    def open_transactions(self, wanted: bool) -> None:
        """Poll transactions while somebody looks at them."""
        if wanted == self._readings.transactions_wanted:
            return
        self._readings.transactions_wanted = wanted
        poller = self._pollers.get(Resource.TRANSACTIONS)
        if poller is not None and wanted:
            self._start(poller)
        elif poller is not None:
            poller.reconsider()

    def load_more_transactions(self) -> None:
        """Ask for older transactions too, if there are any."""
        poller = self._pollers.get(Resource.TRANSACTIONS)
        if poller is not None and self._readings.want_more_transactions():
            poller.wake(again=True)

    def load_more_ended(self) -> None:
        """Ask for the next page of ended sessions, if there is one; a request under way serves."""
        poller = self._pollers.get(Resource.ENDED)
        if poller is not None and self._sessions.want_more():
            poller.nudge()

    def expect(self, session: Session) -> None:
        """Show a session that was just created; for a minute its absence from answers means nothing."""
        self._told_sessions(self._sessions.expect(session))
        self._wake(Resource.SESSIONS, again=True)

    def expect_end(self, session_ids: Iterable[str]) -> None:
        """Ask about these as often as about anything that moves, whatever they say, until they have ended."""
        self._sessions.expect_end(session_ids)
        self._wake(Resource.SESSIONS, again=True)

    async def look_at(self, session_id: str) -> Session | None:
        """Read one session now; None when the service knows no such session.

        One that was alive is then no more in the picture. Raises CloudError; NotFound only about one
        that was just created, where it means nothing yet.
        """
        session, delta = await self._sessions.look_at(session_id)
        self._told_sessions(delta)
        return session

    def expect_volume(self, volume: Volume) -> None:
        """Show a volume that was just created; for a minute its absence from answers means nothing."""
        self.volumes.expect(volume)

    def unlock(self, passphrase: str) -> None:
        """Hand the key's passphrase to the cloud and ask for everything again."""
        self._cloud.unlock(passphrase)
        for poller in self._pollers.values():
            if poller.resource not in self._public:
                poller.wake(again=True)

    def _make_pollers(self) -> dict[Resource, Poller]:
        asks = {
            Resource.SESSIONS: (self._read_live, self._sessions.live_interval),
            Resource.ENDED: (self._read_ended, self._sessions.ended_interval),
            Resource.DETAIL: (self._selection.read, self._selection.interval),
            Resource.VOLUMES: (self.volumes.read, self.volumes.interval),
            Resource.BALANCE: (self._readings.balance, lambda: self._conditions.rates.balance),
            Resource.QUOTAS: (self._readings.quotas, lambda: self._conditions.rates.quotas),
            Resource.TRANSACTIONS: (self._readings.transactions, self._readings.transactions_interval),
            Resource.OFFERS: (self._readings.offers, lambda: self._conditions.rates.offers),
        }
        offered = [resource for resource, needed in _NEEDS.items() if needed in self._cloud.capabilities]
        signing_in = next((resource for resource in offered if resource not in self._public), None)
        return {
            resource: Poller(
                resource,
                self.store,
                self._conditions,
                ask=asks[resource][0],
                interval=asks[resource][1],
                done=self._attempted,
                retries_sign_in=resource is signing_in,
            )
            for resource in offered
        }

    def _attempted(self, resource: Resource, error: CloudError | None) -> None:
        """Keep the pollers in step about signing in: one of them tries, the others wait for it."""
        self._freshening.attempted(resource)
        if resource in self._public:
            return
        if isinstance(error, SignInFailed):
            self._sign_in_error = error
            for poller in self._pollers.values():
                if poller.resource is not resource and poller.resource not in self._public:
                    poller.sign_in_failed(error)
        elif error is None and self._sign_in_error is not None:
            self._sign_in_error = None
            for poller in self._pollers.values():
                if isinstance(self.store.health(poller.resource).error, SignInFailed):
                    poller.wake()

    def _start(self, poller: Poller, after: float = 0.0) -> None:
        """Begin to ask for something, unless it is known that nobody can sign in."""
        if self._sign_in_error is not None:
            poller.sign_in_failed(self._sign_in_error)
        else:
            poller.wake(after=after, again=True)

    def _wake(self, *resources: Resource, again: bool = False) -> None:
        for resource in resources:
            if resource in self._pollers:
                self._pollers[resource].wake(again=again)

    async def _read_live(self) -> Delta:
        delta = await self._sessions.read_live()
        selected = self._selection.session_id
        if selected in delta.upserted and not self._selection.is_complete:
            self._wake(Resource.DETAIL, again=True)
        if self._sessions.newly_vanished:
            self._wake(Resource.ENDED, again=True)
        self._follow_sessions()
        return delta

    async def _read_ended(self) -> Delta:
        before = (self.store.ended_total, self.store.ended_has_more)
        delta, trouble = await self._sessions.read_ended()
        self._told_sessions(delta)
        if trouble is not None:
            raise trouble
        return Delta(other=before != (self.store.ended_total, self.store.ended_has_more))

    def _told_sessions(self, delta: Delta) -> None:
        self._follow_sessions()
        if delta:
            self.store.publish(Change(Resource.SESSIONS, delta.upserted, delta.removed))

    def _follow_sessions(self) -> None:
        """Let what depends on sessions take in that some began, ended or changed."""
        self._selection.follow()
        before, self._alive = self._alive, self._sessions.alive
        if before is not None and before != self._alive:
            self._wake(*_FOLLOWS_SESSIONS, again=True)

    async def _notice_sleep(self) -> None:
        """Catch up at once after the machine slept: wall time went on, elapsed time stood still."""
        while True:
            wall, elapsed = self._clock.now(), self._clock.monotonic()
            await self._clock.sleep(cadence.SLEEP_CHECK)
            passed = (self._clock.now() - wall).total_seconds()
            if abs(passed - (self._clock.monotonic() - elapsed)) > cadence.SLEEP_JUMP:
                for poller in self._pollers.values():
                    poller.nudge()

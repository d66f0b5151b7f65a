"""The last good picture of an account, and how fresh each part of it is.

A plain object on the event loop's thread: pollers write, everything else reads and subscribes.
Records are frozen; one that did not change is the very same object as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.account import Balance, Quota, Transaction
from mimiry_tui.domain.accounting.balance_now import Jump
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation, with_observation
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.subscribers import Subscribers

T = TypeVar("T")

STALE_AFTER_INTERVALS = 3
STALE_AT_LEAST = timedelta(seconds=10)
"""However fast the cadence, a picture younger than this is not called stale."""


class Resource(StrEnum):
    """One thing that is asked for on its own, with its own cadence and its own troubles."""

    SESSIONS = "sessions"
    """The list of live ones; its changes also cover what ended pages and single readings brought."""
    ENDED = "ended"
    """The pages of ended sessions. Only its health is told under this name."""
    OFFERS = "offers"
    VOLUMES = "volumes"
    BALANCE = "balance"
    QUOTAS = "quotas"
    TRANSACTIONS = "transactions"
    DETAIL = "detail"
    """The selected session with all its events."""


@dataclass(frozen=True, slots=True)
class Health:
    """How one resource is doing."""

    as_of: datetime | None = None
    """Wall time (UTC) of the last good answer."""
    as_of_ticks: float | None = None
    """The same on the clock that nobody sets; None where that was not noted."""
    error: CloudError | None = None
    """Of the last attempt; None after a success."""
    next_try_at: datetime | None = None
    """Wall time (UTC) when the next attempt is due; None where none is planned."""
    attempts_failed: int = 0
    """In a row, up to now."""
    loading: bool = False
    """An attempt is under way."""
    every: timedelta | None = None
    """The present cadence; None where nothing is asked on its own."""

    def age(self, now: datetime) -> timedelta | None:
        """Since the last good answer, never negative; None before the first."""
        return None if self.as_of is None else max(timedelta(0), now - self.as_of)

    def sure_age(self, clock: Clock) -> timedelta | None:
        """At least so old, also after the machine's clock was set back, or stood still in its sleep."""
        age = self.age(clock.now())
        if age is None or self.as_of_ticks is None:
            return age
        return max(age, timedelta(seconds=clock.monotonic() - self.as_of_ticks))

    def is_stale(self, now: datetime) -> bool:
        """The last attempt failed, or the picture is older than three of its intervals."""
        if self.error is not None:
            return True
        age = self.age(now)
        if age is None or self.every is None:
            return False
        return age > max(STALE_AFTER_INTERVALS * self.every, STALE_AT_LEAST)


@dataclass(frozen=True, slots=True)
class Change:
    """What a subscriber is told, once the store holds it."""

    resource: Resource
    upserted: tuple[str, ...] = ()
    """Ids of the records that are new or other objects than before."""
    removed: tuple[str, ...] = ()
    """Ids of the records that are gone."""
    health_only: bool = False
    """No data changed, only age, error or schedule."""


Subscriber = Callable[[Change], None]


class Store:
    """The picture. Read its attributes; change them only through its methods, then `publish`."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session | Unreadable] = {}
        self._offers: dict[str, Offer | Unreadable] = {}
        self._volumes: dict[str, Volume | Unreadable] = {}
        self.sessions: Mapping[str, Session | Unreadable] = MappingProxyType(self._sessions)
        """By id: the live ones and those of the ended pages loaded so far."""
        self.offers: Mapping[str, Offer | Unreadable] = MappingProxyType(self._offers)
        self.volumes: Mapping[str, Volume | Unreadable] = MappingProxyType(self._volumes)
        self.balance: Balance | None = None
        self.balance_jump: Jump | None = None
        """The last change of the balance that what runs does not explain."""
        self.quotas: tuple[Quota, ...] | None = None
        """None until they were first read; likewise the transactions."""
        self.transactions: tuple[Transaction | Unreadable, ...] | None = None
        self.transactions_has_more: bool = False
        """Whether `Live.load_more_transactions` would bring any."""
        self.ended_total: int | None = None
        """How many ended sessions there are in all, where the service tells it."""
        self.ended_has_more: bool = False
        """Whether `Live.load_more_ended` would bring any."""
        self.detail: Session | None = None
        """The selected session, with all its events once they were read."""
        self.paused_since: datetime | None = None
        """Since when nothing is asked for by itself; None while it is (aware UTC)."""
        self._health: dict[Resource, Health] = {}
        self._observations: dict[str, tuple[Observation, ...]] = {}
        self._subscribers: Subscribers[Change] = Subscribers()

    def health(self, resource: Resource) -> Health:
        return self._health.get(resource) or Health()

    def observations(self, session_id: str) -> tuple[Observation, ...]:
        """When each phase of a session was first seen by us, in the order seen."""
        return self._observations.get(session_id, ())

    def seen_at(self, session: Session, now: datetime) -> datetime:
        """Until when what is told of a session is known to hold (aware UTC, never after `now`).

        That is now while answers come; else, also while refreshing is paused, the last one's moment.
        """
        if session.phase.is_ended:
            return now
        health = [self.health(Resource.SESSIONS)]
        if self.detail is not None and self.detail.id == session.id:
            health.append(self.health(Resource.DETAIL))
        answered = [one for one in health if one.as_of is not None]
        if not answered or (self.paused_since is None and not all(one.is_stale(now) for one in answered)):
            return now
        # What was just launched, or was asked for alone, is younger than the list.
        moments = [one.as_of for one in answered] + [seen.at for seen in self.observations(session.id)]
        return min(now, max(at for at in (*moments, session.created_at) if at is not None))

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Call it synchronously at every change; returns what ends that. It must not raise."""
        return self._subscribers.add(callback)

    # What follows is for those who bring news.

    def publish(self, change: Change) -> None:
        """Tell every subscriber of a change that the store already holds."""
        self._subscribers.tell(change)

    def set_health(self, resource: Resource, health: Health) -> None:
        self._health[resource] = health

    def update_sessions(
        self, upserts: Mapping[str, Session | Unreadable], removed: Iterable[str] = ()
    ) -> None:
        _update(self._sessions, upserts, removed)
        for session_id in removed:
            self._observations.pop(session_id, None)

    def update_offers(self, upserts: Mapping[str, Offer | Unreadable], removed: Iterable[str] = ()) -> None:
        _update(self._offers, upserts, removed)

    def update_volumes(self, upserts: Mapping[str, Volume | Unreadable], removed: Iterable[str] = ()) -> None:
        _update(self._volumes, upserts, removed)

    def observe(self, session_id: str, observation: Observation) -> None:
        """Keep when a phase was first seen; a phase seen before keeps its first moment."""
        seen = self.observations(session_id)
        self._observations[session_id] = with_observation(seen, observation)

    def recall(self, session_id: str, observations: Iterable[Observation]) -> bool:
        """Add what was seen in earlier runs; of each phase the first moment stays. True if that is news."""
        seen = self.observations(session_id)
        merged: tuple[Observation, ...] = ()
        for one in sorted((*seen, *observations), key=lambda one: (one.at, one.phase.rank)):
            merged = with_observation(merged, one)
        if merged == seen:
            return False
        self._observations[session_id] = merged
        return True


def _update(records: dict[str, T], upserts: Mapping[str, T], removed: Iterable[str]) -> None:
    records.update(upserts)
    for record_id in removed:
        records.pop(record_id, None)

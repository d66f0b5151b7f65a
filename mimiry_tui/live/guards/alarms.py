"""Rings before the money, the time or the patience runs out: once for each threshold, never for each poll."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from mimiry_tui.clock import Clock
from mimiry_tui.domain.durations import clock_time, short
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.guarding.threshold import Threshold
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import burn_rate, runway
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.guards.flat import Flat, Marks
from mimiry_tui.live.guards.fuses import Fuses
from mimiry_tui.live.guards.trust import trouble_with
from mimiry_tui.live.store import Resource, Store
from mimiry_tui.live.subscribers import Subscribers
from mimiry_tui.settings.preferences import Alarms as Wanted

LOOK_EVERY = 10.0


class AlarmKind(StrEnum):
    """What an alarm is about."""

    BALANCE = "balance"
    RUNWAY = "runway"
    FUSE = "fuse"
    """A session's own limit is about to end it."""
    FLAT = "flat"
    """A session that nobody seems to need."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One ring."""

    kind: AlarmKind
    words: str
    """A sentence without the session's name, which is foreign text."""
    session: Session | None = None


class Alarms:
    """The alarms of one account. Its methods are called on the event loop."""

    def __init__(self, store: Store, clock: Clock, marks: Marks | None = None) -> None:
        """`marks` remembers over restarts when a session was last touched."""
        self._store = store
        self._clock = clock
        self._wanted = Wanted()
        self._balance, self._runway = Threshold(Decimal(0)), Threshold(Decimal(0))
        self._fuses = Fuses()
        self._flat = Flat(clock, marks)
        self._subscribers: Subscribers[Alarm] = Subscribers()

    def prefer(self, wanted: Wanted) -> None:
        """Ring at these thresholds from now on."""
        self._wanted = wanted
        self._balance = self._balance.at(wanted.balance or Decimal(0))
        self._runway = self._runway.at(Decimal(int(wanted.runway.total_seconds())))

    def touch(self, session_id: str) -> None:
        """Somebody did something about that session: it is not forgotten."""
        self._flat.touch(session_id)

    def subscribe(self, callback: Callable[[Alarm], None]) -> Callable[[], None]:
        """Call it for each ring; returns what ends that. It must not raise."""
        return self._subscribers.add(callback)

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            await self._clock.sleep(LOOK_EVERY)
            await self._flat.recall(self._forgettable(), self._wanted.flat_days)
            self.look()

    def look(self) -> None:
        """Ring for everything that is due now and has not rung yet."""
        now = self._clock.now()
        if trouble_with(self._store.health(Resource.SESSIONS), self._clock, ""):
            return
        self._look_at_money(now)
        for session, at in self._fuses.due(self._sessions(), self._store.observations, now):
            self._ring(AlarmKind.FUSE, _fuse_words(session, at, now), session)
        for session, since in self._flat.due(self._forgettable(), self._wanted.flat_days):
            self._ring(AlarmKind.FLAT, _flat_words(session, since, now), session)

    def _look_at_money(self, now: datetime) -> None:
        balance = self._store.balance
        if balance is None or trouble_with(self._store.health(Resource.BALANCE), self._clock, ""):
            return
        self._balance, rings = self._balance.take(balance.money.amount)
        if rings:
            floor = Money(self._balance.limit, balance.money.currency)
            self._ring(AlarmKind.BALANCE, f"the balance is {balance.money}, below {floor}")
        volumes = [row for row in self._store.volumes.values() if isinstance(row, Volume)]
        lasts = runway(balance.money, burn_rate(self._sessions(), volumes))
        if lasts is None:
            if not any(isinstance(row, Unreadable) or row.is_live for row in self._store.sessions.values()):
                # Nothing is spent: whatever begins to be spent is measured anew.
                self._runway = Threshold(self._runway.limit)
            return
        self._runway, rings = self._runway.take(Decimal(int(lasts.total_seconds())))
        if rings:
            self._ring(AlarmKind.RUNWAY, runway_words(balance.money, lasts, now))

    def _sessions(self) -> list[Session]:
        rows = self._store.sessions.values()
        return [row for row in rows if isinstance(row, Session) and row.is_live]

    def _forgettable(self) -> list[Session]:
        """Those that would go on costing money: not what sleeps, nor anything where nothing has a price."""
        awake = [session for session in self._sessions() if session.phase is not Phase.SLEEPING]
        offers = (row for row in self._store.offers.values() if isinstance(row, Offer))
        is_priced = any(one.got.rate for one in awake) or any(offer.rate for offer in offers)
        return awake if is_priced else []

    def _ring(self, kind: AlarmKind, words: str, session: Session | None = None) -> None:
        self._subscribers.tell(Alarm(kind, words, session))


def runway_words(balance: Money, lasts: timedelta, now: datetime) -> str:
    """How long the money is enough: "the balance of €8.20 lasts ≈ 3h50m, until 22:19"."""
    if not lasts:
        return f"the balance of {balance} is used up"
    local = now.astimezone()
    return f"the balance of {balance} lasts ≈ {short(lasts)}, until {clock_time(local + lasts, local)}"


def _fuse_words(session: Session, at: datetime, now: datetime) -> str:
    local = now.astimezone()
    minutes = math.ceil((at - now) / timedelta(minutes=1))
    limit = f" of {short(session.max_duration)}" if session.max_duration is not None else ""
    return (
        f"ends in {minutes} min, at {clock_time(at.astimezone(local.tzinfo), local)}:"
        f" its limit{limit} cannot be extended"
    )


def _flat_words(session: Session, since: datetime, now: datetime) -> str:
    rate = session.got.rate
    cost = f", and costs {rate}/h" if rate is not None else ""
    return f"has neither changed nor been touched for {short(now - since)}{cost}"

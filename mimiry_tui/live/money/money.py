"""What the account screen asks beyond the picture: transactions with those remembered, spend, identity."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.account import Facts, Transaction
from mimiry_tui.domain.accounting.local_days import days_until
from mimiry_tui.domain.accounting.recorded import Recorded, merged
from mimiry_tui.domain.accounting.spend import Spend, build_spends
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.live import Live
from mimiry_tui.live.off_loop import in_thread
from mimiry_tui.live.picture import words_of
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.live.subscribers import Subscribers

FRESH = timedelta(seconds=60)
"""An answer about who one is that is younger than this is not asked for again."""


_BILLED_WITHIN = timedelta(days=1)


class Memory(Protocol):
    """What is kept on this machine of an account's money."""

    async def transactions(self, since: datetime | None = None) -> tuple[Transaction, ...]: ...

    async def spend_cards(self, since: datetime) -> tuple[Card, ...]:
        """The cards of sessions that were alive at any time since."""
        ...

    async def remember_transactions(self, transactions: Iterable[Transaction]) -> None: ...


@dataclass(frozen=True, slots=True)
class Told:
    """What one endpoint last said."""

    facts: Facts | None = None
    trouble: str = ""
    """Why it said nothing, in words; "" where it did, or was not asked."""
    as_of: datetime | None = None
    """When it was last asked."""


class AccountMoney:
    """Answers questions when asked, and remembers every transaction that comes along."""

    def __init__(self, cloud: Cloud, live: Live, archive: Memory, clock: Clock) -> None:
        self._cloud = cloud
        self._live = live
        self._archive = archive
        self._clock = clock
        self._store: Store = live.store
        self._remembered: tuple[object, ...] | None = None
        self._news = asyncio.Event()
        self._subscribers: Subscribers[[]] = Subscribers()
        self._token_end: datetime | None = None
        self._token_since: datetime | None = None
        self.me = Told()
        self.token_limits = Told()

    async def run(self) -> None:
        """Keep what the service tells of transactions until cancelled."""
        unsubscribe = self._store.subscribe(self._noticed)
        try:
            while True:
                await self._remember()
                await self._news.wait()
                self._news.clear()
        finally:
            unsubscribe()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call it when an answer about identity or limits came; returns what ends that."""
        return self._subscribers.add(callback)

    @property
    def signed_in_until(self) -> datetime | None:
        """When the present token ends."""
        return self._cloud.signed_in_until

    @property
    def token_since(self) -> datetime | None:
        """Since when the present token is known to be in use here, looked at whenever this is asked."""
        until = self._cloud.signed_in_until
        if until != self._token_end:
            self._token_end, self._token_since = until, self._clock.now() if until is not None else None
        return self._token_since

    async def read(self, *, again: bool = False) -> None:
        """Ask who one is and how often one may sign in, unless that is known. Never raises CloudError.

        One endpoint that fails leaves the other as it is.
        """
        await asyncio.gather(self._read_me(again), self._read_limits(again))

    async def transactions(self) -> tuple[Transaction, ...]:
        """All that are known: what the service tells now, and what is remembered beyond."""
        return _united(self._told(), await self._archive.transactions())

    async def spends(self, lengths: Iterable[int]) -> dict[int, tuple[Spend, ...]]:
        """For each of these numbers of local days, today included: what was spent, one for each currency."""
        now, wanted = self._clock.now(), tuple(lengths)
        since = days_until(now, max(wanted)).starts[0]
        movements = await self.transactions()
        records = self._records(await self._archive.spend_cards(since), now)
        return await in_thread(lambda: build_spends(movements, records, lengths=wanted, now=now))

    async def session_names(self, transactions: Iterable[Transaction]) -> dict[str, str]:
        """What the sessions of these were called, by id, as far as it is remembered."""
        dates = [one.at for one in transactions if one.at is not None and one.session_id]
        if not dates:
            return {}
        # A bill may come some time after the end.
        cards = await self._archive.spend_cards(min(dates) - _BILLED_WITHIN)
        return {card.session_id: card.name for card in cards if card.name}

    def _records(self, cards: Iterable[Card], now: datetime) -> tuple[Recorded, ...]:
        known = (row for row in self._store.sessions.values() if isinstance(row, Session))
        return merged(cards, known, now)

    def _told(self) -> tuple[Transaction, ...]:
        rows = self._store.transactions or ()
        return tuple(row for row in rows if isinstance(row, Transaction))

    def _noticed(self, change: Change) -> None:
        if change.resource is Resource.TRANSACTIONS and not change.health_only:
            self._news.set()

    async def _remember(self) -> None:
        rows = self._store.transactions
        if rows is not None and rows is not self._remembered:
            self._remembered = rows
            await self._archive.remember_transactions(self._told())

    async def _read_me(self, again: bool) -> None:
        if Capability.IDENTITY in self._cloud.capabilities and (again or self._is_due(self.me)):
            self.me = await self._asked(self._cloud.me, self.me)
            self._subscribers.tell()

    async def _read_limits(self, again: bool) -> None:
        if Capability.TOKEN_LIMITS in self._cloud.capabilities and (again or self._is_due(self.token_limits)):
            self.token_limits = await self._asked(self._cloud.token_limits, self.token_limits)
            self._subscribers.tell()

    def _is_due(self, told: Told) -> bool:
        return told.as_of is None or self._clock.now() - told.as_of >= FRESH

    async def _asked(self, ask: Callable[[], Awaitable[Facts]], before: Told) -> Told:
        try:
            facts = await ask()
        except CloudError as error:
            return Told(before.facts, words_of(error), self._clock.now())
        return Told(facts, "", self._clock.now())


def _united(told: Iterable[Transaction], remembered: Iterable[Transaction]) -> tuple[Transaction, ...]:
    """Each transaction once, as it was told last; those without an id only as they are told now."""
    now = tuple(told)
    ids = {one.id for one in now if one.id}
    return (*now, *(one for one in remembered if one.id not in ids and (one.id or not now)))

"""What is simply read and kept as it came: offers, money. One attempt each, and how often."""

from __future__ import annotations

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.domain.accounting.balance_now import jump_between
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import burn_rate
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live import cadence
from mimiry_tui.live.lists import Grace, Mirror
from mimiry_tui.live.poller import Delta
from mimiry_tui.live.store import Resource, Store

TRANSACTIONS_AT_ONCE, MOST_TRANSACTIONS = 100, 5_000
"""How many transactions are asked for at first and with each further page, and at the most."""


class Readings:
    """Writes every answer about anything but sessions and volumes into the store."""

    def __init__(self, cloud: Cloud, store: Store, clock: Clock) -> None:
        self._cloud = cloud
        self._store = store
        self._clock = clock
        self._offers: Mirror[Offer | Unreadable] = Mirror(store.update_offers, Grace(clock))
        self.transactions_wanted = False
        """Somebody looks at them."""
        self.transactions_limit = TRANSACTIONS_AT_ONCE
        self._balance_burn: tuple[Money, ...] = ()
        """What burned per hour at the last answer about the balance."""

    async def offers(self) -> Delta:
        return await self._offers.take((await self._cloud.offers()).items)

    async def balance(self) -> Delta:
        answer = await self._cloud.balance()
        before, self._store.balance = self._store.balance, answer
        burn, self._balance_burn = self._balance_burn, self._burn()
        as_of, now = self._store.health(Resource.BALANCE).as_of, self._clock.now()
        if before is not None and as_of is not None:
            burns = (burn, self._balance_burn)
            jump = jump_between(before.money, answer.money, now - as_of, burns, now)
            self._store.balance_jump = jump or self._store.balance_jump
        return Delta(other=self._store.balance != before)

    async def quotas(self) -> Delta:
        before, self._store.quotas = self._store.quotas, await self._cloud.quotas()
        return Delta(other=self._store.quotas != before)

    async def transactions(self) -> Delta:
        page = await self._cloud.transactions(self.transactions_limit)
        self._store.transactions_has_more = page.has_more and self.transactions_limit < MOST_TRANSACTIONS
        before, self._store.transactions = self._store.transactions, page.items
        return Delta(other=self._store.transactions != before)

    def want_more_transactions(self) -> bool:
        """Ask for a page more from now on; False where there is none."""
        if self._store.transactions_has_more:
            self.transactions_limit = min(MOST_TRANSACTIONS, self.transactions_limit + TRANSACTIONS_AT_ONCE)
        return self._store.transactions_has_more

    def _burn(self) -> tuple[Money, ...]:
        sessions = (row for row in self._store.sessions.values() if isinstance(row, Session))
        volumes = (row for row in self._store.volumes.values() if isinstance(row, Volume))
        return burn_rate(sessions, volumes)

    def transactions_interval(self) -> float | None:
        return cadence.TRANSACTIONS if self.transactions_wanted else None

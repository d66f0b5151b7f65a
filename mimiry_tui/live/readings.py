"""What is simply read and kept as it came: offers, money. One attempt each, and how often."""

from __future__ import annotations

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.live import cadence
from mimiry_tui.live.lists import Grace, Mirror
from mimiry_tui.live.poller import Delta
from mimiry_tui.live.store import Store


class Readings:
    """Writes every answer about anything but sessions and volumes into the store."""

    def __init__(self, cloud: Cloud, store: Store, clock: Clock) -> None:
        self._cloud = cloud
        self._store = store
        self._offers: Mirror[Offer | Unreadable] = Mirror(store.update_offers, Grace(clock))
        self.transactions_wanted = False
        """Somebody looks at them."""

    async def offers(self) -> Delta:
        return await self._offers.take((await self._cloud.offers()).items)

    async def balance(self) -> Delta:
        before, self._store.balance = self._store.balance, await self._cloud.balance()
        return Delta(other=self._store.balance != before)

    async def quotas(self) -> Delta:
        before, self._store.quotas = self._store.quotas, await self._cloud.quotas()
        return Delta(other=self._store.quotas != before)

    async def transactions(self) -> Delta:
        page = await self._cloud.transactions()
        before, self._store.transactions = self._store.transactions, page.items
        return Delta(other=self._store.transactions != before)

    def transactions_interval(self) -> float | None:
        return cadence.TRANSACTIONS if self.transactions_wanted else None

"""Offers that somebody waits for: told once, when they come into stock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from mimiry_tui.clock import Clock
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.live.subscribers import Subscribers


class StockWatch:
    """Watches offers of a store while this run lasts. A watch ends once its news was told."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._since: dict[str, datetime] = {}
        self._absent: set[str] = set()
        """The watched ones that were out of stock when last looked at."""
        self.watched: Mapping[str, datetime] = MappingProxyType(self._since)
        """Since when, by offer id, in the order they were watched."""
        self._subscribers: Subscribers[Offer] = Subscribers()
        self._followers: Subscribers[str] = Subscribers()
        self._unsubscribe = store.subscribe(self._noticed)

    def toggle(self, offer_id: str) -> bool:
        """Watch it, or no more; whether it is watched now.

        One that is in stock is told once it comes back after having been sold out.
        """
        if offer_id in self._since:
            self._end(offer_id)
            return False
        self._since[offer_id] = self._clock.now()
        if not self._in_stock(offer_id):
            self._absent.add(offer_id)
        self._followers.tell(offer_id)
        return True

    def is_watched(self, offer_id: str) -> bool:
        return offer_id in self._since

    def subscribe(self, callback: Callable[[Offer], None]) -> Callable[[], None]:
        """Call it with each watched offer that came into stock; returns what ends that."""
        return self._subscribers.add(callback)

    def follow(self, callback: Callable[[str], None]) -> Callable[[], None]:
        """Call it with the id of each offer that begins or ceases to be watched; returns what ends that."""
        return self._followers.add(callback)

    def close(self) -> None:
        """Look at the store no more."""
        self._unsubscribe()

    def _noticed(self, change: Change) -> None:
        if change.resource is not Resource.OFFERS or change.health_only or not self._since:
            return
        self._absent.update(offer_id for offer_id in change.removed if offer_id in self._since)
        for offer_id in change.upserted:
            offer = self._store.offers.get(offer_id)
            if offer_id not in self._since or not isinstance(offer, Offer):
                continue
            if not offer.available:
                self._absent.add(offer_id)
            elif offer_id in self._absent:
                self._end(offer_id)
                self._subscribers.tell(offer)

    def _in_stock(self, offer_id: str) -> bool:
        offer = self._store.offers.get(offer_id)
        return isinstance(offer, Offer) and offer.available

    def _end(self, offer_id: str) -> None:
        del self._since[offer_id]
        self._absent.discard(offer_id)
        self._followers.tell(offer_id)

"""Waiting for an offer: told once when it comes into stock, and then no more."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.live.stock_watch import StockWatch
from mimiry_tui.live.store import Change, Resource, Store
from tests.support.clock import EPOCH, ManualClock

OUT = Offer("H100", "H100", "H100", "SXM", 80, "verda", "FIN-01", Money(Decimal(2)), False)
IN = replace(OUT, available=True)


class Market:
    """A store with a watch on it."""

    def __init__(self, *offers: Offer) -> None:
        self.clock = ManualClock()
        self.store = Store()
        self.watch = StockWatch(self.store, self.clock)
        self.told: list[Offer] = []
        self.watch.subscribe(self.told.append)
        self.show(*offers)

    def show(self, *offers: Offer | Unreadable) -> None:
        self.store.update_offers({offer.id: offer for offer in offers})
        self.store.publish(Change(Resource.OFFERS, upserted=tuple(offer.id for offer in offers)))

    def drop(self, offer_id: str) -> None:
        self.store.update_offers({}, (offer_id,))
        self.store.publish(Change(Resource.OFFERS, removed=(offer_id,)))


def test_a_sold_out_offer_is_told_once_when_it_comes_back() -> None:
    market = Market(OUT)
    assert market.watch.toggle(OUT.id)
    assert (market.watch.is_watched(OUT.id), dict(market.watch.watched)) == (True, {OUT.id: EPOCH})
    market.show(replace(OUT, rate=None))
    assert market.told == []
    market.show(IN)
    assert market.told == [IN]
    assert not market.watch.is_watched(OUT.id)
    market.show(OUT)
    market.show(IN)
    assert market.told == [IN]


def test_one_that_is_in_stock_is_told_after_it_was_sold_out() -> None:
    market = Market(IN)
    market.watch.toggle(IN.id)
    market.show(replace(IN, rate=None))
    assert market.told == []
    market.show(OUT)
    market.show(IN)
    assert market.told == [IN]


def test_one_that_leaves_the_list_counts_as_sold_out() -> None:
    market = Market(IN)
    market.watch.toggle(IN.id)
    market.drop(IN.id)
    market.show(IN)
    assert market.told == [IN]


def test_one_that_was_never_seen_is_told_when_it_appears() -> None:
    market = Market()
    market.watch.toggle(IN.id)
    market.show(IN)
    assert market.told == [IN]


def test_nobody_is_told_of_what_is_watched_no_more_or_never_was() -> None:
    market = Market(OUT)
    market.watch.toggle(OUT.id)
    assert not market.watch.toggle(OUT.id)
    other = replace(IN, location="FIN-03")
    market.show(IN, other)
    assert market.told == []
    assert market.watch.watched == {}


def test_an_offer_that_cannot_be_read_is_neither_in_nor_out_of_stock() -> None:
    market = Market(IN)
    market.watch.toggle(IN.id)
    market.show(Unreadable(IN.id, "no price", b"{}"))
    market.show(IN)
    assert market.told == []
    assert market.watch.is_watched(IN.id)


def test_whoever_is_told_may_watch_it_again() -> None:
    market = Market(OUT)

    def again(offer: Offer) -> None:
        market.watch.toggle(offer.id)

    market.watch.subscribe(again)
    market.watch.toggle(OUT.id)
    market.show(IN)
    assert market.watch.is_watched(IN.id)
    market.show(OUT)
    market.show(IN)
    assert market.told == [IN, IN]


def test_after_its_end_nothing_is_told() -> None:
    market = Market(OUT)
    market.watch.toggle(OUT.id)
    market.watch.close()
    market.show(IN)
    assert market.told == []


def test_followers_hear_of_every_beginning_and_end_of_a_watch() -> None:
    market = Market(OUT)
    heard: list[tuple[str, bool]] = []
    end = market.watch.follow(lambda offer_id: heard.append((offer_id, market.watch.is_watched(offer_id))))
    market.watch.toggle(OUT.id)
    market.watch.toggle(OUT.id)
    market.watch.toggle(OUT.id)
    market.show(IN)
    assert heard == [(OUT.id, True), (OUT.id, False), (OUT.id, True), (OUT.id, False)]
    end()
    market.watch.toggle(OUT.id)
    assert len(heard) == 4

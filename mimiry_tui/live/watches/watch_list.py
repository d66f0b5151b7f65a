"""What is watched: listed, asked about, changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from mimiry_tui.clock import Clock
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.watching.machine import Standing
from mimiry_tui.domain.watching.matching import covers, matches
from mimiry_tui.domain.watching.rule import Watch
from mimiry_tui.live.off_loop import OffLoop
from mimiry_tui.live.store import Store
from mimiry_tui.live.subscribers import Subscribers
from mimiry_tui.live.watches.claims import Claims
from mimiry_tui.live.watches.entry import Entry, OfferMark, Progress, WatchNews
from mimiry_tui.live.watches.file import WatchFile
from mimiry_tui.live.watches.market import Market
from mimiry_tui.live.watches.shelf import Shelf

_NOTHING_KNOWN = Progress(0, None, "", None, None, "")


class WatchList:
    """Changes are seen at once, and on disk soon while what goes on with them runs."""

    def __init__(self, store: Store, clock: Clock, folder: Path | None, off_loop: OffLoop) -> None:
        self._clock = clock
        self._market = Market(store, clock)
        self._subscribers: Subscribers[[]] = Subscribers()
        self._listeners: Subscribers[WatchNews] = Subscribers()
        self._shelf = Shelf(WatchFile(folder), Claims(folder), off_loop, self._listeners.tell)

    @property
    def all(self) -> tuple[Watch, ...]:
        """In the order they were made."""
        return tuple(sorted((one.watch for one in self._shelf), key=lambda one: one.created_at))

    @property
    def armed(self) -> tuple[Watch, ...]:
        """Those for which this dashboard may launch something by itself."""
        return tuple(one for one in self.all if one.armed is not None)

    @property
    def trouble(self) -> str:
        """Why they are not on disk, in words; empty while all is well."""
        return self._shelf.trouble

    def get(self, watch_id: str) -> Watch | None:
        entry = self._shelf.get(watch_id)
        return None if entry is None else entry.watch

    def progress(self, watch_id: str) -> Progress:
        """How it is doing."""
        entry = self._shelf.get(watch_id)
        return _NOTHING_KNOWN if entry is None else entry.progress

    def state_of(self, offer_id: str) -> OfferMark | None:
        """What watches have to do with that offer; None for nothing."""
        offer = self._market.offer(offer_id) if len(self._shelf) else None
        if offer is None:
            return None
        volumes = self._market.volumes
        found = [one.watch for one in self._shelf if covers(one.rule, offer, volumes)]
        if any(one.armed is not None for one in found):
            return OfferMark.ARMED
        if any(matches(one, offer, volumes) for one in found):
            return OfferMark.HERE
        return OfferMark.WAITING if found else None

    @property
    def marks(self) -> dict[str, OfferMark]:
        """What watches have to do with offers, by id, for those they have anything to do with."""
        if not len(self._shelf):
            return {}
        found = ((one.id, self.state_of(one.id)) for one in self._market.offers)
        return {offer_id: mark for offer_id, mark in found if mark is not None}

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call it after every check and change; returns what ends that. It must not raise."""
        return self._subscribers.add(callback)

    def follow(self, callback: Callable[[WatchNews], None]) -> Callable[[], None]:
        """Call it with every piece of news; returns what ends that. It must not raise."""
        return self._listeners.add(callback)

    # What is changed

    def suggestion(self, offer: Offer) -> Watch:
        """A watch of that very offer, at any price, that nobody has made yet."""
        return replace(
            self.blank(),
            models=frozenset({offer.model}),
            providers=frozenset({offer.provider} - {""}),
            locations=frozenset({offer.location} - {""}),
        )

    def blank(self) -> Watch:
        """A watch of nothing yet, that nobody has made."""
        nothing: frozenset[str] = frozenset()
        return Watch(uuid4().hex, nothing, None, nothing, nothing, None, "", None, self._clock.now())

    def matching(self, watch: Watch) -> tuple[Offer, ...]:
        """What would do for it now, the cheapest first."""
        return self._market.matching(watch)

    def cheapest(self, watch: Watch) -> Money | None:
        """The lowest price that is asked for what it waits for, sold out or not; None where none is told."""
        volumes = self._market.volumes
        rates = [one.rate for one in self._market.offers if one.rate and covers(watch, one, volumes)]
        same = [rate for rate in rates if rate.currency == rates[0].currency]
        return min(same, key=lambda rate: rate.amount, default=None)

    def of_offer(self, offer: Offer) -> Watch | None:
        """The watch of that very offer and nothing else."""
        alike = self.suggestion(offer)
        where = (alike.models, alike.providers, alike.locations)
        return next((one for one in self.all if (one.models, one.providers, one.locations) == where), None)

    def put(self, watch: Watch) -> None:
        """Watch this, in place of the watch with its id; one that is armed is disarmed by being changed.

        What matches already is told once it has ceased to and comes back.
        """
        entry = self._shelf.get(watch.id)
        rule = replace(watch, armed=None)
        if entry is None:
            entry = Entry(rule)
        elif entry.rule == rule:
            return
        else:
            if entry.holder:
                self._shelf.lay_down(entry, "disarmed: it was changed", quietly=True)
            entry.rule = rule
        entry.standing = Standing(matched=bool(self._market.matching(rule)))
        entry.why_not = self._market.why_not(rule)
        self._shelf.put(entry)
        self._changed()

    def remove(self, watch_id: str) -> None:
        """Watch it no more."""
        self._shelf.drop(watch_id)
        self._changed()

    def toggle(self, offer: Offer) -> bool:
        """Watch that very offer, or no more; whether it is watched now."""
        watch = self.of_offer(offer)
        if watch is not None:
            self.remove(watch.id)
            return False
        self.put(self.suggestion(offer))
        return True

    def _changed(self) -> None:
        self._subscribers.tell()

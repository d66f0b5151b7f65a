"""Offers out of two lists: what machines there are, and where each can be had now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.jobs.machines import Machine, build_machine, gpus_of_type
from mimiry_tui.clouds.jobs.wire import Stock
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The machines as they were last told."""

    machines: tuple[Machine, ...] = ()

    def machine(self, instance_type: str, provider: str = "") -> Machine | None:
        """The one of that provider; where none is named, the only one of that type."""
        found = [machine for machine in self.machines if machine.instance_type == instance_type]
        same = [machine for machine in found if _is_same(machine.provider, provider)]
        return same[0] if len(same) == 1 or (same and provider) else None

    def gpus(self, instance_type: str) -> tuple[int, str]:
        """How many GPUs of which name; by the type's own name where it is not in the catalogue."""
        found = next((one for one in self.machines if one.instance_type == instance_type), None)
        return (found.gpu_count, found.gpu_type) if found else gpus_of_type(instance_type)


def join_offers(machines: Iterable[Machine], stocks: Iterable[Stock]) -> tuple[Offer, ...]:
    """One offer per instance type, provider and location, in the order of the machines.

    A machine of which no stock is told is not available; one that only the stock knows has no price.
    """
    by_type: dict[str, list[Stock]] = defaultdict(list)
    for stock in stocks:
        by_type[stock.instance_type].append(stock)
    offers: dict[str, Offer] = {}
    met: set[int] = set()
    for machine in machines:
        mine = [
            stock
            for stock in by_type.get(machine.instance_type, ())
            if _is_same(stock.provider, machine.provider)
        ]
        met |= {id(stock) for stock in mine}
        _take(offers, _offers_of(machine, mine))
    for stock in (stock for found in by_type.values() for stock in found if id(stock) not in met):
        unknown = build_machine(instance_type=stock.instance_type, provider=stock.provider)
        _take(offers, _offers_of(unknown, [stock]))
    return tuple(offers.values())


class OfferBoard:
    """The last offers, so that what did not change stays the very same objects."""

    def __init__(self) -> None:
        self._sources: tuple[Page[Machine], Page[Stock]] | None = None
        self._page: Page[Offer] = Page(())

    def page(self, machines: Page[Machine], stocks: Page[Stock]) -> Page[Offer]:
        """The offers of these two lists; what could not be read of either comes last."""
        last = self._sources
        if last is not None and last[0] is machines and last[1] is stocks:
            return self._page
        known = {offer.id: offer for offer in self._page.items if isinstance(offer, Offer)}
        joined = join_offers(readable(machines), readable(stocks))
        offers = tuple(known[one.id] if known.get(one.id) == one else one for one in joined)
        broken = {item.id: item for item in (*machines.items, *stocks.items) if isinstance(item, Unreadable)}
        self._sources, self._page = (machines, stocks), Page((*offers, *broken.values()))
        return self._page


def readable(page: Page[T]) -> Iterator[T]:
    """The records of a page that could be read."""
    return (item for item in page.items if not isinstance(item, Unreadable))


def _offers_of(machine: Machine, stocks: Sequence[Stock]) -> Iterator[Offer]:
    """Available places first; a place that two entries tell of is available if either says so."""
    told = sorted(stocks, key=lambda stock: not stock.available)
    places = [(place, stock.available) for stock in told for place in stock.locations or ("",)]
    for place, available in places or [("", False)]:
        yield Offer(
            model=machine.instance_type,
            display_name=machine.description,
            family=machine.gpu_type,
            form_factor="",
            vram_gb=machine.vram_gb,
            provider=machine.provider,
            location=place,
            rate=machine.price_per_gpu,
            available=available,
            raw=machine.raw,
            count=max(1, machine.gpu_count),
            machine=machine.instance_type,
        )


def _take(offers: dict[str, Offer], more: Iterable[Offer]) -> None:
    for offer in more:
        offers.setdefault(offer.id, offer)


def _is_same(one: str, other: str) -> bool:
    """Whether two providers can be the same one: what is not told can be any."""
    return not one or not other or one.casefold() == other.casefold()

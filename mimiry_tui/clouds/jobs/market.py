"""What can be rented, and what a launch can name: machines, places, images."""

from __future__ import annotations

from collections.abc import Callable

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.decoding import ListReader
from mimiry_tui.clouds.jobs.api import JobsApi
from mimiry_tui.clouds.jobs.machines import Machine
from mimiry_tui.clouds.jobs.offers import Catalogue, OfferBoard, readable
from mimiry_tui.clouds.jobs.scopes import Scope
from mimiry_tui.clouds.jobs.wire import Place, Stock, read_machine, read_place, read_stock
from mimiry_tui.clouds.transport import Query
from mimiry_tui.domain.money import DEFAULT_CURRENCY
from mimiry_tui.domain.offers import Offer

_PRICES: Query = (("currency", DEFAULT_CURRENCY.lower()),)


class Market:
    """The lists behind the scope `instances:read`. Every call raises CloudError and nothing else."""

    def __init__(self, api: JobsApi, told: Callable[[Catalogue], None]) -> None:
        """`told` hears of the machines whenever they were asked for."""
        self.catalogue = Catalogue()
        self.page: Page[Offer] = Page(())
        """The offers as they were last told."""
        self._api = api
        self._told = told
        self._board = OfferBoard()
        self._machines = ListReader[Machine](
            ("instances", "instance_types"),
            lambda raw: (read_machine(raw),),
            lambda machine: (machine.instance_type, machine.provider),
        )
        self._stocks = ListReader[Stock](
            ("availability",), lambda raw: (read_stock(raw),), lambda stock: stock
        )
        self._places = {
            name: ListReader[Place](
                (name,), lambda raw: (read_place(raw),), lambda place: (place.code, place.provider)
            )
            for name in ("images", "locations", "providers")
        }

    async def offers(self) -> Page[Offer]:
        """One per instance type, provider and location."""
        answer = await self._api.get("/instances", Scope.INSTANCES_READ, _PRICES)
        machines = await self._machines.page([self._machines.listing(answer)])
        self.catalogue = Catalogue(tuple(readable(machines)))
        self._told(self.catalogue)
        answer = await self._api.get("/availability", Scope.INSTANCES_READ)
        stocks = await self._stocks.page([self._stocks.listing(answer)])
        self.page = self._board.page(machines, stocks)
        return self.page

    async def images(self, instance_type: str) -> tuple[Place, ...]:
        """Those that a machine of that type can boot; all of them where none is named."""
        return await self._list("images", (("instance_type", instance_type),) if instance_type else ())

    async def locations(self) -> tuple[Place, ...]:
        return await self._list("locations")

    async def providers(self) -> tuple[Place, ...]:
        return await self._list("providers")

    async def _list(self, name: str, query: Query = ()) -> tuple[Place, ...]:
        answer = await self._api.get(f"/{name}", Scope.INSTANCES_READ, query)
        reader = self._places[name]
        page = await reader.page([reader.listing(answer, query)], query)
        return tuple(readable(page))

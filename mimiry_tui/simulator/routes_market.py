"""What anybody may ask without a key: `/availability` and `/catalog`."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mimiry_tui.simulator import ledger
from mimiry_tui.simulator.catalog import Model
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.listing import comma_list
from mimiry_tui.simulator.market import Quote
from mimiry_tui.simulator.service import Service
from mimiry_tui.simulator.validation import invalid


class MarketRoutes:
    """The handlers, over one service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[Route]:
        return [
            Route("/availability", self.availability, methods=["GET"]),
            Route("/catalog", self.catalog, methods=["GET"]),
        ]

    async def availability(self, request: Request) -> Response:
        """Both query styles; the older dialect insists on `gpu_types`. `detail=full` adds nothing here."""
        self._service.world.tick()
        wanted = _Wanted(request)
        if self._service.dialect is Dialect.OLDER and not wanted.types:
            raise invalid("gpu_types is required")
        market = self._service.world.market
        rows = [
            _model_json(m, wanted.quotes(market.quotes_for(m))) for m in market.models() if wanted.model(m)
        ]
        shown = [row for row in rows if row["providers"] and (row["available"] or not wanted.available_only)]
        return JSONResponse({"gpu_models": shown})

    async def catalog(self, _request: Request) -> Response:
        """Every model with no prices; the real shape is unknown."""
        return JSONResponse({"gpu_models": [_head(model) for model in self._service.world.market.models()]})


class _Wanted:
    """The filters of an availability query."""

    def __init__(self, request: Request) -> None:
        params = request.query_params
        self.types = comma_list(params.get("gpu_types"))
        self.available_only = params.get("available_only") == "true"
        self._families = comma_list(params.get("gpu_family"))
        self._form_factor = params.get("form_factor")
        self._provider = params.get("provider")
        self._location = params.get("location")
        vram = params.get("min_vram_gb", "0")
        if not (vram.isascii() and vram.isdigit()):
            raise invalid("min_vram_gb must be a whole number")
        self._min_vram = int(vram)

    def model(self, model: Model) -> bool:
        return (
            (not self.types or any(model.answers_to(word) for word in self.types))
            and (not self._families or model.family in self._families)
            and (not self._form_factor or model.form_factor.lower() == self._form_factor.lower())
            and model.vram_gb >= self._min_vram
        )

    def quotes(self, quotes: list[Quote]) -> list[tuple[Quote, list[str], list[str]]]:
        """Each fitting quote with all its fitting locations, and those of them in stock."""
        found = []
        for quote in quotes:
            if self._provider and quote.listing.provider != self._provider:
                continue
            places = [p for p in quote.stock if self._location in (None, "", p)]
            if places:
                found.append((quote, places, [p for p in places if quote.stock[p] > 0]))
        return found


def _head(model: Model) -> dict[str, Any]:
    return {
        "name": model.name,
        "display_name": model.display_name,
        "family": model.family,
        "form_factor": model.form_factor or None,
        "vram_gb": model.vram_gb,
    }


def _model_json(model: Model, quotes: list[tuple[Quote, list[str], list[str]]]) -> dict[str, Any]:
    """A model that is in stock somewhere lists only those places; a sold-out one lists all of them."""
    available = any(stocked for _, _, stocked in quotes)
    providers = [
        {
            "provider": quote.listing.provider,
            "hourly_rate": float(quote.rate),
            "locations": stocked if available else places,
        }
        for quote, places, stocked in quotes
        if stocked or not available
    ]
    return {**_head(model), "available": available, "currency": ledger.CURRENCY, "providers": providers}

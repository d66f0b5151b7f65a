"""What comes of a launch where its scenarios have a say in which machine it gets."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from mimiry_tui.simulator.catalog import Model, model_named
from mimiry_tui.simulator.market import Market
from mimiry_tui.simulator.records import Launch, Volume
from mimiry_tui.simulator.scenarios import Scenario
from mimiry_tui.simulator.scheduler import Verdict, no_capacity, schedule


def verdict_on(
    launch: Launch,
    market: Market,
    volumes: Sequence[Volume],
    rng: random.Random,
    plays: Collection[Scenario],
) -> Verdict:
    """The machine a launch gets, or why none, after the capacity errors it was given to meet."""
    attempts = launch.gpu.max_attempts
    if Scenario.NO_CAPACITY in plays:
        error = f"no capacity after {attempts} attempts"
        return Verdict(None, error, capacity_errors(launch, market, attempts, attempts))
    verdict = schedule(launch, market, volumes, rng)
    if Scenario.CAPACITY_RETRIES in plays and verdict.placement is not None:
        return replace(verdict, setbacks=capacity_errors(launch, market, 2, max(3, attempts)))
    return verdict


def capacity_errors(launch: Launch, market: Market, count: int, attempts: int) -> tuple[str, ...]:
    """The texts of that many capacity errors, going round the places that offer what is wanted."""
    places = _places(launch, market)
    return tuple(
        no_capacity(*places[attempt % len(places)], attempt + 1, attempts) for attempt in range(count)
    )


def _places(launch: Launch, market: Market) -> list[tuple[str, str]]:
    """GPU and `provider/location`, the hinted provider's first; any GPU where none of the wanted is known."""
    wanted = [model for word in launch.gpu.types if (model := model_named(word)) is not None]
    quotes = [quote for model in wanted or _any(market) for quote in market.quotes_for(model)]
    quotes.sort(key=lambda quote: quote.listing.provider != launch.gpu.provider)
    return [
        (quote.model.name, f"{quote.listing.provider}/{location}")
        for quote in quotes
        for location in quote.listing.usual_stock
    ]


def _any(market: Market) -> Iterable[Model]:
    return [model for model in market.models() if model.vram_gb]

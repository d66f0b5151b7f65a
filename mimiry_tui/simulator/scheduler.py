"""Which machine a launch gets: candidates from the market, capacity retries, and why there is none."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mimiry_tui.simulator.catalog import Model, model_named
from mimiry_tui.simulator.market import Market, Quote
from mimiry_tui.simulator.records import GpuRequest, Launch, Placement, Volume

_HICCUP = 0.07


@dataclass(frozen=True)
class Verdict:
    """The machine, or the reason there is none; `setbacks` are the capacity errors met on the way."""

    placement: Placement | None
    error: str | None = None
    setbacks: tuple[str, ...] = ()


def schedule(launch: Launch, market: Market, volumes: Sequence[Volume], rng: random.Random) -> Verdict:
    """Choose a machine. A GPU nobody offers and a volume elsewhere come out here, after creation,
    as they do on the service (Mimiry compute API, sessions and volumes)."""
    wanted = launch.gpu
    unknown = next((word for word in wanted.types if model_named(word) is None), None)
    if unknown is not None:
        return Verdict(None, f'unsupported GPU type "{unknown}"')
    offers = _candidates(wanted, market)
    if not offers:
        return Verdict(None, "no GPU matches criteria")
    return _first_with_room(wanted, offers, volumes, rng)


def _first_with_room(
    wanted: GpuRequest, offers: list[tuple[Quote, str]], volumes: Sequence[Volume], rng: random.Random
) -> Verdict:
    setbacks: list[str] = []
    choice = 0
    for attempt in range(1, wanted.max_attempts + 1):
        quote, location = offers[choice % len(offers)]
        empty = quote.stock[location] <= 0
        if empty or (attempt == 1 and wanted.max_attempts > 1 and rng.random() < _HICCUP):
            choice += empty
            where = f"{quote.listing.provider}/{location}"
            setbacks.append(no_capacity(quote.model.name, where, attempt, wanted.max_attempts))
            continue
        elsewhere = next((volume for volume in volumes if volume.location != location), None)
        if elsewhere is not None:
            reason = f"volume {elsewhere.name} is in {elsewhere.location}, session was placed in {location}"
            return Verdict(None, reason, tuple(setbacks))
        placement = Placement(quote.model.name, quote.listing.provider, location, quote.rate * wanted.count)
        return Verdict(placement, None, tuple(setbacks))
    return Verdict(None, f"no capacity after {wanted.max_attempts} attempts", tuple(setbacks))


def no_capacity(gpu_type: str, where: str, attempt: int, attempts: int) -> str:
    """One capacity error, as the service tells it."""
    return f"no capacity for {gpu_type} at {where} (attempt {attempt} of {attempts})"


def _candidates(wanted: GpuRequest, market: Market) -> list[tuple[Quote, str]]:
    """Offers that fit, best first: hinted places, places with stock, the asked order, the price."""
    found = [
        (quote, location)
        for quote in market.quotes
        if _fits(wanted, quote)
        for location in quote.listing.usual_stock
    ]

    def rank(candidate: tuple[Quote, str]) -> tuple[bool, bool, bool, tuple[object, ...]]:
        quote, location = candidate
        return (
            quote.stock[location] <= 0,
            wanted.location is not None and location != wanted.location,
            wanted.provider is not None and quote.listing.provider != wanted.provider,
            _preference(wanted, quote),
        )

    return sorted(found, key=rank)


def _fits(wanted: GpuRequest, quote: Quote) -> bool:
    model = quote.model
    if wanted.max_hourly_rate is not None and quote.rate > wanted.max_hourly_rate:
        return False
    if wanted.types:
        return any(model.answers_to(word) for word in wanted.types)
    return (
        model.vram_gb >= max(1, wanted.min_vram_gb)
        and (not wanted.families or model.family in wanted.families)
        and (not wanted.form_factors or model.form_factor in wanted.form_factors)
    )


def _preference(wanted: GpuRequest, quote: Quote) -> tuple[object, ...]:
    if wanted.types:
        named = (i for i, word in enumerate(wanted.types) if quote.model.answers_to(word))
        return (next(named), quote.rate)
    return (*(_PRIORITIES[key](wanted, quote) for key in wanted.priority), quote.rate)


def _index(choices: tuple[str, ...], value: str) -> int:
    return choices.index(value) if value in choices else len(choices)


def _model_order(model: Model) -> tuple[int, str]:
    return (-model.vram_gb, model.name)


_PRIORITIES: dict[str, Callable[[GpuRequest, Quote], object]] = {
    "PRICE": lambda _, quote: quote.rate,
    "GPU": lambda _, quote: _model_order(quote.model),
    "FAMILY": lambda wanted, quote: _index(wanted.families, quote.model.family),
    "FORM_FACTOR": lambda wanted, quote: _index(wanted.form_factors, quote.model.form_factor),
    "VRAM": lambda _, quote: -quote.model.vram_gb,
}
PRIORITY_KEYS = frozenset(_PRIORITIES)

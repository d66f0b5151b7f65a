"""What a dashboard would remember of the demo account, had one been open now and then for a month."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache

from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.memory.samples import Sample, Span
from mimiry_tui.domain.money import Money
from mimiry_tui.simulator.catalog import LISTINGS, Listing
from mimiry_tui.simulator.demo_earlier import earlier

DAYS = 30
LEFT = timedelta(hours=3, minutes=5)
"""How long ago the last dashboard was closed."""
_STEP = timedelta(hours=1)
_STEPS = int(timedelta(days=DAYS) / _STEP)
_A_DAY = int(timedelta(days=1) / _STEP)
_TREND_STEPS = 3
"""Hours between two moves of what follows a trend."""
_TRENDS: dict[tuple[str, str], tuple[tuple[float, float], ...]] = {
    # Days ago, and how far from the present price it was then; between these it went step by step.
    ("H100", "verda"): (
        (30, -0.02),
        (9, -0.24),
        (5, -0.24),
        (3, -0.12),
        (1, 0.0),
        (0.14, 0.06),
        (0.12, 0.06),
    ),
    ("T4", "gcp"): ((30, 0.06), (12, 0.14), (4, 0.11), (1.5, 0.0)),
    ("A100", "verda"): ((30, 0.10), (14, 0.10), (6, 0.03), (2, 0.02), (0.5, 0.0)),
    ("H200", "verda"): ((30, -0.05), (8, -0.05), (6, 0.08), (2, 0.0)),
    ("RTXPRO6000", "verda"): ((30, 0.0), (10, 0.09), (7, 0.02), (0.14, 0.08), (0.12, 0.08)),
}


@dataclass(frozen=True)
class Past:
    """Everything there is to remember."""

    left_at: datetime
    samples: dict[str, tuple[Sample, ...]]
    """By offer, each change once, in order of time."""
    spans: tuple[Span, ...]
    cards: tuple[Card, ...]


def build_past(seed: int, now: datetime) -> Past:
    """The same for the same seed, but for the sittings, which are at usual hours of the machine's zone."""
    left_at = now - LEFT
    spans = sittings(seed, left_at)
    samples = {}
    for listing in LISTINGS:
        if not listing.model.vram_gb:
            continue
        name = f"{listing.model.name}|{listing.provider}"
        rates = _rates(random.Random(f"{seed}/past/{name}"), listing)
        for place, usual in listing.usual_stock.items():
            stock = _stock(random.Random(f"{seed}/past/{name}|{place}"), usual)
            samples[f"{name}|{place}"] = tuple(_seen(rates, stock, spans, now))
    return Past(left_at, samples, spans, earlier(seed, now, Decimal(0)).cards)


def sittings(seed: int, left_at: datetime) -> tuple[Span, ...]:
    """When a dashboard was open in the month before it was closed at that moment."""
    return tuple(_merged(sorted(_sittings(random.Random(f"{seed}/sittings"), left_at))))


def _rates(rng: random.Random, listing: Listing) -> list[Decimal]:
    """What it asked for in each hour, the present one first: by steps, not by the minute."""
    trend = _TRENDS.get((listing.model.family, listing.provider))
    base, noise, rates = float(listing.base_rate), 0.0, []
    for step in range(_STEPS + 1):
        if trend is None and rng.random() < 0.04:
            noise = max(-0.09, min(0.09, noise * 0.7 + rng.choice((-0.03, -0.02, 0.02, 0.03))))
        away = noise if trend is None else _along(trend, step // _TREND_STEPS)
        rates.append(_cents(round(base * (1 + away) * 100)))
    return rates


@cache
def _cents(count: int) -> Decimal:
    return Decimal(count) / 100


@cache
def _along(trend: tuple[tuple[float, float], ...], steps: int) -> float:
    """How far from the present price it was that many steps of three hours ago."""
    days = steps * _TREND_STEPS / _A_DAY
    newer = (0.0, 0.0)
    for at, away in reversed(trend):
        if days <= at:
            share = (days - newer[0]) / (at - newer[0])
            return newer[1] + share * (away - newer[1])
        newer = (at, away)
    return newer[1]


def _stock(rng: random.Random, usual: int) -> list[bool]:
    """Whether there was one in each hour, the present one first: what is scarce runs out often."""
    if usual == 0:
        return [3 * _A_DAY < step < 3 * _A_DAY + 2 for step in range(_STEPS + 1)]
    runs_out = {1: 0.10, 2: 0.09, 3: 0.07, 4: 0.05, 5: 0.03}.get(usual, 0.004)
    there, stock = True, []
    for step in range(_STEPS + 1):
        if step:
            there = rng.random() >= runs_out if there else rng.random() < 0.4
        stock.append(there)
    return stock


def _seen(
    rates: list[Decimal], stock: list[bool], spans: tuple[Span, ...], now: datetime
) -> Iterator[Sample]:
    """Each change, at the moment at which somebody was there to see it."""
    before: tuple[Decimal, bool] | None = None
    for span in spans:
        at = span.start
        while at <= span.end:
            step = min(_STEPS, int((now - at) / _STEP))
            state = (rates[step], stock[step])
            if state != before:
                before = state
                yield Sample(at, Money(state[0]), state[1])
            at = at + _STEP if at + _STEP <= span.end or at == span.end else span.end


def _sittings(rng: random.Random, left_at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """When a dashboard was open: working hours, some evenings, now and then a night for a long run."""
    yield left_at - timedelta(hours=2, minutes=20), left_at
    today = left_at.astimezone()
    for back in range(DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        at_work = day.weekday() < 5
        hours = [(9.0, 12.5), (13.4, 18.0)] if at_work else [(10.5, 12.0)] if rng.random() < 0.5 else []
        hours += [(20.3, 22.8)] if rng.random() < 0.4 else []
        hours += [(18.0, 33.0)] if back in (1, 5, 12) else []
        for begin, end in hours:
            midnight = datetime.combine(day.date(), time(), day.tzinfo)
            start = midnight + timedelta(hours=begin, minutes=rng.uniform(-20, 20))
            stop = midnight + timedelta(hours=end, minutes=rng.uniform(-20, 20))
            if start < left_at:
                yield start.astimezone(left_at.tzinfo), min(stop.astimezone(left_at.tzinfo), left_at)


def _merged(sittings: list[tuple[datetime, datetime]]) -> Iterator[Span]:
    """Those that overlap as one."""
    open_span: tuple[datetime, datetime] | None = None
    for start, end in sittings:
        if open_span is not None and start <= open_span[1]:
            open_span = (open_span[0], max(open_span[1], end))
            continue
        if open_span is not None:
            yield Span(*open_span)
        open_span = (start, end)
    if open_span is not None:
        yield Span(*open_span)

"""Prices and stock that move a little every few seconds, the same way for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from mimiry_tui.simulator.catalog import LISTINGS, Listing, Model

MOVE_EVERY = timedelta(seconds=15)
_MOST_MOVES_AT_ONCE = 400
_CENT = Decimal("0.01")
_SWING = Decimal("0.18")


@dataclass
class Quote:
    """What one listing asks and holds just now."""

    listing: Listing
    rate: Decimal
    stock: dict[str, int]

    @property
    def model(self) -> Model:
        return self.listing.model

    @property
    def in_stock(self) -> list[str]:
        """Locations with at least one machine free."""
        return [place for place, count in self.stock.items() if count > 0]


class Market:
    """Every quote, and the moves it has made since the world began.

    The state is a function of the seed and the number of moves, so saving needs only two moments.
    """

    def __init__(self, seed: int, began: datetime, speed: float) -> None:
        self._seed = seed
        self._began = began
        self._every = MOVE_EVERY / speed
        self._moves = 0
        self.quotes = [Quote(entry, entry.base_rate, dict(entry.usual_stock)) for entry in LISTINGS]

    def tick(self, now: datetime) -> None:
        """Make the moves due by `now`; after a long absence only the last few hundred are made."""
        due = int((now - self._began) / self._every)
        first = max(self._moves, due - _MOST_MOVES_AT_ONCE)
        for move in range(first, due):
            self._move(random.Random(f"{self._seed}/market/{move}"))
        self._moves = max(self._moves, due)

    def _move(self, rng: random.Random) -> None:
        for quote in self.quotes:
            for place, usual in quote.listing.usual_stock.items():
                if usual and rng.random() < 0.3:
                    quote.stock[place] = max(0, min(usual + 3, quote.stock[place] + rng.choice((-1, 1))))
            if rng.random() < 0.08:
                base = quote.listing.base_rate
                step = (base * rng.choice((-3, -2, 2, 3)) / 100).quantize(_CENT)
                low, high = base * (1 - _SWING), base * (1 + _SWING)
                quote.rate = min(high, max(low, quote.rate + step)).quantize(_CENT)

    def quotes_for(self, model: Model) -> list[Quote]:
        return [quote for quote in self.quotes if quote.model == model]

    def models(self) -> list[Model]:
        """Each model once, in the order of the catalogue."""
        return list(dict.fromkeys(quote.model for quote in self.quotes))

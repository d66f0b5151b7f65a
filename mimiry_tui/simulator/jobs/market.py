"""What machines cost when, and where one can be had."""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta
from decimal import Decimal

from mimiry_tui.simulator.jobs.catalog import MachineType

_PRICE_HOURS, _STOCK_HOURS = 6, 1


class Market:
    """Prices and stock as functions of the time, of the past too; `began` is when the world was made.

    At `began` prices are those of the catalogue. Where it does not move, they stay so.
    """

    def __init__(self, seed: int, began: datetime, speed: float = 1.0, *, moves: bool = True) -> None:
        self._seed = seed
        self._began = began
        self._speed = speed
        self._moves = moves

    def price(self, machine: MachineType, at: datetime) -> Decimal:
        """EUR per hour for the whole machine."""
        slot = math.floor(self._hours(at) / _PRICE_HOURS)
        if slot == 0 or not self._moves:
            return machine.price
        rng = random.Random(f"{self._seed}/{machine.name}/trend")
        wave = rng.uniform(0.02, 0.09) * (
            math.cos(slot / rng.uniform(9, 22) + (phase := rng.uniform(0, 6))) - math.cos(phase)
        )
        stepped = round(wave / 0.02) * 0.02
        each = max(1, machine.gpu_count)
        return (machine.price / each * Decimal(str(round(1 + stepped, 2)))).quantize(Decimal("0.01")) * each

    def has_room(self, machine: MachineType, place: str, at: datetime) -> bool:
        """Whether one more can be had there."""
        scarce = machine.scarce.get(place)
        if scarce is None:
            return False
        slot = math.floor(self._hours(at) / _STOCK_HOURS) if self._moves else 0
        if slot == 0:
            return scarce < 0.5
        return random.Random(f"{self._seed}/{machine.name}/{place}/{slot}").random() >= scarce

    def places(self, machine: MachineType, at: datetime) -> list[str]:
        """Where one can be had now."""
        return [place for place in machine.scarce if self.has_room(machine, place, at)]

    def _hours(self, at: datetime) -> float:
        since = at - self._began
        speed = self._speed if since > timedelta(0) else 1.0
        return since.total_seconds() * speed / 3600

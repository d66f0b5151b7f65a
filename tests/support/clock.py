"""A clock whose hands the test turns."""

from __future__ import annotations

import asyncio
import heapq
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2026, 6, 8, 12, 0, 0, tzinfo=UTC)
_STARTED_AT = 1_000.0


class ManualClock:
    """Stands still until `advance`; every sleeper whose moment has come wakes in order of time."""

    def __init__(self, start: datetime = EPOCH) -> None:
        self._wall_at_start = start
        self._monotonic = _STARTED_AT
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._tickets = 0

    def now(self) -> datetime:
        # Not summed up step by step: each sum would be rounded to microseconds, and the two hands part.
        return self._wall_at_start + timedelta(seconds=self._monotonic - _STARTED_AT)

    def monotonic(self) -> float:
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._tickets += 1
        heapq.heappush(self._sleepers, (self._monotonic + max(0.0, seconds), self._tickets, future))
        await future

    @property
    def sleepers(self) -> int:
        """How many tasks wait on this clock now."""
        return sum(1 for _, _, future in self._sleepers if not future.done())

    async def advance(self, seconds: float) -> None:
        """Turn both hands forward, waking each sleeper at its own moment and letting it run."""
        target = self._monotonic + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= target:
            due, _, future = heapq.heappop(self._sleepers)
            self._turn(due)
            if not future.done():
                future.set_result(None)
            await settle()
        self._turn(target)
        await settle()

    def machine_slept(self, seconds: float) -> None:
        """The wall clock goes on without the monotonic one, as in a closed laptop; below zero, back."""
        self._wall_at_start += timedelta(seconds=seconds)

    def _turn(self, monotonic: float) -> None:
        self._monotonic = max(self._monotonic, monotonic)


async def settle(rounds: int = 20) -> None:
    """Let every task that can run do so; in-memory work only, nothing here waits for real time."""
    for _ in range(rounds):
        await asyncio.sleep(0)

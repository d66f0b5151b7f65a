"""A clock that skips every wait: the hands jump, the test goes on, and the waits are noted."""

from __future__ import annotations

import asyncio

from tests.support.clock import ManualClock


class SkippingClock(ManualClock):
    """`sleep` returns at once, with both hands moved by that much."""

    def __init__(self) -> None:
        super().__init__()
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._turn(self._monotonic + max(0.0, seconds))
        await asyncio.sleep(0)

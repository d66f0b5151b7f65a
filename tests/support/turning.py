"""Waiting for what goes by a clock that the test turns, and over real sockets at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.support.clock import ManualClock

PATIENCE = 30.0
"""Seconds of real time within which loopback answers, however busy the machine is."""
_A_MOMENT = 0.01
"""Seconds of real time that sockets are given between two looks."""


class Turning:
    """Mixed into a place with a clock."""

    clock: ManualClock

    async def until(self, condition: Callable[[], bool], *, step: float = 0.5) -> None:
        """Turn the clock on by so many seconds at a time, giving sockets a moment each, until that holds."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await self.clock.advance(step)
                await asyncio.sleep(_A_MOMENT)

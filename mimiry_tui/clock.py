"""What time it is, as a thing that can be handed in.

Nothing in this project calls `time.time()` or `asyncio.sleep()` directly: it asks the `Clock` it
was given, so that tests turn the hands themselves and the screenshots always show the same minute.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Wall time, elapsed time and waiting."""

    def now(self) -> datetime:
        """The wall time, aware and in UTC. Jumps when the machine slept or was set."""
        ...

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never goes back, stands still while the machine sleeps."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait that many seconds of this clock."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

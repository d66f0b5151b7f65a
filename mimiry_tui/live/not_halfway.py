"""What was decided is not dropped between its request and the answer when the dashboard is left."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

from mimiry_tui.clock import Clock

LEAVING_PATIENCE = 5.0
"""Seconds that what is under way is given when the dashboard is left."""
T = TypeVar("T")


async def not_halfway(work: Coroutine[object, object, T], clock: Clock) -> T:
    """What `work` comes to. Cancelled meanwhile, it goes on for those seconds at most before this ends."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        patience = asyncio.ensure_future(clock.sleep(LEAVING_PATIENCE))
        await asyncio.wait({task, patience}, return_when=asyncio.FIRST_COMPLETED)
        patience.cancel()
        task.cancel()
        raise

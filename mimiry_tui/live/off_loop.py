"""Work that blocks on the disk, done where it holds up nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class OffLoop(Protocol):
    """Runs a piece of work off the event loop; its result or error is that of the work."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]: ...


async def in_thread(work: Callable[[], T], /) -> T:
    """The usual `OffLoop`. The thread goes on when the waiting is cancelled."""
    return await asyncio.to_thread(work)

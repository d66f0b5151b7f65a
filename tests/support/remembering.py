"""A store with its history, as one run of the dashboard has them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.history.history import GATHER, History
from mimiry_tui.live.store import Change, Resource, Store
from tests.support.clock import ManualClock

PATIENCE = 60
"""Seconds of real time within which the worker thread has written, however busy the machine is."""


class Run:
    """What is shown to the store is remembered while it runs."""

    def __init__(self, folder: Path | None, clock: ManualClock | None = None) -> None:
        self.clock = clock or ManualClock()
        self.store = Store()
        self.history = History(folder, self.store, self.clock)
        self.changes: list[Change] = []
        self.store.subscribe(self.changes.append)

    def show(self, *sessions: Session | Unreadable) -> None:
        self.store.update_sessions({session.id: session for session in sessions})
        self.store.publish(Change(Resource.SESSIONS, tuple(session.id for session in sessions)))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.history.run())
        try:
            await asyncio.sleep(0)
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def until(self, condition: Callable[[], object]) -> None:
        """Turn the clock on until that holds; the worker thread is given real time for its part."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await self.clock.advance(GATHER)
                await asyncio.sleep(0.002)

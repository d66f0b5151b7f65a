"""A few sessions at a cloud that ends them as the test says, and a dashboard's picture of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import NotFound
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.endings.endings import Endings, EndingState
from mimiry_tui.live.live import Live
from tests.support.clock import ManualClock, settle
from tests.support.fake_cloud import Even, FakeCloud


def a_session(session_id: str, state: str = "started", **fields: Any) -> Session:
    """A session at €2.10 an hour."""
    told = {"name": f"name of {session_id}", "hourly_rate": 2.1, "created_at": "2026-06-08T11:00:00Z"}
    return build_session(id=session_id, state=state, **{**told, **fields})


class EndingDesk:
    """The cloud, the picture and the endings; all go by one clock."""

    def __init__(self, *sessions: Session) -> None:
        self.clock = ManualClock()
        self.cloud = FakeCloud(self.clock)
        self.sessions = {session.id: session for session in sessions}
        self.cloud.answer("terminate", None)
        self.cloud.answer("live_sessions", lambda: self._page(live=True))
        self.cloud.answer("ended_sessions", lambda offset, limit: self._page(live=False))
        self.cloud.answer("session", lambda session_id: self.sessions.get(session_id, NotFound()))
        self.live = Live(self.cloud, self.clock, rng=Even())
        self.endings = Endings(self.cloud, self.live, self.clock)
        self.told: list[frozenset[str]] = []
        self.endings.subscribe(self.told.append)

    def becomes(self, session_id: str, state: str, **fields: Any) -> None:
        """From now on the service says this of the session."""
        self.sessions[session_id] = a_session(session_id, state, **fields)

    def empty_the_list(self) -> None:
        """From now on the list of live sessions is empty, whatever a single one answers."""
        self.cloud.answer("live_sessions", Page(()))

    def state(self, session_id: str) -> EndingState | None:
        """How far the ending of a session is; None where none was asked for."""
        ending = self.endings.of(session_id)
        return ending.state if ending is not None else None

    def said(self, session_id: str) -> str:
        """What the row says of the ending now."""
        ending = self.endings.of(session_id)
        return ending.says(self.clock.now()).text if ending is not None else ""

    def deleted(self) -> list[object]:
        """The sessions the cloud was asked to end, in order."""
        return [call.arguments[0] for call in self.cloud.calls if call.name == "terminate"]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run picture and endings; their failure comes out of the block."""
        async with background(self.live.run()):
            await self.clock.advance(1)
            async with background(self.endings.run()):
                yield

    def _page(self, *, live: bool) -> Page[Session]:
        return Page(tuple(session for session in self.sessions.values() if session.is_live is live))


@asynccontextmanager
async def background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run it for the length of the block; its failure comes out of it."""
    task = asyncio.create_task(work)
    await settle()
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

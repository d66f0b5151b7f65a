"""Which sessions nothing happens to and nobody touches, each pointed out once until that changes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Protocol

from mimiry_tui.clock import Clock
from mimiry_tui.domain.guarding.flatness import is_flat, unchanged_since
from mimiry_tui.domain.sessions import Session

WRITE_EVERY = timedelta(minutes=1)
"""How long a touch is not written again: one is as good as ten."""


class Marks(Protocol):
    """Keeps moments under names, over restarts."""

    async def mark(self, name: str, at: datetime) -> None:
        """Keep that moment."""
        ...

    async def marked(self, name: str) -> datetime | None:
        """The moment that was last kept; None where there is none."""
        ...


class Flat:
    """Remembers who was touched when, and who was pointed out."""

    def __init__(self, clock: Clock, marks: Marks | None) -> None:
        self._clock = clock
        self._marks = marks
        self._touched: dict[str, datetime] = {}
        self._asked: set[str] = set()
        self._told: dict[str, datetime] = {}
        self._writing: set[asyncio.Task[None]] = set()

    def touch(self, session_id: str) -> None:
        """Somebody did something about it just now."""
        now = self._clock.now()
        last = self._touched.get(session_id)
        if last is not None and timedelta(0) <= now - last < WRITE_EVERY:
            return
        self._touched[session_id] = now
        if self._marks is not None:
            task = asyncio.create_task(self._marks.mark(_name(session_id), now), name="note a touch")
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)

    async def recall(self, sessions: Iterable[Session], days: int) -> None:
        """Learn from earlier runs when those that look forgotten were last touched."""
        if self._marks is None:
            return
        now = self._clock.now()
        for session in sessions:
            if session.id in self._asked or not is_flat(unchanged_since(session), now, days):
                continue
            self._asked.add(session.id)
            at = await self._marks.marked(_name(session.id))
            known = self._touched.get(session.id)
            if at is not None and (known is None or at > known):
                self._touched[session.id] = at

    def due(self, sessions: Iterable[Session], days: int) -> Iterator[tuple[Session, datetime]]:
        """Each that is to be pointed out now, and since when nothing happened to it."""
        now = self._clock.now()
        for session in sessions:
            if self._marks is not None and session.id not in self._asked:
                continue
            since = unchanged_since(session, self._touched.get(session.id))
            if since is not None and is_flat(since, now, days) and self._told.get(session.id) != since:
                self._told[session.id] = since
                yield session, since


def _name(session_id: str) -> str:
    return f"touched {session_id}"

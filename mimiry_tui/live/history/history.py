"""What the dashboard saw of each session, kept over restarts, and how long boots took here before.

This is the event loop's side: it notes what changed in the store and hands it, in batches, to one
worker thread, which alone reads and writes the database (`history_desk`). A database that fails
costs what it would have remembered, and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from mimiry_tui.clock import Clock
from mimiry_tui.domain.boots import BootKey, Boots, boot_key
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.live.subscribers import Subscribers

if TYPE_CHECKING:
    from mimiry_tui.live.history.desk import Desk

GATHER = 0.25
"""Seconds that changes are gathered before they are written together."""
RETRY = 30.0
"""Seconds between attempts at what could not be written, or read, while nothing new comes."""
TIDY = timedelta(days=1)
"""How often what is too old is deleted, and what still lives is noted as alive."""
BATCH = 100
"""How many sessions are handed over at once: few, since others wait while the worker computes."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A session as it is in the picture now."""

    session: Session
    observations: tuple[Observation, ...]
    fresh: bool
    """It was not in the picture before: what is on disk about it is wanted."""


@dataclass(frozen=True, slots=True)
class News:
    """What the worker found out from a batch."""

    boots: Mapping[BootKey, Boots | None]
    """Of the keys whose past boots now read differently."""
    recalled: Mapping[str, tuple[Observation, ...]]
    """Earlier observations on disk, by session id."""
    waiting: bool
    """Something could not be written, or read, and is to be tried again."""
    trouble: str
    images: tuple[ImagePast, ...] | None = None
    """All of them, where any reads differently now; None where none does."""


class History:
    """Keeps what a store observed, and gives back what was kept, while `run` runs."""

    def __init__(self, folder: Path | None, store: Store, clock: Clock) -> None:
        """`folder` is made when it is first needed; without one nothing is kept beyond this run."""
        self.trouble = ""
        """Why something is not remembered, in words; empty while all is well."""
        self._folder = folder
        self._store = store
        self._clock = clock
        self._desk: Desk | None = None
        self._boots: dict[BootKey, Boots | None] = {}
        self._images: tuple[ImagePast, ...] = ()
        self._dirty: dict[str, None] = {}
        self._handed: dict[str, tuple[Session, tuple[Observation, ...]] | None] = {}
        self._waiting = False
        self._tidy = False
        self._wake = asyncio.Event()
        self._subscribers: Subscribers[[]] = Subscribers()

    def boots(self, session: Session) -> Boots | None:
        """What past boots with this session's image and GPU took; None where fewer than three are known."""
        key = boot_key(session)
        return self._boots.get(key) if key is not None else None

    def images(self) -> tuple[ImagePast, ...]:
        """The images used before, the last used first; the very same object while nothing changed."""
        return self._images

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call it when boots, images, recalled observations or `trouble` changed; returns what ends that."""
        return self._subscribers.add(callback)

    async def run(self) -> None:
        """Remember until cancelled, and write what is left before it ends. No trouble comes out."""
        loop = asyncio.get_running_loop()
        worker = ThreadPoolExecutor(1, thread_name_prefix="history")
        unsubscribe = self._store.subscribe(self._noticed)
        try:
            self._notice_everything()
            async with asyncio.TaskGroup() as group:
                group.create_task(self._hand_over(worker), name="write history")
                group.create_task(self._look_after(), name="look after history")
        finally:
            unsubscribe()
            batch = self._next_batch(len(self._dirty))
            await loop.run_in_executor(worker, self._close, batch, self._clock.now())
            worker.shutdown(wait=False)

    async def _hand_over(self, worker: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self._clock.sleep(GATHER)
            while True:
                batch = self._next_batch(BATCH)
                tidy, self._tidy = self._tidy and not self._dirty, self._tidy and bool(self._dirty)
                now = self._clock.now()
                self._tell(await loop.run_in_executor(worker, self._take, batch, tidy, now))
                if not self._dirty:
                    break

    async def _look_after(self) -> None:
        """Try again what failed; once a day note who is alive, then delete what is too old."""
        tidied: datetime | None = None
        while True:
            await self._clock.sleep(RETRY)
            now = self._clock.now()
            known = self._store.health(Resource.SESSIONS).as_of is not None
            if known and (tidied is None or now - tidied >= TIDY):
                tidied, self._tidy = now, True
                self._handed = dict.fromkeys(self._handed)
                self._notice_everything()
            if self._waiting:
                self._wake.set()

    def _noticed(self, change: Change) -> None:
        if change.resource not in (Resource.SESSIONS, Resource.DETAIL) or change.health_only:
            return
        for session_id in change.removed:
            self._handed.pop(session_id, None)
        self._dirty.update(dict.fromkeys(change.upserted))
        self._wake.set()

    def _notice_everything(self) -> None:
        self._dirty.update(dict.fromkeys(self._store.sessions))
        self._wake.set()

    def _next_batch(self, size: int) -> list[Seen]:
        """Up to so many sessions that are new or read otherwise than when they were last handed over."""
        batch = []
        for session_id in list(islice(self._dirty, size)):
            del self._dirty[session_id]
            session, seen = self._store.sessions.get(session_id), self._store.observations(session_id)
            if not isinstance(session, Session):
                continue
            before = self._handed.get(session_id)
            if before is None or before[0] is not session or before[1] is not seen:
                batch.append(Seen(session, seen, fresh=session_id not in self._handed))
                self._handed[session_id] = (session, seen)
        return batch

    def _tell(self, news: News) -> None:
        """Take over what the worker found out, and tell those who look at it."""
        changed = bool(news.boots) or news.images is not None or news.trouble != self.trouble
        self._boots.update(news.boots)
        self._images = self._images if news.images is None else news.images
        self._waiting, self.trouble = news.waiting, news.trouble
        recalled = tuple(
            session_id
            for session_id, observations in news.recalled.items()
            if session_id in self._store.sessions and self._store.recall(session_id, observations)
        )
        if recalled:
            self._store.publish(Change(Resource.SESSIONS, upserted=recalled))
        if changed or recalled:
            self._subscribers.tell()

    # What follows runs in the worker thread.

    def _take(self, batch: Sequence[Seen], tidy: bool, now: datetime) -> News:
        return self._the_desk().take(batch, now, tidy=tidy)

    def _close(self, batch: Sequence[Seen], now: datetime) -> None:
        desk = self._the_desk()
        desk.take(batch, now)
        desk.close()

    def _the_desk(self) -> Desk:
        if self._desk is None:
            from mimiry_tui.live.history.desk import Desk  # brings sqlite3, after the first frame

            self._desk = Desk(self._folder)
        return self._desk

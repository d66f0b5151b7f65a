"""Finding out what became of launches without an answer: in the picture, by name and creation time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.launches.book import SENT_FOR, Intent
from mimiry_tui.live.launches.launching import SEARCH_FOR
from mimiry_tui.live.launches.ledger import Ledger
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Change, Resource

LOOK_EVERY = 3.0
_LISTS = (Resource.SESSIONS, Resource.ENDED)
_SETTLED_AFTER = SENT_FOR + SEARCH_FOR
"""Lists read so long after an intent hold whatever it made."""
_RECENTLY = timedelta(seconds=15)
"""A list that was read within this at the end of a search was read well enough."""


class Search:
    """Looks into the picture, which it has read again where there is no time to wait."""

    def __init__(self, cloud: Cloud, live: Live, clock: Clock, ledger: Ledger) -> None:
        self._cloud = cloud
        self._live = live
        self._clock = clock
        self._ledger = ledger

    async def soon(self, intent: Intent) -> Session | None:
        """The session it made, looked for every three seconds for a minute; None when that was in vain."""
        give_up = self._clock.monotonic() + SEARCH_FOR.total_seconds()
        while True:
            next_look = self._clock.monotonic() + LOOK_EVERY
            await self._live.freshen(_LISTS, older_than=timedelta(0), at_most=LOOK_EVERY)
            session = await self._made_by(intent)
            if session is not None or self._clock.monotonic() >= give_up:
                return session
            await self._clock.sleep(next_look - self._clock.monotonic())

    @property
    def is_blind(self) -> bool:
        """Whether the lists could not be read of late, so that nothing follows from what they lack."""
        return not self._was_read_since(self._clock.now() - _RECENTLY)

    async def late(self, intent: Intent) -> Session:
        """The session it made, once the picture holds it, however late."""
        with self._news() as changed:
            while True:
                session = await self._made_by(intent)
                if session is not None:
                    return session
                await changed.wait()
                changed.clear()

    async def afterwards(self, intent: Intent) -> Session | None:
        """What an earlier run's intent made; None once the lists show that it made nothing."""
        with self._news() as changed:
            while True:
                settled = self._was_read_since(intent.at + _SETTLED_AFTER)
                session = await self._made_by(intent)
                if session is not None or settled:
                    return session
                await changed.wait()
                changed.clear()

    def known(self, name: str) -> frozenset[str]:
        """The sessions in the picture that have this name; without a name all of them."""
        name = name.strip()
        return frozenset(one.id for one in self._sessions() if not name or one.name.strip() == name)

    async def _made_by(self, intent: Intent) -> Session | None:
        """What the picture holds; before anything is claimed, others' claims are read."""
        book = self._ledger.book
        if book.made_by(intent, self._sessions(), self._cloud.skew) is None:
            return None
        await self._ledger.reread()
        return book.made_by(intent, self._sessions(), self._cloud.skew)

    def _sessions(self) -> Iterator[Session]:
        return (one for one in self._live.store.sessions.values() if isinstance(one, Session))

    def _was_read_since(self, moment: datetime) -> bool:
        read = (self._live.store.health(resource).as_of for resource in _LISTS)
        return all(as_of is not None and as_of >= moment for as_of in read)

    @contextmanager
    def _news(self) -> Iterator[asyncio.Event]:
        """An event that is set by every answer about sessions."""
        changed = asyncio.Event()
        unsubscribe = self._live.store.subscribe(partial(_noticed, changed))
        try:
            yield changed
        finally:
            unsubscribe()


def _noticed(changed: asyncio.Event, change: Change) -> None:
    if change.resource in (*_LISTS, Resource.DETAIL):
        changed.set()

"""Keeps a card of every session that the store shows, up to its end, and of how its log ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.clouds.errors import CloudError, NotFound
from mimiry_tui.domain.memory.card_building import MOST_LINES, build_card, forgotten
from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation
from mimiry_tui.live.history.archive import Archive
from mimiry_tui.live.off_loop import OffLoop, in_thread
from mimiry_tui.live.store import Change, Resource, Store

GATHER = 0.5
"""Seconds that changes are gathered before cards are made of them."""
LIVE_EVERY = 300.0
"""Seconds after which a session that only goes on is written anew: what a crash may cost."""
SEARCHES = 10
"""How many sessions that ended while nobody looked are asked for, one by one."""
_ANSWERS = (Resource.SESSIONS, Resource.ENDED)


class LogCopies(Protocol):
    """Where the ends of logs are read."""

    def path(self, session_id: str) -> Path | None: ...

    def fetch_end(self, session_id: str) -> None: ...

    def subscribe(self, callback: Callable[[str], None]) -> Callable[[], None]: ...


class Told(NamedTuple):
    """A session as it was told at that moment."""

    session: Session
    observations: tuple[Observation, ...]
    at: datetime
    is_forgotten: bool = False
    ended_here: bool = False

    def card(self) -> Card:
        card = build_card(self.session, self.observations, self.at)
        return forgotten(card, ended_here=self.ended_here) if self.is_forgotten else card


class CardKeeper:
    """Listens to the store while `run` runs."""

    def __init__(
        self,
        cloud: Cloud,
        store: Store,
        archive: Archive,
        logs: LogCopies,
        clock: Clock,
        *,
        ended_here: Callable[[str], bool],
        off_loop: OffLoop = in_thread,
    ) -> None:
        """`ended_here` says whether the end of a session was asked for in this dashboard."""
        self._cloud = cloud
        self._store = store
        self._archive = archive
        self._logs = logs
        self._clock = clock
        self._ended_here = ended_here
        self._off_loop = off_loop
        self._live: dict[str, Told] = {}
        """The last word about each session that had not ended."""
        self._waiting: dict[str, Told] = {}
        self._ended: set[str] = set()
        """Seen to end, now or since an earlier run: the ends of their logs are wanted."""
        self._unread: set[str] = set()
        """Those of them whose log may have changed since it was read."""
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Keep cards until cancelled, and what is known then before it ends."""
        unsubscribe = (self._store.subscribe(self._noticed), self._logs.subscribe(self._log_changed))
        try:
            self._notice(self._store.sessions)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._keep(), name="keep cards")
                group.create_task(self._go_on(), name="keep cards of what only goes on")
                group.create_task(self._catch_up(), name="learn what ended meanwhile")
        finally:
            for end in unsubscribe:
                end()
            self._review()
            await self._write()

    async def _keep(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self._clock.sleep(GATHER)
            await self._write()

    async def _go_on(self) -> None:
        while True:
            await self._clock.sleep(LIVE_EVERY)
            self._review()

    def _review(self) -> None:
        """Take in that what lives still did at the last good answer, and what it cost until then."""
        as_of = self._store.health(Resource.SESSIONS).as_of
        for session_id, told in self._live.items():
            if as_of is not None and as_of > told.at:
                self._live[session_id] = self._waiting[session_id] = told._replace(at=as_of)
        self._wake.set()

    def _noticed(self, change: Change) -> None:
        if change.resource in (Resource.SESSIONS, Resource.DETAIL) and not change.health_only:
            self._notice(change.upserted)
            for session_id in change.removed:
                self._lost(session_id)

    def _notice(self, session_ids: Iterable[str]) -> None:
        now = self._clock.now()
        for session_id in session_ids:
            record = self._store.sessions.get(session_id)
            before = self._live.pop(session_id, None)
            if not isinstance(record, Session):
                continue
            told = Told(record, self._store.observations(session_id), now)
            if record.is_live:
                self._live[session_id] = told
            elif before is not None:
                self._ended.add(session_id)
                self._unread.add(session_id)
            self._waiting[session_id] = told
        self._wake.set()

    def _lost(self, session_id: str) -> None:
        """The service knows it no more: of one that was alive that is all that is known of its end."""
        told = self._live.pop(session_id, None)
        if told is None:
            return
        here = self._ended_here(session_id)
        self._waiting[session_id] = told._replace(is_forgotten=True, ended_here=here)
        self._ended.add(session_id)
        self._log_changed(session_id)

    def _log_changed(self, session_id: str) -> None:
        record = self._store.sessions.get(session_id)
        # What ended before is read only because somebody wants to know how it ended.
        if session_id in self._ended or (isinstance(record, Session) and not record.is_live):
            self._ended.add(session_id)
            self._unread.add(session_id)
            self._wake.set()

    async def _write(self) -> None:
        """Make cards of what is new, and read the ends of logs, where that holds up nobody."""
        waiting, self._waiting = self._waiting, {}
        unread, self._unread = self._unread, set()
        paths = {session_id: self._logs.path(session_id) for session_id in unread}
        if not waiting and not paths:
            return
        cards, lines = await self._off_loop(partial(_prepare, tuple(waiting.values()), paths))
        self._archive.keep_cards(cards)
        for session_id, end in lines.items():
            self._archive.keep_last_lines(session_id, end)

    async def _catch_up(self) -> None:
        """Learn how sessions ended that an earlier run left alive, as far as the service still tells."""
        left = await self._archive.live_cards()
        if not left or Capability.SESSIONS not in self._cloud.capabilities:
            return
        await self._first_answers()
        ended = [card.session_id for card in left if card.session_id not in self._live]
        self._ended.update(ended)
        self._unread |= self._ended
        self._wake.set()
        for session_id in ended[:SEARCHES]:
            self._logs.fetch_end(session_id)
        missing = [card for card in left if card.session_id not in self._store.sessions]
        with suppress(CloudError):  # then the next run tries again
            for card in missing[:SEARCHES]:
                await self._search(card)

    async def _search(self, card: Card) -> None:
        """Ask for one session that no list shows any more."""
        try:
            session = await self._cloud.session(card.session_id)
        except NotFound:
            self._archive.keep_cards([forgotten(card, ended_here=False)])
        else:
            self._archive.keep_cards([build_card(session, (), self._clock.now())])

    async def _first_answers(self) -> None:
        """Wait until both lists of sessions came once."""
        came = asyncio.Event()
        unsubscribe = self._store.subscribe(lambda _: came.set())
        try:
            while any(self._store.health(resource).as_of is None for resource in _ANSWERS):
                came.clear()
                await came.wait()
        finally:
            unsubscribe()


def _prepare(
    waiting: tuple[Told, ...], paths: dict[str, Path | None]
) -> tuple[list[Card], dict[str, tuple[str, ...]]]:
    """Cards, and the ends of logs. Blocks on the disk."""
    from mimiry_tui.live.logs.last_lines import last_lines

    lines = {session_id: last_lines(path, MOST_LINES) for session_id, path in paths.items()}
    return [told.card() for told in waiting], {name: end for name, end in lines.items() if end}

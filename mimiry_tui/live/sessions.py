"""Sessions put together from three kinds of answers: the live list, ended pages, single readings.

A session that leaves the live list has ended, or is lost: it stays in the picture until one of the
other answers says which.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud, Page
from mimiry_tui.clouds.errors import CloudError, NotFound
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation
from mimiry_tui.live import cadence
from mimiry_tui.live.lists import CHUNK, Grace, chunks, index
from mimiry_tui.live.poller import Delta
from mimiry_tui.live.standing import Standing
from mimiry_tui.live.store import Store
from mimiry_tui.settings.preferences import RefreshRates

Record = Session | Unreadable

PAGE = 50
SEARCHES_AT_ONCE = 10
"""How many vanished sessions one attempt asks for one by one."""
BLIND_SPOT = timedelta(minutes=2)
"""A phase that began within a longer gap between readings was not observed: it may be long under way."""


class Sessions:
    """Writes every answer about sessions into the store, each record consistent with earlier ones."""

    def __init__(self, cloud: Cloud, store: Store, clock: Clock) -> None:
        self._cloud = cloud
        self._store = store
        self._clock = clock
        self.rates = RefreshRates()
        self._grace = Grace(clock)
        self._good: dict[str, Session] = {}
        self._standing = Standing()
        self._live_page: Page[Session] | None = None
        self._live: dict[str, Record] = {}
        self._live_read_at = clock.now()
        self._ended: dict[str, Record] = {}
        self._first_page: Page[Session] | None = None
        self._first_read_at: float | None = None
        self._ended_offset = 0
        self._more_wanted = False
        self._vanished: set[str] = set()
        self._unlisted: set[str] = set()
        """Those the service says are alive when asked, though its list lacks them."""
        self.newly_vanished = False
        """Whether the last live list lacks sessions that the one before still had."""

    @property
    def alive(self) -> frozenset[str]:
        """Ids of every session that has not ended."""
        return frozenset(self._standing.alive)

    def live_interval(self) -> float:
        moving = bool(self._standing.moving or self._standing.ending)
        return cadence.sessions_interval(
            self.rates, moving=moving, live=bool(self._standing.alive or self._live)
        )

    def ended_interval(self) -> float:
        if self._vanished & self._standing.ending:
            return cadence.SESSIONS_MOVING
        return cadence.ENDED_SEARCHING if self._vanished - self._unlisted else cadence.ENDED

    def is_new(self, session_id: str) -> bool:
        """Just created here, so that a 404 about it means nothing yet."""
        return session_id in self._grace.ids()

    def expect(self, session: Session) -> Delta:
        """Show a session that was just created, before any answer holds it."""
        self._grace.expect(session.id)
        changed: dict[str, Record] = {}
        self._put(session, changed)
        self._store.observe(session.id, Observation(self._clock.now(), session.phase))
        return self._written(changed)

    def expect_end(self, session_ids: Iterable[str]) -> None:
        """Watch these closely until they have ended; what is not alive needs no watching."""
        self._standing.ending |= self._standing.alive.intersection(session_ids)

    def want_more(self) -> bool:
        """Ask for the next page of ended sessions with the next attempt; False where there is none."""
        self._more_wanted = self._store.ended_has_more
        return self._more_wanted

    async def read_live(self) -> Delta:
        """One attempt at the live list."""
        page = await self._cloud.live_sessions()
        changed: dict[str, Record] = {}
        removed: list[str] = []
        if page is not self._live_page:
            await self._merge(page.items, self._live, changed, appeared=self._live_page is not None)
            before, self._live = self._live, await index(page.items)
            for key in tuple(self._standing.unreadable):
                if key in before and key not in self._live and key not in self._ended:
                    self._drop(key, removed)
        self._live_page, self._live_read_at = page, self._clock.now()
        vanished = self._standing.alive - self._live.keys() - self._grace.ids()
        self.newly_vanished = bool(vanished - self._vanished)
        self._vanished = vanished
        self._unlisted &= vanished
        return self._written(changed, removed)

    async def read_ended(self) -> tuple[Delta, CloudError | None]:
        """One attempt at what has ended: the newest page when due, a further one, what vanished.

        Comes with the error of a search that failed, since the rest of the news holds all the same.
        """
        changed: dict[str, Record] = {}
        removed: list[str] = []
        more = self._more_wanted and self._store.ended_has_more
        if not more or self._vanished or self._first_page_is_due():
            await self._read_first_page(changed, removed)
        if more:
            await self._read_next_page(changed)
        trouble = await self._search(changed, removed)
        return self._written(changed, removed), trouble

    async def read_one(self, session_id: str) -> tuple[Session, Delta]:
        """One session with all its events."""
        reading = await self._cloud.session(session_id)
        changed: dict[str, Record] = {}
        self._put(reading, changed)
        return self._good[reading.id], self._written(changed)

    async def look_at(self, session_id: str) -> tuple[Session | None, Delta]:
        """The same; None when the service knows no such session, which takes one that was alive away."""
        try:
            return await self.read_one(session_id)
        except NotFound:
            if self.is_new(session_id):
                raise
        removed: list[str] = []
        if session_id in self._standing.alive | self._standing.unreadable:
            self._drop(session_id, removed)
        return None, self._written((), removed)

    def _first_page_is_due(self) -> bool:
        read_at = self._first_read_at
        return read_at is None or self._clock.monotonic() - read_at >= cadence.ENDED

    async def _read_first_page(self, changed: dict[str, Record], removed: list[str]) -> None:
        page = await self._cloud.ended_sessions(0, PAGE)
        self._first_read_at = self._clock.monotonic()
        before, self._first_page = self._first_page, page
        if page is before:
            return
        fresh = {item.id: item for item in page.items}
        unknown = len(fresh.keys() - self._ended.keys())
        follows_on = unknown < len(fresh)
        self._ended_offset = self._ended_offset + unknown if follows_on else len(page.items)
        await self._merge_ended(page, changed)
        for item in before.items if before else ():
            if isinstance(item, Unreadable) and item.id not in fresh and item.id not in self._live:
                self._drop(item.id, removed)

    async def _read_next_page(self, changed: dict[str, Record]) -> None:
        page = await self._cloud.ended_sessions(self._ended_offset, PAGE)
        self._more_wanted = False
        self._ended_offset += len(page.items)
        await self._merge_ended(page, changed)
        if not page.items:
            self._store.ended_has_more = False

    async def _merge_ended(self, page: Page[Session], changed: dict[str, Record]) -> None:
        await self._merge(page.items, self._ended, changed, appeared=False)
        self._ended.update((item.id, item) for item in page.items)
        store = self._store
        if page.total is not None:
            store.ended_total = page.total
            store.ended_has_more = self._ended_offset < page.total
        elif page is not self._first_page or self._ended_offset <= len(page.items):
            store.ended_has_more = page.has_more

    async def _search(self, changed: dict[str, Record], removed: list[str]) -> CloudError | None:
        """Ask for vanished sessions one by one; what the service does not know any more is gone."""
        trouble: CloudError | None = None
        for session_id in sorted(self._vanished & self._standing.alive)[:SEARCHES_AT_ONCE]:
            try:
                reading = await self._cloud.session(session_id)
            except NotFound:
                self._drop(session_id, removed)
            except CloudError as error:
                trouble = error
            else:
                self._put(reading, changed)
                self._unlisted.add(session_id)
        self._vanished &= self._standing.alive
        return trouble

    async def _merge(
        self,
        items: tuple[Record, ...],
        known: dict[str, Record],
        changed: dict[str, Record],
        *,
        appeared: bool,
    ) -> None:
        for part in chunks(items):
            for item in part:
                if known.get(item.id) is not item:
                    self._put(item, changed, appeared=appeared)
            if len(items) > CHUNK:
                await asyncio.sleep(0)

    def _put(self, record: Record, changed: dict[str, Record], *, appeared: bool = False) -> None:
        """Take in one record; `appeared` when an earlier answer shows that it is new."""
        if isinstance(record, Session):
            previous = self._good.get(record.id)
            if previous is not None:
                record = record.remembering_rates(previous, self._clock.now()).after(previous)
            self._good[record.id] = record
            if (previous is None and appeared) or (previous and previous.phase is not record.phase):
                self._observe(record)
            elif previous is None and record.phase is Phase.SLEEPING:
                # No date of a record tells it, and without it the timeline would call it ready.
                self._store.observe(record.id, Observation(self._clock.now(), record.phase, is_late=True))
        self._standing.put(record)
        if self._store.sessions.get(record.id) is not record:
            self._store.update_sessions({record.id: record})
            changed[record.id] = record

    def _observe(self, session: Session) -> None:
        now = self._clock.now()
        if now - self._live_read_at <= BLIND_SPOT:
            self._store.observe(session.id, Observation(now, session.phase))

    def _drop(self, session_id: str, removed: list[str]) -> None:
        self._good.pop(session_id, None)
        self._live.pop(session_id, None)
        self._standing.drop(session_id)
        self._store.update_sessions({}, (session_id,))
        removed.append(session_id)

    def _written(self, changed: Iterable[str], removed: Iterable[str] = ()) -> Delta:
        return Delta(tuple(changed), tuple(removed))

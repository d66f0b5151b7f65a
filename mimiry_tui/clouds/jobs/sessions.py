"""Jobs as sessions, and the one list of them split into those that live and those that ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.answers import Answer
from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.decoding import Listing, ListReader
from mimiry_tui.clouds.jobs.job_reading import session_of
from mimiry_tui.clouds.jobs.offers import Catalogue
from mimiry_tui.clouds.jobs.wire import read_job
from mimiry_tui.domain import coerce
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session

_SHARED_WITHIN = 2.0
"""Seconds for which an answer serves also whoever asks for the other half of it."""


class JobLists:
    """Live and ended jobs out of `GET /jobs`, which knows neither pages nor filters.

    An answer is had at most once by each of the two askers, so that asking again is asking.
    """

    def __init__(self, get: Callable[[], Awaitable[Answer]], clock: Clock) -> None:
        self._get = get
        self._clock = clock
        self._catalogue = Catalogue()
        self._reader = self._new_reader()
        self._asking = asyncio.Lock()
        self._answer: tuple[Listing, float] | None = None
        self._had: set[str] = set()
        self._rates: dict[str, Money] = {}
        self._changes = 0
        self._live: tuple[Page[Session], Page[Session]] | None = None
        """As it came, and with the newest first."""
        self._ended: tuple[Listing, tuple[Session, ...]] | None = None
        self._ended_pages: dict[tuple[int, int], Page[Session]] = {}

    def price_by(self, catalogue: Catalogue) -> None:
        """What the machines cost, from now on."""
        if catalogue != self._catalogue:
            self._catalogue = catalogue
            # Records are remembered with their price, so that unchanged ones cost nothing: begin anew.
            self._reader = self._new_reader()
            self._ended = None

    def read(self, raw: bytes) -> Session:
        """One job, at the first price that was seen for it. Raises as `read_job` does.

        The service tells what a machine costs now, never what a job pays: one that was rented is taken
        to keep its price, and what ended to have cost what it did, whatever the market does later.
        """
        session = session_of(read_job(raw), raw, self._catalogue)
        if session.got.rate is None:
            return session
        rate = self._rates.setdefault(session.id, session.got.rate)
        return session if rate == session.got.rate else replace(session, got=replace(session.got, rate=rate))

    def read_output(self, raw: bytes) -> tuple[Session, str]:
        """One job and what its script has written. Raises as `read_job` does."""
        return self.read(raw), coerce.text(read_job(raw).output)

    def forget(self) -> None:
        """Something was changed: what was answered before is old."""
        self._changes += 1
        self._answer = None

    async def live(self) -> Page[Session]:
        """Every job that has not ended, and what could not be read, which may be one."""
        listing = await self._listing("live")
        page = await self._reader.page([listing], "live", wanted=_is_live)
        if self._live is None or self._live[0] is not page:
            self._live = page, Page(tuple(sorted(page.items, key=_newness, reverse=True)))
        return self._live[1]

    async def ended(self, offset: int, limit: int) -> Page[Session]:
        """Some of the ended jobs, newest first."""
        listing = await self._listing("ended")
        if self._ended is None or self._ended[0] is not listing:
            records = await self._reader.records(listing)
            found = {one.id: one for one in records if isinstance(one, Session) and not one.is_live}
            self._ended = listing, tuple(sorted(found.values(), key=_newness, reverse=True))
            self._ended_pages.clear()
        ended = self._ended[1]
        end = offset + max(1, limit)
        page = self._ended_pages.get((offset, end))
        if page is None:
            page = self._ended_pages[offset, end] = Page(ended[offset:end], len(ended), len(ended) > end)
        return page

    async def _listing(self, asker: str) -> Listing:
        async with self._asking:
            if self._answer is None or asker in self._had or self._is_old(self._answer[1]):
                changes = self._changes
                answer = await self._get()
                listing = self._reader.listing(answer)
                self._had = set()
                self._answer = (listing, self._clock.monotonic()) if changes == self._changes else None
            else:
                listing = self._answer[0]
            self._had.add(asker)
            return listing

    def _is_old(self, at: float) -> bool:
        return self._clock.monotonic() - at > _SHARED_WITHIN

    def _new_reader(self) -> ListReader[Session]:
        return ListReader(("jobs",), lambda raw: (self.read(raw),), lambda session: session.id)


def _is_live(session: Session) -> bool:
    return session.is_live


def _newness(record: Session | Unreadable) -> float:
    """Sort key: by when it was made, those that do not say so last."""
    made = record.created_at if isinstance(record, Session) else None
    return made.timestamp() if made is not None else 0.0

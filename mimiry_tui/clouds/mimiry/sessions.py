"""Listing sessions on deployments that filter by state, and on those that do not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from mimiry_tui.clouds.answers import Answer
from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.decoding import Listing, ListReader
from mimiry_tui.clouds.errors import BadRequest
from mimiry_tui.clouds.mimiry.requests import ENDED_STATES
from mimiry_tui.clouds.mimiry.wire import read_session
from mimiry_tui.clouds.transport import Query
from mimiry_tui.domain.sessions import Session

PAGE_SIZE = 100
"""The most that one answer holds (Mimiry compute API, sessions)."""
_MOST_ANSWERS = 100
_ENDED = ",".join(ENDED_STATES)

Get = Callable[[Query], Awaitable[Answer]]
"""GET /sessions with that query."""


class SessionLists:
    """Live and ended sessions out of one endpoint; remembers what the deployment can do."""

    def __init__(self, get: Get) -> None:
        self._get = get
        self._live = _reader()
        self._ended = _reader()
        self._refuses_filters = False
        self._live_ids: frozenset[str] | None = None

    async def live(self) -> Page[Session]:
        """Every session that has not ended, newest first, from as many answers as it takes.

        Where the filter is not honoured ended sessions come too. The first time the whole list is
        read; later, as it is newest first, only up to an answer without a live one, once every
        session that was live before has been met.
        """
        listings: list[Listing] = []
        met: set[str] = set()
        for number in range(_MOST_ANSWERS):
            answer = await self._ask("state_not", number * PAGE_SIZE, PAGE_SIZE)
            listing = self._live.listing(answer, number)
            listings.append(listing)
            sessions = await _sessions(self._live, listing)
            ids = {session.id for session in sessions}
            only_ended = bool(sessions) and not any(map(_is_live, sessions))
            is_old_news = only_ended and self._live_ids is not None and self._live_ids <= met | ids
            if len(listing.items) != PAGE_SIZE or is_old_news or (ids and ids <= met):
                break
            met |= ids
        page = await self._live.page(listings, wanted=_is_live)
        self._live_ids = frozenset(item.id for item in page.items if isinstance(item, Session))
        return page

    async def ended(self, offset: int, limit: int) -> Page[Session]:
        """Some of the ended sessions, newest first, at most 100."""
        limit = max(1, min(limit, PAGE_SIZE))
        if not self._refuses_filters:
            answer = await self._ask("state", offset, limit)
            if not self._refuses_filters:
                listing = self._ended.listing(answer, (offset, limit))
                if not any(map(_is_live, await _sessions(self._ended, listing))):
                    more = len(listing.items) >= limit
                    return await self._ended.page(
                        [listing], (offset, limit), total=listing.total, has_more=more
                    )
        return await self._ended_among_all(offset, limit)

    async def _ended_among_all(self, offset: int, limit: int) -> Page[Session]:
        """The same, picked out of the whole list, answer by answer."""
        found: dict[str, Session] = {}
        for number in range(_MOST_ANSWERS):
            answer = await self._get(_paging(number * PAGE_SIZE, PAGE_SIZE))
            listing = self._ended.listing(answer, number)
            sessions = await _sessions(self._ended, listing)
            found |= {session.id: session for session in sessions if not session.is_live}
            if len(listing.items) != PAGE_SIZE or len(found) > offset + limit:
                break
        ended = tuple(found.values())
        return Page(ended[offset : offset + limit], None, len(ended) > offset + limit)

    async def _ask(self, filter_name: str, offset: int, limit: int) -> Answer:
        """With the filter, and without it for good once the deployment has refused it."""
        paging = _paging(offset, limit)
        if not self._refuses_filters:
            try:
                return await self._get(((filter_name, _ENDED), *paging))
            except BadRequest:
                self._refuses_filters = True
        return await self._get(paging)


def _reader() -> ListReader[Session]:
    return ListReader(("sessions",), lambda raw: (read_session(raw),), lambda session: session.id)


async def _sessions(reader: ListReader[Session], listing: Listing) -> list[Session]:
    return [record for record in await reader.records(listing) if isinstance(record, Session)]


def _paging(offset: int, limit: int) -> Query:
    return ("limit", str(limit)), ("offset", str(offset))


def _is_live(session: Session) -> bool:
    return session.is_live

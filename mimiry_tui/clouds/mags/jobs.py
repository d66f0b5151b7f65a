"""Jobs as sessions: the list in pages, single readings, and what each adds to the other."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import msgspec

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.answers import Answer, json_of, unreadable
from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.decoding import Listing, ListReader
from mimiry_tui.clouds.mags.calls import JOBS, Calls, job_path
from mimiry_tui.clouds.mags.wire import UnusableRecordError, build_job, fields_of, id_of
from mimiry_tui.domain import coerce
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session

PAGE_SIZE = 50
"""As the service's own client asks; what more it would give is not documented."""
_MOST_ANSWERS = 100
_SHARED_SECONDS = 2.0
"""How old an answer for the live list may be to serve for the ended ones too: both come of one call."""
_MOST_REMEMBERED = 2_000

Item = Session | Unreadable


@dataclass(frozen=True, slots=True)
class _Read:
    """One answer, when it came, and how many changes had been sent when it was asked for."""

    listing: Listing
    at: float
    changes: int

    def serves(self, now: float, changes: int) -> bool:
        """Whether it is young enough, with nothing changed from here since it was asked for."""
        return changes == self.changes and now - self.at <= _SHARED_SECONDS


class JobLists:
    """Live and ended sessions out of one list that knows no filter.

    Lists are said to be of recent jobs, not to be sorted. So the whole list is read whenever its total
    is another one or is not told; else only up to an answer without a live job, once every session
    that was live before has been met.
    """

    def __init__(self, calls: Calls, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock
        self._reader: ListReader[Session] = ListReader(
            ("jobs",), lambda raw: (build_job(fields_of(raw), raw),), lambda session: session.id
        )
        self._reads: dict[int, _Read] = {}
        self._asking = asyncio.Lock()
        self._live_ids: frozenset[str] | None = None
        self._total: int | None = None
        self._live_changes: int | None = None
        """How many changes had been sent when the live list was read; None before it was."""
        self._more: dict[str, dict[str, object]] = {}
        """By session: what single readings and launches told that lists may leave out."""
        self._merged: dict[str, tuple[Session, Session]] = {}
        """By session: the record of a list, and what it became with that."""
        self._pages: dict[object, Page[Session]] = {}

    async def live(self) -> Page[Session]:
        """Every session that has not ended, in the order of the list."""
        async with self._asking:
            changes = self._calls.changes
            listings = await self._walk_live()
        whole = await self._reader.page(listings)
        items = tuple(self._completed(item) for item in whole.items)
        live = tuple(item for item in items if isinstance(item, Unreadable) or item.is_live)
        self._live_ids = frozenset(item.id for item in live if isinstance(item, Session))
        self._total = listings[0].total
        self._live_changes = changes
        return self._same("live", Page(live))

    async def ended(self, offset: int, limit: int) -> Page[Session]:
        """Some of the ended sessions, in the order of the list."""
        limit = max(1, min(limit, PAGE_SIZE))
        found: dict[str, Session] = {}
        met: set[str] = set()
        has_more = False
        async with self._asking:
            listings: list[Listing] = []
            for number in range(_MOST_ANSWERS):
                listings.append(await self._listing(number, shared=True))
                sessions = await self._sessions(listings[-1])
                ids = {session.id for session in sessions}
                found |= {one.id: self._with_more(one) for one in sessions if not one.is_live}
                has_more = len(found) > offset + limit
                if has_more or _are_all(listings) or (ids and ids <= met):
                    break
                met |= ids
        ended = tuple(found.values())[offset : offset + limit]
        return self._same((offset, limit), Page(ended, None, has_more))

    async def one(self, session_id: str) -> Session:
        """A job by its status call, which tells more of its machine and less of its settings than lists."""
        status = await self.fields(session_id)
        listed = self._listed(session_id)
        self.learn(session_id, {key: value for key, value in status.items() if key != "status"})
        fields = {**self._more.get(session_id, {}), **listed, **_given(status), "request_id": session_id}
        return build_job(fields, msgspec.json.encode({**listed, **status}))

    async def fields(self, session_id: str) -> dict[str, object]:
        """What the status call says of a job."""
        return _object(await self._calls.get(job_path(session_id, "status")))

    def learn(self, session_id: str, fields: Mapping[str, object]) -> None:
        """Keep what is known of a job beyond its record in lists; newer words replace older ones."""
        known = self._more.pop(session_id, {})
        said = {key: value for key, value in fields.items() if value is not None}
        more = {key: value for key, value in {**known, **said}.items() if value != ""}
        self._more[session_id] = more
        if more != known:
            self._merged.pop(session_id, None)
        while len(self._more) > _MOST_REMEMBERED:
            oldest = next(iter(self._more))
            del self._more[oldest]
            self._merged.pop(oldest, None)

    async def recent_live(self) -> tuple[Session, ...]:
        """The live sessions as last told; asked for first where something was changed from here since."""
        if self._live_changes != self._calls.changes:
            await self.live()
        return self.known_live()

    def known_live(self) -> tuple[Session, ...]:
        """The live sessions as the last list told them."""
        page = self._pages.get("live")
        return tuple(item for item in page.items if isinstance(item, Session)) if page else ()

    async def _walk_live(self) -> list[Listing]:
        """As many answers as it takes to have met every live session."""
        listings: list[Listing] = []
        met: set[str] = set()
        for number in range(_MOST_ANSWERS):
            listing = await self._listing(number)
            listings.append(listing)
            sessions = await self._sessions(listing)
            ids = {session.id for session in sessions}
            if _are_all(listings) or (ids and ids <= met):
                break
            met |= ids
            is_same = listing.total is not None and listing.total == self._total
            none_lives = bool(sessions) and not any(session.is_live for session in sessions)
            if is_same and none_lives and self._live_ids is not None and self._live_ids <= met:
                break
        return listings

    async def _sessions(self, listing: Listing) -> list[Session]:
        return [one for one in await self._reader.records(listing) if isinstance(one, Session)]

    async def _listing(self, number: int, *, shared: bool = False) -> Listing:
        last = self._reads.get(number)
        now = self._clock.monotonic()
        if last is not None and shared and last.serves(now, self._calls.changes):
            return last.listing
        changes = self._calls.changes
        query = (("page", str(number + 1)), ("page_size", str(PAGE_SIZE)))
        answer = await self._calls.get(JOBS, query)
        listing = self._reader.listing(answer, number)
        self._reads[number] = _Read(listing, self._clock.monotonic(), changes)
        return listing

    def _listed(self, session_id: str) -> dict[str, object]:
        """A job's fields as the last list told them; nothing where it was in none."""
        for read in self._reads.values():
            for item in read.listing.items:
                raw = bytes(item)
                if session_id.encode() in raw:
                    try:
                        fields = fields_of(raw)
                        if id_of(fields) == session_id:
                            return fields
                    except (msgspec.MsgspecError, UnusableRecordError, UnicodeDecodeError, RecursionError):
                        continue
        return {}

    def _completed(self, item: Item) -> Item:
        return item if isinstance(item, Unreadable) else self._with_more(item)

    def _with_more(self, listed: Session) -> Session:
        """A list's record with what it left out; the very same object as long as nothing changes."""
        more = self._more.get(listed.id)
        if more is None:
            return listed
        before = self._merged.get(listed.id)
        if before is not None and before[0] is listed:
            return before[1]
        merged = build_job({**more, **_given(fields_of(listed.raw))}, listed.raw)
        if before is not None and before[1] == merged:
            merged = before[1]
        self._merged[listed.id] = listed, merged
        return merged

    def _same(self, question: object, page: Page[Session]) -> Page[Session]:
        """The page before, where this one holds the very same records."""
        last = self._pages.get(question)
        is_same = last is not None and (last.has_more, len(last.items)) == (page.has_more, len(page.items))
        if last is not None and is_same and all(map(_is, last.items, page.items)):
            return last
        self._pages[question] = page
        return page


def launched_job(answer: Answer, sent: Mapping[str, object]) -> Session:
    """The session of an accepted job, whose answer says only its id. Raises UnreadableAnswer without one."""
    told = _object(answer)
    try:
        return build_job({**sent, "status": "accepted", **_given(told)}, answer.body)
    except UnusableRecordError:
        raise unreadable(answer) from None


def _object(answer: Answer) -> dict[str, object]:
    """The one object of an answer, bare or under `job` or `data`. Raises UnreadableAnswer."""
    fields = coerce.mapping(json_of(answer))
    if not fields:
        raise unreadable(answer)
    inner = next((fields[key] for key in ("job", "data") if isinstance(fields.get(key), dict)), fields)
    return coerce.mapping(inner)


def _given(fields: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in fields.items() if value not in (None, "")}


def _are_all(listings: list[Listing]) -> bool:
    """Whether no further page is worth asking for; a service may give fewer in one than were asked for."""
    last = listings[-1]
    if not last.items:
        return True
    if last.total is not None:
        return sum(len(listing.items) for listing in listings) >= last.total
    return len(last.items) < PAGE_SIZE


def _is(one: object, other: object) -> bool:
    return one is other

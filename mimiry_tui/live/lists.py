"""What a list answer changes, found without holding up the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from mimiry_tui.clock import Clock
from mimiry_tui.live.cadence import GRACE
from mimiry_tui.live.poller import Delta

CHUNK = 500
"""Records looked at before the event loop gets its turn: well below 5 ms of work."""


class Identified(Protocol):
    """Anything with an id that is unique within its list."""

    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=Identified)


def chunks(items: Sequence[R]) -> Iterator[Sequence[R]]:
    """The items in order, in parts of at most `CHUNK`."""
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


async def index(items: Sequence[R]) -> dict[str, R]:
    """The items by id; of two with the same id the later one counts."""
    found: dict[str, R] = {}
    for part in chunks(items):
        found.update((item.id, item) for item in part)
        if len(items) > CHUNK:
            await asyncio.sleep(0)
    return found


class Grace:
    """Ids of what was just created: read caches lag, so their absence means nothing for a minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def expect(self, record_id: str) -> None:
        self._until[record_id] = self._clock.monotonic() + GRACE

    def forget(self, record_id: str) -> None:
        self._until.pop(record_id, None)

    def ids(self) -> frozenset[str]:
        """Those whose minute is not over."""
        now = self._clock.monotonic()
        self._until = {record_id: until for record_id, until in self._until.items() if until > now}
        return frozenset(self._until)


class Mirror(Generic[R]):
    """Keeps a map of the store equal to the last answer of one list.

    Records are compared by identity, which a cloud guarantees to mean "unchanged".
    """

    def __init__(self, update: Callable[[Mapping[str, R], Iterable[str]], None], grace: Grace) -> None:
        self._update = update
        self._grace = grace
        self._last: Sequence[R] | None = None
        self._known: dict[str, R] = {}
        self._kept: frozenset[str] = frozenset()

    def add(self, record: R) -> Delta:
        """Show a record that was just created before any answer holds it."""
        self._grace.expect(record.id)
        self._kept |= {record.id}
        self._known[record.id] = record
        self._update({record.id: record}, ())
        return Delta(upserted=(record.id,))

    def holds(self, record_id: str) -> bool:
        """Whether the record is in the store on behalf of this list."""
        return record_id in self._known

    def drop(self, record_id: str) -> Delta:
        """Take away a record that is known to be gone before an answer lacks it."""
        self._grace.forget(record_id)
        self._kept -= {record_id}
        if self._known.pop(record_id, None) is None:
            return Delta()
        self._last = None  # the same answer once more would be one that still holds it
        self._update({}, (record_id,))
        return Delta(removed=(record_id,))

    def clear(self) -> Delta:
        """Take away all records; the next answer is as good as the first."""
        gone, self._known = tuple(self._known), {}
        self._last, self._kept = None, frozenset()
        self._update({}, gone)
        return Delta(removed=gone)

    async def take(self, answer: Sequence[R]) -> Delta:
        """Write an answer into the store. What is absent from it goes, unless grace keeps it."""
        if answer is self._last and not self._kept:
            return Delta()
        fresh = await index(answer)
        known = self._known
        upserts = {key: record for key, record in fresh.items() if known.get(key) is not record}
        missing = known.keys() - fresh.keys()
        self._kept = self._grace.ids() & missing
        removed = tuple(missing - self._kept)
        fresh.update((key, known[key]) for key in self._kept)
        self._last, self._known = answer, fresh
        self._update(upserts, removed)
        return Delta(tuple(upserts), removed)

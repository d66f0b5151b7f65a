"""Lists read item by item, in slices short enough that the event loop never waits for them.

What did not change costs nothing: a body equal to the last one gives the very same Page, and an
item whose bytes are known gives the very same records. An item that cannot be read becomes an
Unreadable with its bytes kept, and the rest of the list goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import time
import zlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from mimiry_tui.clouds.answers import Answer, unreadable
from mimiry_tui.clouds.base import Page
from mimiry_tui.domain import coerce
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.records import Unreadable

T = TypeVar("T")

_SLICE_SECONDS = 0.002
_CHECK_EVERY = 8
"""Items between two looks at the time; one item takes well under 0.1 ms."""

_SPARE_ITEMS = 200
_MANY_ITEMS = 1_000
_COMMON_KEYS = ("items", "data", "results")
_PAGING_KEYS = frozenset({"total", "count", "limit", "offset"})
_bare = msgspec.json.Decoder(list[msgspec.Raw])


@dataclass(frozen=True, slots=True)
class Listing:
    """One answer of a list call, cut into its items but not read yet."""

    body: bytes
    items: Sequence[msgspec.Raw | bytes]
    total: int | None


class ListReader(Generic[T]):
    """Reads the answers to one question, remembering the last ones.

    `keys` are the names a list may hide under, `build` makes the records of one item and may raise
    ValueError, msgspec's errors or RecursionError for an item that cannot be read, `identity` is
    what no two records of a list share: of those that do, the first is kept.
    """

    def __init__(
        self,
        keys: Sequence[str],
        build: Callable[[bytes], Sequence[T]],
        identity: Callable[[T], Hashable],
    ) -> None:
        self._keys = tuple(keys)
        fields = [(key, list[msgspec.Raw] | None, None) for key in self._keys]
        shape = msgspec.defstruct("Wrapped", [*fields, ("total", object, None)])
        self._wrapped: msgspec.json.Decoder[Any] = msgspec.json.Decoder(shape)
        self._build = build
        self._identity = identity
        self._listings: dict[Hashable, Listing] = {}
        self._known: dict[bytes, tuple[T | Unreadable, ...]] = {}
        self._pages: dict[Hashable, tuple[tuple[Listing, ...], Page[T]]] = {}

    def listing(self, answer: Answer, question: Hashable = None) -> Listing:
        """The answer's items as they came; the same object as last time for an equal body.

        A list may come bare or in an object. Raises UnreadableAnswer for a body that is neither.
        """
        last = self._listings.get(question)
        if last is not None and last.body == answer.body:
            return last
        listing = self._cut(answer)
        self._listings[question] = listing
        return listing

    async def page(
        self,
        listings: Sequence[Listing],
        question: Hashable = None,
        *,
        wanted: Callable[[T], bool] | None = None,
        total: int | None = None,
        has_more: bool = False,
    ) -> Page[T]:
        """One Page of these answers' wanted records; the same object as last time if nothing changed.

        Without the doubles that appear when a list shifts between two of its pages.
        """
        last = self._pages.get(question)
        key = tuple(listings)
        if last is not None and len(last[0]) == len(key) and all(map(_is, last[0], key)):
            page = last[1]
            if (page.total, page.has_more) == (total, has_more):
                return page
        pause = _Pauses()
        unique: dict[Hashable, T | Unreadable] = {}
        for listing in key:
            for record in await self.records(listing):
                if isinstance(record, Unreadable):
                    unique.setdefault(record.id, record)
                elif wanted is None or wanted(record):
                    unique.setdefault(self._identity(record), record)
                if pause.is_due():
                    await pause.take()
        self._forget_others(key)
        page = Page(tuple(unique.values()), total, has_more)
        self._pages[question] = key, page
        return page

    async def records(self, listing: Listing) -> list[T | Unreadable]:
        """Every record of one answer, in order; those of known items are the very same objects."""
        pause = _Pauses()
        found: list[T | Unreadable] = []
        with _uncollected(len(listing.items) - len(self._known)):
            for item in listing.items:
                raw = bytes(item)
                records = self._known.get(raw)
                if records is None:
                    self._known[raw] = records = self._read(raw)
                found += records
                if pause.is_due():
                    await pause.take()
        return found

    def _forget_others(self, listings: Sequence[Listing]) -> None:
        """Keep only what these answers hold, so that memory does not grow from poll to poll."""
        count = sum(len(listing.items) for listing in listings)
        if len(self._known) > count * 2 + _SPARE_ITEMS:
            held = {bytes(item) for listing in listings for item in listing.items}
            self._known = {raw: records for raw, records in self._known.items() if raw in held}

    def _cut(self, answer: Answer) -> Listing:
        """The items of a list, bare or wrapped, each as its own bytes."""
        body = answer.body
        try:
            if body.lstrip()[:1] == b"[":
                return Listing(body, _bare.decode(body), None)
            fields = self._wrapped.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return _cut_slowly(answer, self._keys)
        items = next((found for key in self._keys if (found := getattr(fields, key)) is not None), None)
        if items is None:
            return _cut_slowly(answer, self._keys)
        return Listing(body, items, coerce.integer(fields.total))

    def _read(self, raw: bytes) -> tuple[T | Unreadable, ...]:
        try:
            return tuple(self._build(raw))
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            return (Unreadable(_id_of(raw), _why(error), raw),)


class _Pauses:
    """Lets the event loop run whenever the current slice has lasted long enough."""

    def __init__(self) -> None:
        self._count = 0
        self._slice_ends = time.perf_counter() + _SLICE_SECONDS

    def is_due(self) -> bool:
        """Whether to take a pause; looks at the time now and then only."""
        self._count += 1
        return self._count % _CHECK_EVERY == 0 and time.perf_counter() >= self._slice_ends

    async def take(self) -> None:
        """One turn of the event loop, then a new slice."""
        await asyncio.sleep(0)
        self._slice_ends = time.perf_counter() + _SLICE_SECONDS


@contextlib.contextmanager
def _uncollected(new_items: int) -> Iterator[None]:
    """Keeps the garbage collector from walking thousands of records just made: it would hold the
    loop for tens of milliseconds and find nothing, as records know no cycles. They are moved out of
    its sight at the end; reference counts still free them.
    """
    if new_items < _MANY_ITEMS or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _cut_slowly(answer: Answer, keys: Sequence[str]) -> Listing:
    """As above for unexpected wrappers, and for what is almost JSON: NaN, lone surrogates."""
    try:
        value = json.loads(answer.body, strict=False)
    except (ValueError, RecursionError):
        raise unreadable(answer) from None
    found = _find_list(value, (*keys, *_COMMON_KEYS))
    outer = coerce.mapping(value)
    if found is None and any(key in outer and outer[key] is None for key in keys):
        found = []  # some services write null for an empty list
    if found is None:
        raise unreadable(answer)
    items = [json.dumps(item).encode() for item in found]
    return Listing(answer.body, items, coerce.integer(coerce.mapping(value).get("total")))


def _find_list(value: object, keys: Sequence[str], depth: int = 0) -> list[object] | None:
    """The list under one of these keys, up to two objects deep; empty where only counts came."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or depth > 2:
        return None
    if not value.keys() - _PAGING_KEYS - set(keys) and not any(value.get(key) for key in keys):
        return []
    found = (_find_list(value[key], keys, depth + 1) for key in keys if key in value)
    return next((items for items in found if items is not None), None)


def _id_of(raw: bytes) -> str:
    """What to call a record that could not be read: its id, else by its bytes, the same every time."""
    own = ""
    with contextlib.suppress(ValueError, RecursionError):
        own = coerce.text(coerce.mapping(json.loads(raw)).get("id"))[:200]
    return own or f"unreadable-{zlib.crc32(raw):08x}"


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8 text"
    return str(error)[:200]


def _is(one: object, other: object) -> bool:
    return one is other

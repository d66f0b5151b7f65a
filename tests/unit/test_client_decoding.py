"""Lists of anything: no body and no record breaks the reading, and what is known is not read again."""

from __future__ import annotations

import asyncio
import gc
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.clouds.answers import Answer
from mimiry_tui.clouds.decoding import Listing, ListReader
from mimiry_tui.clouds.errors import UnreadableAnswer
from mimiry_tui.clouds.mimiry.wire import read_offers, read_session, read_transaction, read_volume
from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from tests.support.examples import examples

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
SESSION_KEYS = ("id", "name", "state", "gpu", "billing", "ssh", "events", "created_at", "exit_code", "image")
OTHER_KEYS = ("id", "name", "providers", "vram_gb", "size_gb", "billing", "amount", "currency", "attached_to")


def reader() -> ListReader[Session]:
    return ListReader(("sessions",), lambda raw: (read_session(raw),), lambda session: session.id)


def answer(value: object) -> Answer:
    return Answer(200, {}, value if isinstance(value, bytes) else json.dumps(value).encode())


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(SESSION_KEYS), JSON) | JSON, max_size=6))
async def test_any_records_become_rows(records: list[object]) -> None:
    lists = reader()
    page = await lists.page([lists.listing(answer({"sessions": records, "total": len(records)}))])
    assert len(page.items) <= len(records)
    names = [item.id for item in page.items]
    assert len(set(names)) == len(names)
    assert all(names)
    assert bool(page.items) == bool(records)


@settings(max_examples=examples(60), deadline=None)
@given(st.dictionaries(st.sampled_from(OTHER_KEYS), JSON))
async def test_any_record_of_the_other_kinds_becomes_a_row(record: dict[str, object]) -> None:
    volumes = ListReader(("x",), lambda raw: (read_volume(raw),), id)
    transactions = ListReader(("x",), lambda raw: (read_transaction(raw),), id)
    offers = ListReader(("x",), read_offers, id)
    asked = answer([record])
    (volume,) = await volumes.records(volumes.listing(asked))
    (transaction,) = await transactions.records(transactions.listing(asked))
    assert isinstance(volume, Volume | Unreadable)
    assert isinstance(transaction, Transaction | Unreadable)
    assert await offers.records(offers.listing(asked))


async def test_what_only_json_dumps_would_write_costs_one_row_and_half_a_character_none() -> None:
    body = b'{"sessions": [{"id": "a", "exit_code": NaN}, {"id": "b"}, {"id": "c", "name": "\\ud800"}]}'
    lists = reader()
    page = await lists.page([lists.listing(answer(body))])
    assert [type(item) for item in page.items] == [Unreadable, Session, Session]
    assert [item.id for item in page.items] == ["a", "b", "c"]


async def test_bytes_that_are_no_text_cost_one_row() -> None:
    lists = reader()
    page = await lists.page([lists.listing(answer(b'[{"id": "a", "name": "\xff"}, {"id": "b"}]'))])
    bad, good = page.items
    assert isinstance(bad, Unreadable)
    assert bad.reason == "not UTF-8 text"
    assert bad.raw == b'{"id": "a", "name": "\xff"}'
    assert good.id == "b"


async def test_a_record_nested_too_deeply_costs_one_row() -> None:
    deep = b'{"id": "a", "gpu": ' + b"[" * 700 + b"]" * 700 + b"}"
    lists = reader()
    page = await lists.page([lists.listing(answer(b"[" + deep + b', {"id": "b"}]'))])
    assert "b" in [item.id for item in page.items]


@pytest.mark.parametrize("place", ["gpu_models", "data", "items"])
def test_lists_hide_under_many_names(place: str) -> None:
    lists: ListReader[object] = ListReader(("gpu_models",), lambda raw: (raw,), id)
    assert len(lists.listing(answer({place: [1, 2], "limit": 3})).items) == 2
    assert len(lists.listing(answer({"data": {place: [1, 2]}})).items) == 2


@settings(max_examples=examples(60), deadline=None)
@given(st.binary(max_size=100))
def test_any_body_is_a_list_or_an_error(body: bytes) -> None:
    lists = reader()
    found: Listing | UnreadableAnswer
    try:
        found = lists.listing(answer(body))
    except UnreadableAnswer as error:
        found = error
    assert isinstance(found, Listing) or found.detail


async def test_the_event_loop_turns_while_a_long_list_is_read() -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    lists = reader()
    listing = lists.listing(answer([{"id": str(number), "name": "n" * 50} for number in range(3_000)]))
    counting = asyncio.create_task(count())
    page = await lists.page([listing])
    counting.cancel()
    assert len(page.items) == 3_000
    assert turns >= 3
    assert gc.isenabled()


async def test_doubles_between_two_answers_are_dropped() -> None:
    lists = reader()
    first = lists.listing(answer([{"id": "a"}, {"id": "b"}]), 0)
    second = lists.listing(answer([{"id": "b"}, {"id": "c"}]), 1)
    assert [item.id for item in (await lists.page([first, second])).items] == ["a", "b", "c"]


async def test_memory_does_not_grow_from_poll_to_poll() -> None:
    lists = reader()
    for number in range(2_000):
        await lists.page([lists.listing(answer([{"id": "a", "name": str(number)}]))])
    held = [item for item in gc.get_objects() if isinstance(item, Session)]
    assert len(held) < 1_000

"""Sessions in the picture: one record per id, from live list, ended pages and single readings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import NotFound, ServerTrouble
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation
from mimiry_tui.live.live import Live
from mimiry_tui.live.sessions import Sessions
from mimiry_tui.live.store import Change, Resource, Store
from tests.support.clock import EPOCH, ManualClock
from tests.support.fake_cloud import Even, FakeCloud, running


def a_session(session_id: str, state: str = "started", **fields: Any) -> Session:
    return build_session(id=session_id, name=f"name of {session_id}", state=state, **fields)


def page(*items: Session | Unreadable, total: int | None = None, has_more: bool = False) -> Page[Session]:
    return Page(items, total=total, has_more=has_more)


def phase_of(live: Live, session_id: str) -> Phase:
    record = live.store.sessions[session_id]
    assert isinstance(record, Session)
    return record.phase


def ended_pages(records: Sequence[Session], told: bool = True) -> Callable[[int, int], Page[Session]]:
    """Answers to `ended_sessions` as a service with these records gives them."""

    def answer(offset: int, limit: int) -> Page[Session]:
        part = tuple(records[offset : offset + limit])
        more = offset + limit < len(records)
        return Page(part, total=len(records) if told else None, has_more=more)

    return answer


async def test_live_and_ended_ones_are_one_picture() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(a_session("up")))
    cloud.answer("ended_sessions", page(a_session("done", "completed"), total=14, has_more=True))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(1)
        assert set(live.store.sessions) == {"up", "done"}
        assert live.store.ended_total == 14
        assert live.store.ended_has_more


async def test_an_unchanged_answer_tells_nobody_anything_new() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    one, two, two_later = a_session("one"), a_session("two"), a_session("two")
    same = page(one, two)
    cloud.answer("live_sessions", same, same, page(one, two_later))
    live = Live(cloud, clock, rng=Even())
    changes: list[Change] = []
    live.store.subscribe(changes.append)
    async with running(live):
        await clock.advance(11)
    told = [change for change in changes if change.resource is Resource.SESSIONS and not change.health_only]
    assert [change.upserted for change in told] == [("one", "two"), ("two",)]


async def test_one_that_left_the_live_list_is_found_among_the_ended() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(a_session("s")), page())
    cloud.answer("ended_sessions", page(), page(a_session("s", "failed")))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(6)
        assert phase_of(live, "s") is Phase.ENDED_FAILED
    assert cloud.times("ended_sessions") == [0, 5]
    assert cloud.count("session") == 0
    assert cloud.times("balance") == [0, 5], "what it cost is asked for at once"


async def test_one_that_is_in_no_list_is_asked_for_by_its_id() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(a_session("s")), page())
    cloud.answer("session", a_session("s", "completed"))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(60)
        assert phase_of(live, "s") is Phase.ENDED_OK
    assert cloud.times("session") == [5]


async def test_one_that_is_alive_but_not_listed_stays_and_is_not_hunted() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(a_session("s")), page())
    cloud.answer("session", a_session("s"))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(130)
        assert phase_of(live, "s") is Phase.READY
    assert cloud.times("session") == [5, 125]


async def test_one_that_the_service_does_not_know_any_more_goes() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(a_session("s")), page())
    cloud.answer("session", NotFound())
    live = Live(cloud, clock, rng=Even())
    removed: list[str] = []
    live.store.subscribe(lambda change: removed.extend(change.removed))
    async with running(live):
        await clock.advance(6)
        assert "s" not in live.store.sessions
        assert live.store.observations("s") == ()
    assert removed == ["s"]


async def test_one_that_cannot_be_asked_for_stays_until_it_can() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(a_session("s")), page())
    cloud.answer("session", ServerTrouble(), ServerTrouble(), a_session("s", "terminated"))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(8)
        assert phase_of(live, "s") is Phase.READY
        assert isinstance(live.store.health(Resource.ENDED).error, ServerTrouble)
        assert live.store.health(Resource.SESSIONS).error is None
        await clock.advance(15)
        assert phase_of(live, "s") is Phase.ENDED_OK
    assert cloud.times("session") == [5, 10, 20], "its back-off holds although the live list goes on"


async def test_a_just_created_one_shows_at_once_and_its_absence_is_grace_for_a_minute() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("session", NotFound())
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(4)
        live.expect(a_session("new", "submitted"))
        live.select("new")
        assert phase_of(live, "new") is Phase.ACCEPTED
        await clock.advance(59)
        assert "new" in live.store.sessions
        assert live.store.health(Resource.DETAIL).error is None
        assert live.store.health(Resource.DETAIL).as_of is None, "a 404 taught nothing"
        await clock.advance(5)
        assert "new" not in live.store.sessions
    assert cloud.times("live_sessions")[:4] == [0, 4, 6, 8], "booting, so asked for every two seconds"
    assert cloud.times("balance")[:2] == [0, 4]


async def test_an_ended_one_never_comes_back_to_life() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(), page(a_session("s")))
    cloud.answer("ended_sessions", page(a_session("s", "completed")))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(20)
        assert phase_of(live, "s") is Phase.ENDED_OK


async def test_events_once_read_stay_when_the_list_comes_without_them() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    events = [{"timestamp": "2026-06-08T12:00:00Z", "state": "submitted"}]
    cloud.answer("live_sessions", page(a_session("s")), page(a_session("s", status="later")))
    cloud.answer("session", a_session("s", events=events), a_session("s", status="later"))
    live = Live(cloud, clock, rng=Even())
    live.select("s")
    async with running(live):
        await clock.advance(6)
        record = live.store.sessions["s"]
        assert isinstance(record, Session)
        assert record.status == "later"
        assert len(record.events) == 1


async def test_an_unchanged_record_does_not_undo_what_a_single_reading_brought() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    listed, other, other_later = a_session("s"), a_session("o"), a_session("o")
    cloud.answer("live_sessions", page(listed, other), page(listed, other_later))
    cloud.answer("session", a_session("s", operation="resizing"))
    live = Live(cloud, clock, rng=Even())
    live.select("s")
    async with running(live):
        await clock.advance(1)
        changes: list[Change] = []
        live.store.subscribe(changes.append)
        await clock.advance(5)
        record = live.store.sessions["s"]
        assert isinstance(record, Session)
        assert record.operation == "resizing"
        assert [change.upserted for change in changes if change.upserted] == [("o",)]


def test_a_phase_seen_again_keeps_its_first_moment() -> None:
    store = Store()
    first = Observation(EPOCH, Phase.READY)
    store.observe("s", first)
    store.observe("s", Observation(EPOCH + timedelta(hours=1), Phase.READY))
    assert store.observations("s") == (first,)


async def test_phases_seen_to_begin_are_remembered_with_the_moment() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    pulling = a_session("s", "provisioned", operation="starting__pulling_image")
    cloud.answer(
        "live_sessions", page(), page(a_session("s", "submitted")), page(pulling), page(a_session("s"))
    )
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(40)
    seen = live.store.observations("s")
    assert [observation.phase for observation in seen] == [Phase.ACCEPTED, Phase.PULLING_IMAGE, Phase.READY]
    assert [(observation.at - EPOCH).total_seconds() for observation in seen] == [15, 17, 19]


async def test_what_was_under_way_before_we_looked_was_not_seen_to_begin() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(a_session("s")))
    cloud.answer("ended_sessions", page(a_session("old", "completed")))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(30)
    assert live.store.observations("s") == ()
    assert live.store.observations("old") == ()


async def test_what_began_while_the_machine_slept_was_not_seen_to_begin() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(a_session("s", "submitted")), page(a_session("s")))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(1)
        clock.machine_slept(timedelta(hours=2).total_seconds())
        await clock.advance(30)
        assert phase_of(live, "s") is Phase.READY
        assert live.store.observations("s") == ()


async def test_an_unreadable_record_is_in_the_picture_while_it_is_in_the_list() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    broken = Unreadable("s", "no state", b'{"id":"s"}')
    cloud.answer("live_sessions", page(a_session("s")), page(broken), page())
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(6)
        assert live.store.sessions["s"] is broken
        assert cloud.times("live_sessions") == [0, 5]
        await clock.advance(5)
        assert "s" not in live.store.sessions


async def test_an_unreadable_record_among_the_ended_goes_with_its_page() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    broken = Unreadable("unreadable-1", "no id", b"{}")
    done = a_session("done", "completed")
    cloud.answer("ended_sessions", page(broken, done), page(done))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(1)
        assert live.store.sessions["unreadable-1"] is broken
        await clock.advance(121)
        assert set(live.store.sessions) == {"done"}


async def test_ended_ones_come_page_by_page() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    for told in (True, False):
        records = [a_session(f"e{n}", "completed") for n in range(120)]
        cloud.answer("ended_sessions", ended_pages(records, told))
        live = Live(cloud, clock, rng=Even())
        async with running(live):
            await clock.advance(1)
            assert len(live.store.sessions) == 50
            for loaded in (100, 120, 120):
                live.load_more_ended()
                await clock.advance(1)
                assert len(live.store.sessions) == loaded
            assert not live.store.ended_has_more
    offsets = [call.arguments[0] for call in cloud.calls if call.name == "ended_sessions"]
    assert offsets == [0, 50, 100] * 2


async def test_pages_stay_in_step_when_others_end_meanwhile() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    records = [a_session(f"e{n}", "completed") for n in range(120)]
    cloud.answer("ended_sessions", ended_pages(records))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(1)
        live.load_more_ended()
        await clock.advance(1)
        records[:0] = [a_session(f"new{n}", "completed") for n in range(3)]
        await clock.advance(121)
        assert len(live.store.sessions) == 103
        live.load_more_ended()
        await clock.advance(1)
        assert len(live.store.sessions) == 123
    offsets = [call.arguments[0] for call in cloud.calls if call.name == "ended_sessions"]
    assert offsets == [0, 50, 0, 103]


async def test_a_first_page_of_strangers_starts_the_pages_anew() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    records = [a_session(f"e{n}", "completed") for n in range(60)]
    cloud.answer("ended_sessions", ended_pages(records))
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(1)
        records[:0] = [a_session(f"new{n}", "completed") for n in range(80)]
        await clock.advance(121)
        for _ in range(2):
            live.load_more_ended()
            await clock.advance(1)
        assert len(live.store.sessions) == 140


async def test_a_failed_further_page_is_asked_for_again() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    records = [a_session(f"e{n}", "completed") for n in range(60)]
    pages = ended_pages(records)
    cloud.answer("ended_sessions", pages, ServerTrouble(), pages)
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(1)
        live.load_more_ended()
        await clock.advance(1)
        assert isinstance(live.store.health(Resource.ENDED).error, ServerTrouble)
        assert len(live.store.sessions) == 50
        await clock.advance(6)
        assert len(live.store.sessions) == 60


async def test_ten_thousand_new_records_leave_the_event_loop_its_turns() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    cloud.answer("live_sessions", page(*(a_session(f"s{n}") for n in range(10_000))))
    store = Store()
    sessions = Sessions(cloud, store, clock)
    reading = asyncio.create_task(sessions.read_live())
    turns = 0
    while not reading.done():
        await asyncio.sleep(0)
        turns += 1
    assert len(store.sessions) == len(reading.result().upserted) == 10_000
    assert turns >= 20

"""Jobs as sessions: a list in pages that knows no filter, and single readings that add to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from mimiry_tui.clouds.mags.cloud import MagsCloud
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.volumes import Volume, VolumeStatus
from tests.support.mags_desk import MagsBook, job, mags, sessions
from tests.support.scripted_server import Reply, scripted_server
from tests.support.skipping_clock import SkippingClock


class Desk:
    """A cloud, the records at the other end, and the test's clock."""

    def __init__(self, cloud: MagsCloud, book: MagsBook, clock: SkippingClock) -> None:
        self.cloud = cloud
        self.book = book
        self.clock = clock

    async def live(self) -> list[str]:
        return [one.id for one in sessions((await self.cloud.live_sessions()).items)]

    def asked_lists(self) -> int:
        """How many lists were asked for since the last time."""
        count = len([call for call in self.book.calls() if call == "GET /mags-jobs"])
        self.book.server.seen.clear()
        return count


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock = SkippingClock()
    async with scripted_server() as server:
        cloud = mags(server.url, clock)
        yield Desk(cloud, MagsBook(server), clock)
        await cloud.aclose()


def _many(count: int, *, status: str = "completed") -> list[dict[str, object]]:
    return [job(f"old-{number}", status) for number in range(count)]


async def test_live_sessions_are_found_on_every_page(desk: Desk) -> None:
    desk.book.jobs = [job("new"), *_many(120), job("deep", "sleeping")]
    assert await desk.live() == ["new", "deep"]
    assert desk.asked_lists() == 3


async def test_later_no_page_is_read_beyond_the_last_that_lives(desk: Desk) -> None:
    desk.book.jobs = [job("new"), *_many(180)]
    await desk.live()
    desk.asked_lists()
    await desk.live()
    assert desk.asked_lists() == 2, "one with the live job, one that shows that all the rest has ended"
    desk.book.jobs.append(job("at the end"))
    assert await desk.live() == ["new", "at the end"], "another total means another list"


async def test_without_a_total_the_whole_list_is_read_each_time(desk: Desk) -> None:
    desk.book.tells_total = False
    desk.book.jobs = [job("new"), *_many(120)]
    await desk.live()
    desk.book.jobs.append(job("at the end"))
    assert await desk.live() == ["new", "at the end"]


async def test_pages_may_be_shorter_than_was_asked_for(desk: Desk) -> None:
    desk.book.page_size = 20
    desk.book.jobs = [*_many(45), job("deep")]
    assert await desk.live() == ["deep"]


async def test_a_service_that_repeats_its_first_page_is_not_asked_for_ever(desk: Desk) -> None:
    same = Reply.of({"jobs": _many(50)})
    desk.book.on("GET", "/mags-jobs", same)
    assert await desk.live() == []
    assert len((await desk.cloud.ended_sessions()).items) == 50
    assert desk.asked_lists() < 6


async def test_ended_sessions_come_in_pages_out_of_the_same_answers(desk: Desk) -> None:
    desk.book.jobs = [job("new"), *_many(70)]
    await desk.live()
    desk.asked_lists()
    first = await desk.cloud.ended_sessions(0, 50)
    assert desk.asked_lists() == 0, "what the live list brought serves for the ended ones too"
    assert (len(first.items), first.has_more) == (50, True)
    second = await desk.cloud.ended_sessions(50, 50)
    assert (len(second.items), second.has_more) == (20, False)
    assert {one.id for one in first.items}.isdisjoint(one.id for one in second.items)


async def test_an_answer_from_before_a_change_serves_nobody(desk: Desk) -> None:
    desk.book.jobs = [job("a")]
    desk.book.on("POST", "/mags-jobs/a/stop", Reply.of({"success": True}))
    await desk.live()
    await desk.cloud.terminate("a")
    desk.book.jobs = [job("a", "stopped")]
    assert [one.id for one in (await desk.cloud.ended_sessions()).items] == ["a"]


async def test_what_did_not_change_is_the_very_same_object(desk: Desk) -> None:
    desk.book.jobs = [job("a"), job("b", "completed")]
    page, ended = await desk.cloud.live_sessions(), await desk.cloud.ended_sessions()
    await desk.clock.sleep(60.0)
    assert await desk.cloud.live_sessions() is page
    assert await desk.cloud.ended_sessions() is ended
    await desk.cloud.session("a")
    first = await desk.cloud.live_sessions()
    await desk.cloud.session("a")
    assert await desk.cloud.live_sessions() is first


async def test_a_single_reading_and_the_list_add_to_each_other(desk: Desk) -> None:
    listed = job("a", workspace_id="lab", persistent=True, no_sleep=True)
    told = {
        "request_id": "a",
        "name": "job a",
        "status": "running",
        "vm_id": "vm-7",
        "script_duration_ms": 1500,
    }
    desk.book.jobs = [listed]
    desk.book.on("GET", "/mags-jobs/a/status", Reply.of(told))
    await desk.live()
    one = await desk.cloud.session("a")
    assert one.mounts[0].volume == "lab"
    assert "always on" in one.marks
    assert ("machine", "vm-7") in one.facts
    (again,) = sessions((await desk.cloud.live_sessions()).items)
    assert ("machine", "vm-7") in again.facts
    assert again.script_ran == one.script_ran


async def test_a_launch_is_known_by_what_was_asked_until_lists_tell_more(desk: Desk) -> None:
    desk.book.on("POST", "/mags-jobs", Reply.of({"request_id": "n", "status": "accepted"}, 202))
    values = {"workspace_id": "lab", "sync": "yes", "environment": "KEY=sesame"}
    launched = await desk.cloud.launch(desk.cloud.extras.request("new", values))
    assert (launched.id, launched.phase, launched.name) == ("n", Phase.ACCEPTED, "lab")
    desk.book.jobs = [{"request_id": "n", "status": "running"}]
    (listed,) = sessions((await desk.cloud.live_sessions()).items)
    assert (listed.name, listed.mounts[0].volume, listed.phase) == ("lab", "lab", Phase.READY)
    assert "persistent" in listed.marks
    assert "sesame" not in repr(listed) + repr(launched)


async def test_one_bad_record_costs_one_row(desk: Desk) -> None:
    desk.book.on("GET", "/mags-jobs", Reply.of({"jobs": [job("a"), {"name": "no id"}, 7, job("a")]}))
    items = (await desk.cloud.live_sessions()).items
    assert [one.id for one in sessions(items)] == ["a"]
    assert len([item for item in items if isinstance(item, Unreadable)]) == 2


@pytest.mark.parametrize("wrapper", ["jobs", "data", "items", ""])
async def test_a_list_may_come_bare_or_in_any_wrapper(desk: Desk, wrapper: str) -> None:
    desk.book.on("GET", "/mags-jobs", Reply.of({wrapper: [job("a")]} if wrapper else [job("a")]))
    assert await desk.live() == ["a"]


async def test_no_list_at_all_is_an_empty_one_where_the_service_says_null(desk: Desk) -> None:
    desk.book.on("GET", "/mags-jobs", Reply.of({"jobs": None, "total": 0, "page": 1, "page_size": 50}))
    assert await desk.live() == []
    desk.book.on("GET", "/mags-workspaces", Reply.of({"workspaces": None, "success": True}))
    assert (await desk.cloud.volumes()).items == ()
    desk.book.on("GET", "/mags-url-aliases", Reply.of({"aliases": None}))
    assert await desk.cloud.extras.items("addresses") == ()


async def test_live_and_ended_may_be_asked_for_at_once(desk: Desk) -> None:
    desk.book.jobs = [job("new"), *_many(3)]
    live, ended = await asyncio.gather(desk.cloud.live_sessions(), desk.cloud.ended_sessions())
    assert (len(live.items), len(ended.items)) == (1, 3)
    assert desk.asked_lists() == 1


async def test_a_workspace_is_attached_to_the_session_that_has_it(desk: Desk) -> None:
    desk.book.jobs = [job("a", workspace_id="lab"), job("b", "completed", workspace_id="done")]
    spaces = {"workspaces": [{"workspace_id": "lab", "disk_gb": 10}, {"id": "done"}, {"size": 1}], "total": 3}
    desk.book.on("GET", "/mags-workspaces", Reply.of(spaces))
    page = await desk.cloud.volumes()
    lab, done = (item for item in page.items if isinstance(item, Volume))
    assert (lab.attached_to, lab.status, lab.size_gb) == ("a", VolumeStatus.ATTACHED, 10)
    assert (done.attached_to, done.status) == ("", VolumeStatus.FREE)
    assert await desk.cloud.volumes() is page
    desk.book.jobs = [job("a", "stopped", workspace_id="lab")]
    await desk.live()
    assert (await desk.cloud.volume("lab")).attached_to == ""


async def test_the_log_is_taken_from_objects_and_from_bare_strings(desk: Desk) -> None:
    entries = [
        "[mags] up",
        {"timestamp": "2026-11-23T12:00:00.5Z", "level": "info", "message": "one\ntwo"},
        {"timestamp": "2026-11-23T12:00:01Z", "level": "error", "message": "it broke"},
        {"level": "error", "message": "Error: twice"},
    ]
    desk.book.on("GET", "/mags-jobs/a/logs", Reply.of({"logs": entries}))
    text = await desk.cloud.logs("a", tail=100, timestamps=True)
    assert text.splitlines() == [
        "[mags] up",
        "2026-11-23T12:00:00.500Z one",
        "2026-11-23T12:00:00.500Z two",
        "2026-11-23T12:00:01.000Z error: it broke",
        "Error: twice",
    ]
    assert await desk.cloud.logs("a", tail=2, timestamps=False) == "error: it broke\nError: twice\n"

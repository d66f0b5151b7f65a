"""Resizing a workspace takes several steps: each is sent once, and what fails says how far it came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.mags.cloud import MagsCloud
from mimiry_tui.domain.doing.deeds import Outcome
from mimiry_tui.domain.volumes import Volume, build_volume
from tests.support.mags_desk import MagsBook, job, mags
from tests.support.scripted_server import Reply, scripted_server
from tests.support.skipping_clock import SkippingClock

LAB = build_volume(id="lab", name="lab", size_gb=2)
DONE = Reply.of({"success": True})
ACCEPTED = Reply.of({"request_id": "new", "status": "accepted"}, 202)
STOPPED = Reply.of({"request_id": "a", "status": "stopped"})
SYNC, STOP, SUBMIT = "POST /mags-jobs/a/sync", "POST /mags-jobs/a/stop", "POST /mags-jobs"


@dataclass
class Desk:
    """A session on a workspace, and the replies that a resize meets when all goes well."""

    cloud: MagsCloud
    book: MagsBook
    told: list[str] = field(default_factory=list)

    async def resize(self, volume: Volume = LAB, size: str = "10") -> Outcome:
        return await self.cloud.extras.do("resize", volume, {"disk_gb": size}, self.told.append)

    def changes(self) -> list[str]:
        return [call for call in self.book.calls() if not call.startswith("GET")]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with scripted_server() as server:
        holder = job("a", workspace_id="lab", persistent=True, no_sleep=True, startup_command="serve")
        book = MagsBook(server, [holder])
        book.on("POST", "/mags-jobs/a/sync", DONE)
        book.on("POST", "/mags-jobs/a/stop", DONE)
        book.on("GET", "/mags-jobs/a/status", STOPPED)
        book.on("POST", "/mags-jobs", ACCEPTED)
        cloud = mags(server.url, SkippingClock())
        yield Desk(cloud, book)
        await cloud.aclose()


async def test_it_syncs_stops_and_makes_a_new_one_with_the_same_settings(desk: Desk) -> None:
    outcome = await desk.resize()
    assert desk.changes() == [SYNC, STOP, SUBMIT]
    assert outcome.session_id == "new"
    assert desk.told == [
        "looking who has lab",
        "syncing lab",
        "stopping job a",
        "making a new sandbox with 10 GB on lab",
    ]
    assert desk.book.server.asked("/api/v1/mags-jobs")[-1].json == {
        "script": "sleep infinity",
        "type": "inline",
        "persistent": True,
        "name": "lab",
        "workspace_id": "lab",
        "no_sleep": True,
        "startup_command": "serve",
        "disk_gb": 10,
    }


async def test_one_that_sleeps_is_stopped_without_a_sync_and_none_at_all_is_only_made(desk: Desk) -> None:
    desk.book.jobs[0]["status"] = "sleeping"
    await desk.resize()
    assert desk.changes() == [STOP, SUBMIT]
    desk.book.server.seen.clear()
    desk.book.jobs[0]["status"] = "completed"
    await desk.resize()
    assert desk.changes() == [SUBMIT]


async def test_a_session_that_takes_its_time_to_stop_is_waited_for(desk: Desk) -> None:
    running = Reply.of(job("a"))
    desk.book.on("GET", "/mags-jobs/a/status", running, Reply(500), running, Reply.of({"status": "archived"}))
    await desk.resize()
    assert desk.book.calls()[-5:] == [*["GET /mags-jobs/a/status"] * 4, SUBMIT]
    assert desk.changes() == [SYNC, STOP, SUBMIT]


@pytest.mark.parametrize(
    ("path", "reply", "changes", "words", "kind"),
    [
        (
            "/a/sync",
            Reply(500),
            [SYNC],
            "could not be synced, so job a was not stopped",
            errors.InvalidState,
        ),
        ("/a/sync", Reply(reset=True), [SYNC], "so job a was not stopped", errors.InvalidState),
        (
            "/a/stop",
            Reply.of({"error": "no"}, 409),
            [SYNC, STOP],
            "lab is synced, and job a was not stopped",
            errors.InvalidState,
        ),
        (
            "/a/stop",
            Reply(reset=True),
            [SYNC, STOP],
            "lab is synced, and whether job a was stopped is not known",
            errors.AnswerLost,
        ),
        ("/a/stop", Reply(502), [SYNC, STOP], "whether job a was stopped is not known", errors.ServerTrouble),
        (
            "",
            Reply.of({"error": "workspace lab is busy"}, 409),
            [SYNC, STOP, SUBMIT],
            "job a was stopped, and the new sandbox was not made",
            errors.InvalidState,
        ),
        (
            "",
            Reply(reset=True),
            [SYNC, STOP, SUBMIT],
            "job a was stopped, and whether the new sandbox was made is not known",
            errors.AnswerLost,
        ),
        (
            "",
            Reply(200, b"<html>"),
            [SYNC, STOP, SUBMIT],
            "whether the new sandbox was made is not known",
            errors.UnreadableAnswer,
        ),
        (
            "",
            Reply.of({"status": "accepted"}, 202),
            [SYNC, STOP, SUBMIT],
            "whether the new sandbox was made is not known",
            errors.UnreadableAnswer,
        ),
    ],
)
async def test_a_step_that_fails_says_what_was_done_and_nothing_is_sent_twice(
    desk: Desk, path: str, reply: Reply, changes: list[str], words: str, kind: type[errors.CloudError]
) -> None:
    desk.book.on("POST", f"/mags-jobs{path}", reply)
    with pytest.raises(kind) as raised:
        await desk.resize()
    assert words in str(raised.value)
    assert raised.value.hint
    assert desk.changes() == changes


async def test_one_that_does_not_stop_gets_no_other_beside_it(desk: Desk) -> None:
    desk.book.on("GET", "/mags-jobs/a/status", Reply.of(job("a")))
    with pytest.raises(errors.InvalidState, match="still runs"):
        await desk.resize()
    assert desk.changes() == [SYNC, STOP]


async def test_one_of_which_nothing_can_be_learned_gets_no_other_beside_it_either(desk: Desk) -> None:
    desk.book.on("GET", "/mags-jobs/a/status", Reply.of({"error": "no"}, 403))
    with pytest.raises(errors.InvalidState, match="whether it did is not known"):
        await desk.resize()
    assert desk.changes() == [SYNC, STOP]


@pytest.mark.parametrize(
    ("holders", "words"),
    [
        ([job("a", workspace_id="lab"), job("b", "sleeping", workspace_id="lab")], "2 sessions have lab"),
        ([job("a", workspace_id="lab", no_sync=True)], "local disk only"),
        ([job("a", "pending", workspace_id="lab")], "not up"),
    ],
)
async def test_what_should_not_be_begun_is_refused_before_anything_is_sent(
    desk: Desk, holders: list[dict[str, object]], words: str
) -> None:
    desk.book.jobs = holders
    with pytest.raises(errors.InvalidState, match=words):
        await desk.resize()
    assert desk.changes() == []
    (deed,) = (one for one in desk.cloud.extras.deeds(LAB) if one.id == "resize")
    assert deed.why_not


async def test_two_resizes_of_one_workspace_do_not_run_at_once(desk: Desk) -> None:
    both = await asyncio.gather(desk.resize(), desk.resize(), return_exceptions=True)
    (refused,) = (one for one in both if isinstance(one, BaseException))
    assert isinstance(refused, errors.InvalidState)
    assert desk.changes() == [SYNC, STOP, SUBMIT]


async def test_a_size_that_is_none_is_refused(desk: Desk) -> None:
    for size in ("", "0", "-1", "2.5", "lots"):
        with pytest.raises(errors.BadRequest):
            await desk.resize(size=size)
    assert desk.changes() == []


async def test_a_workspace_in_use_is_not_deleted_and_a_free_one_once(desk: Desk) -> None:
    desk.book.on("DELETE", "/mags-workspaces/lab", DONE)
    with pytest.raises(errors.InvalidState, match="in use by the session job a"):
        await desk.cloud.delete_volume("lab")
    assert desk.changes() == []
    desk.book.jobs[0]["status"] = "error"
    outcome = await desk.cloud.extras.do("delete", LAB, {}, desk.told.append)
    assert outcome.words == "lab is deleted"
    assert desk.changes() == ["DELETE /mags-workspaces/lab"]


async def test_a_workspace_is_synced_by_the_session_that_runs_on_it(desk: Desk) -> None:
    await desk.cloud.extras.do("sync", LAB, {}, desk.told.append)
    assert desk.changes() == [SYNC]
    desk.book.jobs[0]["status"] = "sleeping"
    with pytest.raises(errors.InvalidState, match="nothing runs on lab"):
        await desk.cloud.extras.do("sync", LAB, {}, desk.told.append)
    assert desk.changes() == [SYNC]

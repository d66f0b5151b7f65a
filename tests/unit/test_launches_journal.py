"""Launches on disk: written down before they are sent, so that no crash loses what money was spent on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.live.launches.book import Intent
from mimiry_tui.live.launches.journal import NAME, Journal
from mimiry_tui.live.launches.launches import LaunchState
from tests.support.clock import EPOCH
from tests.support.launching_desk import DRAFT, LaunchingDesk, settled

T = TypeVar("T")


def lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / NAME).read_text().splitlines()]


def said(folder: Path) -> list[object]:
    return [line["is"] for line in lines(folder)]


async def test_the_intent_is_on_disk_when_the_request_leaves(tmp_path: Path) -> None:
    folder = tmp_path / "account"
    desk = LaunchingDesk(folder)
    seen: list[object] = []

    def answer(request: object) -> object:
        seen.extend(said(folder))
        return desk.exists("s1", "train")

    desk.cloud.answer("launch", answer)
    async with desk.running():
        desk.launch()
        await settled()
    assert seen == ["about to launch"]
    assert said(folder) == ["about to launch", "accepted"]
    assert lines(folder)[1]["session"] == "s1"


async def test_the_journal_is_the_owners_alone_and_holds_no_secret(tmp_path: Path) -> None:
    folder = tmp_path / "account"
    desk = LaunchingDesk(folder)
    async with desk.running():
        desk.launch()
        await settled()
    assert (folder / NAME).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    text = (folder / NAME).read_text()
    assert "hunter2" not in text
    assert "HF_TOKEN" in text


async def test_what_cannot_be_written_down_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    desk = LaunchingDesk(tmp_path / "file" / "account")
    async with desk.running():
        desk.launch()
        await desk.clock.advance(5)
        assert desk.state() is LaunchState.REFUSED
        assert desk.words == (
            "not launched: could not be written down first: not a directory; nothing was sent"
        )
        assert desk.launches.trouble == "journal of launches: not a directory"
    assert desk.posts == 0


async def test_an_outcome_that_cannot_be_written_is_known_all_the_same(tmp_path: Path) -> None:
    desk = LaunchingDesk(tmp_path)

    def answer(request: object) -> object:
        (tmp_path / NAME).unlink()
        (tmp_path / NAME).mkdir()
        return desk.exists("s1", "train")

    desk.cloud.answer("launch", answer)
    async with desk.running():
        desk.launch()
        await settled()
        assert desk.state() is LaunchState.ACCEPTED
        assert desk.launches.draft_of("s1") is not None
        assert desk.launches.trouble.startswith("journal of launches: ")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(errors.BadRequest(status=422), "refused"), (errors.AnswerLost(), "lost")],
)
async def test_what_became_of_it_is_written_too(
    tmp_path: Path, error: errors.CloudError, outcome: str
) -> None:
    desk = LaunchingDesk(tmp_path)
    desk.cloud.answer("launch", error)
    async with desk.running():
        desk.launch()
        await desk.clock.advance(70)
    assert said(tmp_path) == ["about to launch", outcome]
    again = LaunchingDesk(tmp_path)
    async with again.running():
        await again.clock.advance(600)
        assert again.found() == []
        assert again.launches.recent == (), "neither led to a session"


async def test_a_crash_before_the_request_is_reported_as_no_launch(tmp_path: Path) -> None:
    Journal(tmp_path).append(Intent("i1", EPOCH - timedelta(hours=1), "train", "torch", DRAFT))
    desk = LaunchingDesk(tmp_path)
    async with desk.running():
        await settled()
        (found,) = desk.found()
        assert (found.name, found.session_id) == ("train", "")
        assert found.asked_at == EPOCH - timedelta(hours=1)
        assert found.words == ("train was most likely never launched: no session of that name was made then")
    assert desk.posts == 0, "and nothing is made up for"
    assert said(tmp_path) == ["about to launch", "lost"]


async def test_a_crash_before_the_answer_is_made_good_at_the_next_start(tmp_path: Path) -> None:
    crashed = LaunchingDesk(tmp_path)
    crashed.cloud.hold("launch")
    crashed.launch()
    run = asyncio.create_task(crashed.launches.run())
    await settled()
    assert crashed.posts == 1
    desk = LaunchingDesk(tmp_path)
    desk.exists("s1", "train")
    async with desk.running():
        await settled()
        (found,) = desk.found()
        assert (found.name, found.session_id) == ("train", "s1")
        assert desk.launches.draft_of("s1") is not None
        assert [one.session_id for one in desk.launches.recent] == ["s1"]
        assert desk.told > 0
    assert desk.posts == 0
    await left(crashed, run, within=5)


async def test_a_quick_restart_does_not_call_lost_what_a_read_cache_still_hides(tmp_path: Path) -> None:
    Journal(tmp_path).append(Intent("i1", EPOCH - timedelta(seconds=5), "train", "torch", DRAFT))
    desk = LaunchingDesk(tmp_path)
    async with desk.running():
        await desk.clock.advance(60)
        assert desk.found() == []
        desk.exists("s1", "train", created_at=EPOCH)
        await desk.clock.advance(15)
        assert [one.session_id for one in desk.found()] == ["s1"]


@pytest.mark.parametrize("now", [None, timedelta(0)])
async def test_the_services_clock_counts_as_it_was_then(tmp_path: Path, now: timedelta | None) -> None:
    skew = timedelta(hours=3)
    Journal(tmp_path).append(Intent("i1", EPOCH, "train", "torch", DRAFT, skew))
    desk = LaunchingDesk(tmp_path)
    desk.cloud.skew = now
    desk.exists("s1", "train", created_at=EPOCH + skew)
    async with desk.running():
        await settled()
        assert [one.session_id for one in desk.found()] == ["s1"]


async def test_the_services_clock_is_written_down_with_the_intent(tmp_path: Path) -> None:
    desk = LaunchingDesk(tmp_path)
    desk.cloud.skew = timedelta(seconds=-2.5)
    async with desk.running():
        desk.launch()
        await settled()
    assert lines(tmp_path)[0]["skew"] == -2.5


async def test_what_is_open_waits_until_the_lists_can_be_read(tmp_path: Path) -> None:
    Journal(tmp_path).append(Intent("i1", EPOCH - timedelta(days=1), "train", "torch", DRAFT))
    desk = LaunchingDesk(tmp_path)
    desk.answer_lists(errors.KeyLocked())
    async with desk.running():
        await desk.clock.advance(900)
        assert desk.found() == []
        desk.answer_lists()
        desk.live.unlock("sesame")
        await desk.clock.advance(1)
        assert len(desk.found()) == 1


async def test_leaving_waits_for_the_answer_to_what_is_under_way(tmp_path: Path) -> None:
    desk = LaunchingDesk(tmp_path)
    answer = desk.cloud.hold("launch")
    async with desk.running():
        desk.launch()
        await settled()
        answer()
    assert said(tmp_path) == ["about to launch", "accepted"]


async def test_leaving_is_not_held_up_by_a_service_that_does_not_answer(tmp_path: Path) -> None:
    desk = LaunchingDesk(tmp_path)
    desk.cloud.hold("launch")
    desk.launch()
    run = asyncio.create_task(desk.launches.run())
    await settled()
    await left(desk, run, within=5)
    assert said(tmp_path) == ["about to launch"], "found out about at the next start"


async def test_what_was_not_sent_when_the_dashboard_was_left_never_is(tmp_path: Path) -> None:
    go_on = asyncio.Event()

    async def slowly(work: Callable[[], T], /) -> T:
        await go_on.wait()
        return work()

    desk = LaunchingDesk(tmp_path, off_loop=slowly)
    desk.launch()
    run = asyncio.create_task(desk.launches.run())
    await settled()
    run.cancel()
    await settled()
    go_on.set()
    await settled()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert desk.posts == 0
    assert desk.words == "not launched: the dashboard was left first; nothing was sent"
    assert said(tmp_path) == ["about to launch", "refused"]


async def left(desk: LaunchingDesk, run: asyncio.Task[None], *, within: float) -> None:
    """Leave it; that takes so many seconds and no longer."""
    run.cancel()
    await desk.clock.advance(within - 0.1)
    assert not run.done()
    await desk.clock.advance(0.1)
    with pytest.raises(asyncio.CancelledError):
        await run

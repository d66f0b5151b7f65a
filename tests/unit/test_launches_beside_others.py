"""Two dashboards of one account on one machine: neither takes the other's launch for its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from mimiry_tui.clouds import errors
from mimiry_tui.live.launches.book import Book, Intent, Outcome, Verdict
from mimiry_tui.live.launches.journal import Journal
from mimiry_tui.live.launches.launches import LaunchState
from tests.support.clock import EPOCH
from tests.support.launching_desk import DRAFT, LaunchingDesk, a_request, settled

T = TypeVar("T")


async def test_the_session_of_the_other_one_is_not_taken_for_a_lost_one(tmp_path: Path) -> None:
    ours, theirs = LaunchingDesk(tmp_path), LaunchingDesk(tmp_path)
    ours.cloud.answer("launch", errors.AnswerLost())
    async with ours.running(), theirs.running():
        theirs.launch()
        await settled()
        assert theirs.present.session_id == "s1"
        ours.sessions = theirs.sessions
        ours.launch()
        await ours.clock.advance(61)
        assert ours.state() is LaunchState.LOST


async def test_what_the_other_one_is_about_to_launch_is_not_called_lost(tmp_path: Path) -> None:
    theirs, ours = LaunchingDesk(tmp_path), LaunchingDesk(tmp_path)
    answer = theirs.cloud.hold("launch")
    async with theirs.running():
        theirs.launch()
        await settled()
        async with ours.running():
            await ours.clock.advance(100)
            answer()
            await settled()
            await ours.clock.advance(600)
            assert ours.found() == []
    entries = Journal(tmp_path).read()
    assert [type(entry).__name__ for entry in entries] == ["Intent", "Outcome"]


async def test_it_is_told_by_one_of_them_only(tmp_path: Path) -> None:
    Journal(tmp_path).append(Intent("i1", EPOCH - timedelta(hours=1), "train", "torch", DRAFT))
    ours, theirs = LaunchingDesk(tmp_path), LaunchingDesk(tmp_path)
    theirs.answer_lists(errors.Unreachable())
    async with theirs.running(), ours.running():
        await settled()
        assert len(ours.found()) == 1
        theirs.answer_lists()
        theirs.exists("s1", "train", created_at=EPOCH - timedelta(hours=1))
        theirs.live.refresh()
        await theirs.clock.advance(30)
        assert theirs.found() == []


async def test_what_is_launched_while_the_journal_is_read_is_of_this_run(tmp_path: Path) -> None:
    read = asyncio.Event()

    waits = iter([True])

    async def slow_at_first(work: Callable[[], T], /) -> T:
        if next(waits, False):
            await read.wait()
        return work()

    desk = LaunchingDesk(tmp_path, off_loop=slow_at_first)
    desk.cloud.answer("launch", errors.AnswerLost())
    async with desk.running():
        desk.launch()
        await settled()
        read.set()
        await settled()
        desk.exists("s1", "train")
        await desk.clock.advance(3)
        assert desk.state() is LaunchState.ACCEPTED
        await desk.clock.advance(600)
        assert desk.found() == []


def test_an_acceptance_is_final() -> None:
    book = Book()
    intent = Intent("i1", EPOCH, "train", "torch", DRAFT)
    book.add((intent, Outcome("i1", EPOCH, Verdict.ACCEPTED, "s1"), Outcome("i1", EPOCH, Verdict.LOST)))
    assert book.claimed == {"s1"}
    assert book.recent[0].session_id == "s1"


def test_twenty_launches_are_recent_the_newest_first() -> None:
    book = Book()
    for number in range(30):
        at = EPOCH + timedelta(minutes=number)
        intent = Intent(f"i{number}", at, f"train-{number}", a_request().image, DRAFT)
        book.add((intent, Outcome(intent.id, at, Verdict.ACCEPTED, f"s{number}")))
    assert [one.name for one in book.recent] == [f"train-{number}" for number in range(29, 9, -1)]

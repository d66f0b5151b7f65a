"""The archive beside the event loop: what it is given is written, and no trouble of a disk comes out."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.boots import BootKey
from mimiry_tui.domain.memory.questions import CardPage, CardQuery, PlaceBoots
from mimiry_tui.domain.memory.samples import Sample, Span
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.history import schema
from mimiry_tui.live.history.answers import MOST_WAITING, Answer, Batch
from mimiry_tui.live.history.archive import GATHER, RETRY, TIDY, TIDY_AFTER, Archive
from mimiry_tui.live.history.file import BROKEN, NAME, HistoryFile
from tests.support.clock import EPOCH, ManualClock
from tests.support.kept_card import a_card
from tests.support.remembering import PATIENCE

OFFER = Offer("H100", "", "H100", "", 80, "verda", "FIN-01", Money(Decimal("2.10")), available=True)
SPENT = Transaction("t", EPOCH, Money(Decimal(-1)), "usage", "", "s", None, b"")
ANSWER = Answer(EPOCH, (OFFER,), timedelta(minutes=5))


class Run:
    """An archive, running."""

    def __init__(self, folder: Path | None) -> None:
        self.clock = ManualClock()
        self.archive = Archive(folder, self.clock)
        self.news = 0
        self.archive.subscribe(self._heard)

    def _heard(self) -> None:
        self.news += 1

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Archive]:
        task = asyncio.create_task(self.archive.run())
        try:
            await asyncio.sleep(0)
            yield self.archive
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await self.clock.advance(GATHER)
                await asyncio.sleep(0.002)


@pytest.mark.parametrize("folder", [True, False], ids=["on disk", "in memory"])
async def test_what_it_is_given_it_can_be_asked(tmp_path: Path, folder: bool) -> None:
    run = Run(tmp_path / "new" if folder else None)
    async with run.running() as archive:
        archive.keep_answer(ANSWER)
        archive.keep_cards([a_card()])
        archive.keep_last_lines("s", ["the end"])
        await run.until(lambda: run.news)
        assert await archive.samples(OFFER.id, EPOCH) == (Sample(EPOCH, OFFER.rate, available=True),)
        assert await archive.spans(EPOCH) == (Span(EPOCH, EPOCH),)
        assert (await archive.offer_pasts(EPOCH))[OFFER.id].last_in_stock == EPOCH
        assert await archive.cards(CardQuery()) == CardPage(
            (a_card(),), 1, (Money(Decimal("4.20000000001")),)
        )
        assert await archive.card("s") == a_card(last_lines=("the end",))
        assert await archive.spend_cards(EPOCH) == (a_card(),)
        assert await archive.live_cards() == ()
        assert [month.count for month in await archive.months()] == [1]
        assert (await archive.boots_on("H100", "verda/FIN-01")).count == 1
        assert await archive.boots_of("any") is None
        await archive.remember_transactions([SPENT])
        assert await archive.transactions() == (SPENT,)
        await archive.mark("alive", EPOCH)
        assert await archive.marked("alive") == EPOCH
        assert run.news == 2, "a mark is no news, a transaction is"
    assert archive.trouble == ""


async def test_what_is_given_just_before_the_end_is_written_and_later_questions_find_nothing(
    tmp_path: Path,
) -> None:
    run = Run(tmp_path)
    async with run.running() as archive:
        archive.keep_cards([a_card()])
    assert await archive.card("s") is None
    await archive.mark("alive", EPOCH)
    async with Run(tmp_path).running() as again:
        assert await again.card("s") == a_card()
        assert await again.marked("alive") is None


async def test_questions_before_it_runs_are_answered(tmp_path: Path) -> None:
    run = Run(tmp_path)
    assert await run.archive.months() == ()
    async with run.running():
        assert (tmp_path / NAME).exists()


async def test_trouble_empties_the_answers_is_told_and_costs_nothing_once_it_is_over(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run = Run(tmp_path / "file")
    async with run.running() as archive:
        archive.keep_cards([a_card()])
        await run.until(lambda: archive.trouble)
        assert archive.trouble == "history is not kept: file exists"
        assert await archive.offer_pasts(EPOCH) == {}
        assert await archive.boots_on("H100", "") == PlaceBoots(None, None, 0, 0)
        await archive.remember_transactions([SPENT])
        (tmp_path / "file").unlink()
        await run.clock.advance(TIDY_AFTER + RETRY)
        await run.until(lambda: not archive.trouble)
        assert (await archive.cards(CardQuery())).total == 1
        assert await archive.transactions() == (SPENT,)


async def test_a_database_of_a_later_version_is_left_as_it_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / NAME)) as other:
        other.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before = (tmp_path / NAME).read_bytes()
    async with Run(tmp_path).running() as archive:
        await archive.mark("alive", EPOCH)
        assert "newer version" in archive.trouble
    assert (tmp_path / NAME).read_bytes() == before


async def test_a_broken_file_is_set_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"this is no database" * 999)
    async with Run(tmp_path).running() as archive:
        await archive.mark("alive", EPOCH)
        assert archive.trouble == f"history was broken: set aside as {BROKEN}, a new one begun"
        assert await archive.marked("alive") == EPOCH
        with closing(HistoryFile(tmp_path)) as beside:
            beside.prepare()
            assert beside.is_in_place
    assert (tmp_path / BROKEN).read_bytes().startswith(b"this is no database")


async def test_a_file_that_another_put_aside_is_left_for_the_one_in_its_place(tmp_path: Path) -> None:
    async with Run(tmp_path).running() as archive:
        await archive.mark("before", EPOCH)
        HistoryFile(tmp_path).set_aside()
        await archive.mark("after", EPOCH)
        assert (await archive.marked("before"), await archive.marked("after")) == (None, EPOCH)
        assert archive.trouble == ""


async def test_opening_a_second_time_leaves_the_locks_of_the_first(tmp_path: Path) -> None:
    """A POSIX lock goes when the process closes any handle of the file; SQLite counts on its locks."""
    opened: list[int] = []
    with closing(HistoryFile(tmp_path)) as first, pytest.MonkeyPatch.context() as patched:
        first.prepare()
        patched.setattr("os.close", opened.append)
        HistoryFile(tmp_path).close()
    assert opened == []


async def test_once_a_day_what_is_too_old_is_deleted(tmp_path: Path) -> None:
    run = Run(tmp_path)
    long_ago = EPOCH - timedelta(days=2 * 365 + 1)
    async with run.running() as archive:
        archive.keep_cards([a_card("old", created_at=long_ago, ended_at=long_ago), a_card("new")])
        archive.keep_answer(replace(ANSWER, at=EPOCH - timedelta(days=401), offers=()))
        await archive.remember_transactions([replace(SPENT, at=long_ago)])
        assert await archive.transactions() != ()
        await run.clock.advance(TIDY_AFTER)
        assert (await archive.cards(CardQuery())).total == 1
        assert await archive.transactions() == ()
        assert await archive.spans(long_ago) == ()
        archive.keep_cards([a_card("old", created_at=long_ago, ended_at=long_ago)])
        await run.clock.advance(RETRY)
        assert (await archive.cards(CardQuery())).total == 2
        run.clock.machine_slept(TIDY.total_seconds())
        await run.clock.advance(RETRY)
        assert (await archive.cards(CardQuery())).total == 1


def test_what_waits_for_a_disk_is_bounded() -> None:
    batch = Batch()
    for number in range(MOST_WAITING + 10):
        batch.add(Batch(answers=[replace(ANSWER, at=EPOCH + timedelta(seconds=number))]))
    assert len(batch.answers) == MOST_WAITING
    assert batch.answers[0].at == EPOCH + timedelta(seconds=10)


async def test_history_and_archive_write_one_file_side_by_side(tmp_path: Path) -> None:
    async with Run(tmp_path).running() as archive:
        with closing(HistoryFile(tmp_path)) as beside:
            beside.prepare()
            for number in range(20):
                await archive.mark(f"m{number}", EPOCH)
                beside.remember([(f"s{number}", BootKey("i", "g"), EPOCH, None)], [])
        assert archive.trouble == ""
        assert await archive.marked("m19") == EPOCH
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        assert database.execute("SELECT count(*) FROM sessions").fetchone() == (20,)

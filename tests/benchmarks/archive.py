"""A year of history, 1,000,000 samples and 5,000 cards: what starting and asking beside it takes."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median

from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.memory.offer_past import WEEK
from mimiry_tui.domain.memory.questions import CardQuery
from mimiry_tui.domain.memory.samples import OfferPast, Sample, Span
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.history import card_rows, offer_rows
from mimiry_tui.live.history.answers import Answer
from mimiry_tui.live.history.archive_desk import ArchiveDesk
from mimiry_tui.live.history.file import NAME, HistoryFile
from mimiry_tui.live.history.filling import Past, fill
from mimiry_tui.live.history.schema import to_disk
from tests.benchmarks import programs, start_up
from tests.benchmarks.model import BenchRow
from tests.benchmarks.timing import best
from tests.support.clients import new_key
from tests.support.home import Home
from tests.support.kept_card import a_card

SAMPLES, CARDS = 1_000_000, 5_000
_OFFERS = 100
_NOW = datetime(2026, 6, 8, 12, tzinfo=UTC)
_YEAR = timedelta(days=365)
_ROUNDS = 5
_PATIENCE = 30.0
_TARGET = "≤ 50 ms or ≤ 5×"


def _is_met(ours: float, floor: float) -> bool:
    """Within what a screen may wait for; on a slow or busy machine, in times of what the disk takes."""
    return ours <= 50 or ours <= 5 * floor


def rows(quick: bool) -> list[BenchRow]:
    """The start beside it, the questions of a screen, and one poll's news."""
    samples, cards = (SAMPLES // 10, CARDS // 10) if quick else (SAMPLES, CARDS)
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        fill(folder, _a_year(samples, cards))
        said = f"{samples:,} samples, {cards:,} cards"
        rounds = 2 if quick else _ROUNDS
        return [
            _first_frame(folder, said, 3 if quick else 11),
            _opening(folder, said, rounds),
            *_questions(folder, rounds, cards),
            _news(folder, rounds),
        ]


def _a_year(samples: int, cards: int) -> Past:
    each = samples // _OFFERS
    step = _YEAR / each
    return Past(
        written_at=_NOW,
        samples={_offer(number).id: list(_samples(number, each, step)) for number in range(_OFFERS)},
        spans=[
            Span(_NOW - _YEAR + day * timedelta(days=1), _NOW - _YEAR + (day + 0.7) * timedelta(days=1))
            for day in range(365)
        ],
        cards=[_card(number, cards) for number in range(cards)],
    )


def _samples(number: int, count: int, step: timedelta) -> Iterator[Sample]:
    for place in range(count):
        rate = Money(Decimal(200 + (7 * place + number) % 90) / 100)
        yield Sample(_NOW - _YEAR + (place + 0.5) * step, rate, available=(place + number) % 3 > 0)


def _offer(number: int, rate: str = "2.10") -> Offer:
    model = f"H{number}_80G_SXM"
    return Offer(model, "", model, "", 80, "verda", "FIN-01", Money(Decimal(rate)), available=True)


def _card(number: int, of: int) -> Card:
    created = _NOW - _YEAR * (number / of)
    outcome = (Outcome.DONE, Outcome.BY_USER, Outcome.FAILED)[number % 3]
    return a_card(
        f"4ed5acf3-b78f-4e5a-bd37-{number:012d}",
        name=f"train-{number}",
        outcome=outcome,
        gpu=_offer(number % 20).model,
        created_at=created,
        ready_at=created + timedelta(seconds=90 + number % 100),
        ended_at=created + timedelta(hours=1),
        seen_at=created + timedelta(hours=1),
        command="python train.py --epochs 3\n" * 10,
        last_lines=tuple(f"epoch {line}" for line in range(30)),
    )


def _first_frame(folder: Path, said: str, runs: int) -> BenchRow:
    """Two homes that differ in nothing but their history; runs take turns."""
    with programs.home() as empty, programs.home() as full:
        argv = (*programs.OFFLINE, "--key", str(new_key(full.temporary)))
        place = _account_folder(argv, full)
        for file in place.glob(f"{NAME}*"):
            file.unlink()
        os.link(folder / NAME, place / NAME)
        times: dict[bool, list[float]] = {True: [], False: []}
        for run in range(runs + 1):
            for with_past, home in ((True, full), (False, empty)):
                taken = start_up.until_shown(argv, start_up.FRAME, home)
                if run:
                    times[with_past].append(taken)
        (place / NAME).unlink()
    ours, floor = median(times[True]), median(times[False])
    name = f"archive: start to first full frame, {said}"
    return BenchRow(name, ours, "the same without a history", floor, "ms", "≤ 1.1×", ours <= 1.1 * floor)


def _account_folder(argv: tuple[str, ...], own: Home) -> Path:
    """Where the program keeps its history in that home: as soon as it has begun one."""
    with programs.running(argv, own) as program:
        deadline = program.started_at + _PATIENCE
        while not (found := list(own.state.glob(f"**/{NAME}"))):
            program.read(0.05)
            assert time.perf_counter() < deadline, f"no history was begun in {_PATIENCE} s"
    return found[0].parent


def _opening(folder: Path, said: str, rounds: int) -> BenchRow:
    """From no connection to what a table of offers shows."""

    def ours() -> None:
        with closing(ArchiveDesk(folder)) as desk:
            nothing: Mapping[str, OfferPast] = {}
            pasts, trouble = desk.ask(lambda reading: reading.offer_pasts(_NOW), nothing)
        assert (len(pasts), trouble) == (_OFFERS, "")

    shortest, floor = best(ours, rounds), best(lambda: _bare_week(folder), rounds)
    name = f"archive: open, a week of {_OFFERS} offers, {said}"
    return BenchRow(name, shortest, "bare SQL selects", floor, "ms", _TARGET, _is_met(shortest, floor))


def _bare_week(folder: Path) -> None:
    with closing(sqlite3.connect(folder / NAME)) as database:
        for offer in range(1, _OFFERS + 1):
            query = (
                "SELECT at, rate, currency, available FROM samples WHERE offer = ? AND at >= ? ORDER BY at"
            )
            database.execute(query, (offer, to_disk(_NOW - WEEK))).fetchall()


def _questions(folder: Path, rounds: int, cards: int) -> list[BenchRow]:
    """Each with the file open, beside the same rows fetched and left as they are."""
    with closing(HistoryFile(folder)) as file:
        file.prepare()
        database = file.connection
        quarter = _NOW - timedelta(days=90)
        offer = _offer(7).id
        search = CardQuery(text="train pytorch", outcomes=frozenset({Outcome.FAILED}))
        asked: list[tuple[str, Callable[[], object], str, tuple[object, ...]]] = [
            (
                "90 days of one offer",
                lambda: offer_rows.samples(database, offer, quarter),
                "SELECT at, rate, currency, available FROM samples WHERE offer = 8 AND at >= ?",
                (to_disk(quarter),),
            ),
            (
                f"200 of {cards:,} cards by two words and an outcome",
                lambda: card_rows.find(database, search, 200, 0),
                "SELECT card FROM cards WHERE instr(words, 'train') AND instr(words, 'pytorch')"
                " AND outcome = 'failed' ORDER BY began DESC LIMIT 200",
                (),
            ),
            (
                f"months of {cards:,} cards",
                lambda: card_rows.months(database),
                "SELECT began, outcome, settled, cost, currency FROM cards",
                (),
            ),
            (
                "cards of 90 days",
                lambda: card_rows.alive_since(database, quarter),
                "SELECT card FROM cards WHERE alive >= ?",
                (to_disk(quarter),),
            ),
            (
                "boots of one model at one place",
                lambda: card_rows.boots_on(database, _offer(7).model, "verda/FIN-01"),
                "SELECT gpu, boot, boot_failed FROM cards WHERE place = 'verda/fin-01'",
                (),
            ),
        ]
        found = []
        for what, ours, query, values in asked:
            assert ours()
            shortest = best(ours, rounds)
            floor = best(partial(_fetch, database, query, values), rounds)
            met = _is_met(shortest, floor)
            name = f"archive: {what}"
            found.append(BenchRow(name, shortest, "bare SQL select", floor, "ms", _TARGET, met))
        return found


def _fetch(database: sqlite3.Connection, query: str, values: tuple[object, ...]) -> None:
    database.execute(query, values).fetchall()


def _news(folder: Path, rounds: int) -> BenchRow:
    """One poll's answer in which every price moved, written at once."""
    answers = [
        Answer(
            _NOW + number * timedelta(seconds=30),
            tuple(_offer(one, f"{3 + number}.{one}") for one in range(_OFFERS)),
            timedelta(minutes=5),
        )
        for number in range(rounds)
    ]
    with closing(HistoryFile(folder)) as file, closing(sqlite3.connect(":memory:")) as bare:
        file.prepare()
        bare.execute("CREATE TABLE samples (offer, at, rate, currency, available, PRIMARY KEY (offer, at))")

        def ours() -> None:
            with file.writing() as connection:
                assert offer_rows.take_answer(connection, answers.pop())

        def theirs() -> None:
            states = [(one, len(answers), "2.10", "EUR", 1) for one in range(_OFFERS)]
            bare.executemany("INSERT OR REPLACE INTO samples VALUES (?, ?, ?, ?, ?)", states)
            bare.commit()

        shortest, floor = best(ours, rounds), best(theirs, rounds)
    name = f"archive: write an answer with {_OFFERS} new prices"
    return BenchRow(name, shortest, "bare SQL inserts in memory", floor, "ms", "≤ 20 ms", shortest <= 20)

"""The history with 100,000 transitions on disk: against the bare SQL, and against the loop's patience."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from mimiry_tui.clock import SystemClock
from mimiry_tui.domain.boots import Boot, BootKey, boot_key
from mimiry_tui.domain.phases import BOOT_PHASES, Phase
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation, Source
from mimiry_tui.live.history import schema
from mimiry_tui.live.history.desk import RECENT, Desk
from mimiry_tui.live.history.file import NAME, HistoryFile, Row
from mimiry_tui.live.history.history import BATCH, History, Seen
from mimiry_tui.live.store import Change, Resource, Store
from tests.benchmarks.model import BenchRow
from tests.benchmarks.timing import best, since

TRANSITIONS = 100_000
SHOWN = 50
"""Sessions in the picture at the start: a page."""
_SESSIONS = 10_000
"""In the list that must not hold the event loop."""
_ROUNDS = 5
_PHASES = (*BOOT_PHASES, Phase.READY)
_KEYS = 20
_NOON = datetime(2026, 6, 8, 12, tzinfo=UTC)


def rows(quick: bool) -> list[BenchRow]:
    """Filling, starting beside it, one poll's news, a question of the screen, and the loop's longest hold."""
    count = (10_000 if quick else TRANSITIONS) // len(_PHASES)
    rounds = 2 if quick else _ROUNDS
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        figures = [
            _fill(folder, count),
            _start(folder, count, rounds),
            _news(folder, rounds),
            _question(folder, rounds),
        ]
        return [*figures, asyncio.run(_patience(folder / "loop", rounds))]


def _fill(folder: Path, count: int) -> BenchRow:
    """Everything there is to remember, as it would be written in batches."""
    batches = [
        ([_row(one) for one in part], [(_name(one), seen) for one in part for seen in _seen(one)])
        for part in _parts(count)
    ]
    started = time.perf_counter()
    with closing(HistoryFile(folder)) as file:
        file.prepare()
        for sessions, transitions in batches:
            file.remember(sessions, transitions)
    ours = since(started)
    started = time.perf_counter()
    with closing(_plain(folder / "plain.db")) as database:
        for statement in schema.MIGRATIONS[0]:
            database.execute(statement)
        for part in _parts(count):
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)", map(_bare_row, part))
            seen = [(_name(one), phase.value, step) for one in part for step, phase in enumerate(_PHASES)]
            database.executemany("INSERT INTO transitions VALUES (?, ?, ?)", seen)
            database.execute("COMMIT")
    theirs = since(started)
    name = f"history: write {count * len(_PHASES):,} transitions in batches"
    return BenchRow(name, ours, "bare SQL inserts", theirs, "ms", "≤ 3×", ours <= 3 * theirs)


def _start(folder: Path, count: int, rounds: int) -> BenchRow:
    """From no connection to a page of sessions with their past, and what boots like theirs took."""
    numbers = range(count - SHOWN, count)
    shown = [Seen(_session(one), (), fresh=True) for one in numbers]

    def ours() -> None:
        with closing(Desk(folder)) as desk:
            news = desk.take(shown, _NOON + timedelta(days=1))
        assert len(news.recalled) == SHOWN
        assert len(news.boots) == _KEYS

    def theirs() -> None:
        with closing(_plain(folder / NAME)) as database:
            query = schema.RECALL_TRANSITIONS.format(places=",".join("?" * SHOWN))
            found = database.execute(query, [_name(one) for one in numbers]).fetchall()
            assert len(found) == SHOWN * len(_PHASES)
            for key in _KEY_OF:
                database.execute(schema.RECALL_BOOTS, (key.image, key.gpu, RECENT)).fetchall()

    shortest, plain = best(ours, rounds), best(theirs, rounds)
    name = f"history: open, recall {SHOWN} sessions, boots of {_KEYS} keys"
    return BenchRow(name, shortest, "bare SQL selects", plain, "ms", "≤ 100 ms", shortest <= 100)


def _news(folder: Path, rounds: int) -> BenchRow:
    """What one poll brings in a busy moment: a new phase of fifty sessions, written at once."""
    parts = [range(start, start + SHOWN) for start in range(10**6, 10**6 + 2 * rounds * SHOWN, SHOWN)]
    news = [([_row(one) for one in part], [(_name(one), _seen(one)[0]) for one in part]) for part in parts]
    with closing(HistoryFile(folder)) as file, closing(_plain(folder / "plain.db")) as database:
        file.prepare()

        def theirs() -> None:
            part = parts.pop()
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)", map(_bare_row, part))
            seen = [(_name(one), Phase.ACCEPTED.value, 0) for one in part]
            database.executemany("INSERT INTO transitions VALUES (?, ?, ?)", seen)
            database.execute("COMMIT")

        shortest, plain = best(lambda: file.remember(*news.pop()), rounds), best(theirs, rounds)
    name = f"history: write a new phase of {SHOWN} sessions"
    return BenchRow(name, shortest, "bare SQL inserts", plain, "ms", "≤ 3×", shortest <= 3 * plain)


def _question(folder: Path, rounds: int) -> BenchRow:
    """What a screen asks at every paint, a thousand times."""
    history = History(None, Store(), SystemClock())
    session, key = _session(0), _KEY_OF[0]
    database = _plain(folder / NAME)

    def ours() -> None:
        for _ in range(1_000):
            history.boots(session)

    def theirs() -> None:
        for _ in range(1_000):
            database.execute(schema.RECALL_BOOTS, (key.image, key.gpu, RECENT)).fetchall()

    with closing(database):
        shortest, plain = best(ours, rounds), best(theirs, rounds)
    target = "≤ 0.1×"
    return BenchRow(
        "history: past boots of a session, asked once",
        shortest,
        "bare SQL select",
        plain,
        "µs",
        target,
        shortest <= plain / 10,
    )


async def _patience(folder: Path, rounds: int) -> BenchRow:
    """The event loop's longest hold while a list of 10,000 sessions is taken in."""
    sessions = {_name(one): _session(one) for one in range(_SESSIONS)}
    started = time.perf_counter()
    with closing(Desk(folder / "inline")) as desk:
        for part in _parts(_SESSIONS):
            desk.take([Seen(sessions[_name(one)], (), fresh=True) for one in part], _NOON)
    inline = since(started)
    gc.collect()
    gc.freeze()  # as the application does after its first frame
    held = min([await _longest_hold(folder / str(number), sessions) for number in range(rounds)])
    name = f"history: longest hold of the event loop, {_SESSIONS:,} sessions new"
    return BenchRow(name, held, "all of it on the loop", inline, "ms", "≤ 10 ms", held <= 10)


async def _longest_hold(folder: Path, sessions: dict[str, Session]) -> float:
    """Milliseconds between two turns of the event loop, at most, until all of these are taken in."""
    store = Store()
    history = History(folder, store, SystemClock())
    running = asyncio.create_task(history.run())
    await asyncio.sleep(0)
    longest, last = 0.0, time.perf_counter()
    store.update_sessions(sessions)
    store.publish(Change(Resource.SESSIONS, tuple(sessions)))
    while any(history.boots(session) is None for session in islice(reversed(sessions.values()), _KEYS)):
        await asyncio.sleep(0)
        longest, last = max(longest, time.perf_counter() - last), time.perf_counter()
    running.cancel()
    await asyncio.wait([running])
    return longest * 1e3


_KEY_OF = [BootKey(f"nvcr.io/nvidia/pytorch:24.{number:02d}-py3", "h100_80g_sxm") for number in range(_KEYS)]


def _name(number: int) -> str:
    return f"4ed5acf3-b78f-4e5a-bd37-{number:012d}"


def _created(number: int) -> datetime:
    return _NOON - timedelta(minutes=number % 100_000)


def _seen(number: int) -> list[Observation]:
    created = _created(number)
    return [Observation(created + timedelta(seconds=30 * step), phase) for step, phase in enumerate(_PHASES)]


def _row(number: int) -> Row:
    key, took = _KEY_OF[number % _KEYS], timedelta(seconds=120 + number % 90)
    return _name(number), key, _created(number), Boot(_name(number), key, took, Source.EVENT)


def _bare_row(number: int) -> tuple[object, ...]:
    return _name(number), _KEY_OF[number % _KEYS].image, "h100_80g_sxm", -number, number % 90, 2


def _session(number: int) -> Session:
    created = _created(number)
    session = build_session(
        id=_name(number),
        image=_KEY_OF[number % _KEYS].image,
        gpu_type="H100_80G_SXM",
        state="completed",
        created_at=created.isoformat(),
        started_at=(created + timedelta(seconds=120 + number % 90)).isoformat(),
        ended_at=(created + timedelta(hours=1)).isoformat(),
    )
    assert boot_key(session) == _KEY_OF[number % _KEYS]
    return session


def _parts(count: int) -> Iterator[range]:
    for start in range(0, count, BATCH):
        yield range(start, min(start + BATCH, count))


def _plain(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    return database

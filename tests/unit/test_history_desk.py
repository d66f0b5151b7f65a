"""The history's worker: a database that fails costs what it would have remembered, and says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mimiry_tui.domain.boots import BootKey, Boots
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.timeline import Observation
from mimiry_tui.live.history import file as history_file
from mimiry_tui.live.history import schema as history_schema
from mimiry_tui.live.history.desk import LONGEST_ID, Desk
from mimiry_tui.live.history.file import BROKEN, NAME
from mimiry_tui.live.history.history import News, Seen

NOON = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)
KEY = BootKey("pytorch:24.01", "h100")
THREE = Boots(timedelta(seconds=101), timedelta(seconds=101.8), 3)
"""What the first three of `ended` add up to."""
READY = Observation(NOON + timedelta(seconds=100), Phase.READY)


def seen(name: str = "s", *observations: Observation, fresh: bool = True, **fields: Any) -> Seen:
    known = {"image": "pytorch:24.01", "gpu_type": "H100", "created_at": NOON.isoformat()}
    session = build_session(**{"id": name, "state": "started", **known, **fields})
    return Seen(session, observations, fresh)


def taken(folder: Path, *batch: Seen, now: datetime = NOON) -> News:
    """A whole run that takes only this."""
    with closing(Desk(folder)) as desk:
        return desk.take(batch, now)


def ended(number: int) -> Seen:
    """A session whose boot took 100 seconds and as many more."""
    ready = NOON + timedelta(seconds=100 + number)
    ended_at = NOON + timedelta(hours=1)
    return seen(f"s{number}", state="completed", started_at=ready.isoformat(), ended_at=ended_at.isoformat())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another program that holds the whole database."""
    with closing(sqlite3.connect(folder / NAME, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")  # else what is there could still be read
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@pytest.fixture
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_file, "BUSY_SECONDS", 0.0)


def test_what_one_run_saw_the_next_one_recalls(tmp_path: Path) -> None:
    assert taken(tmp_path, seen("s", READY)).recalled == {}
    with closing(Desk(tmp_path)) as desk:
        news = desk.take([seen("s"), seen("t")], NOON)
        assert news.recalled == {"s": (READY,)}
        assert (news.waiting, news.trouble) == (False, "")
        assert desk.take([seen("s", READY, fresh=False)], NOON).recalled == {}


def test_boots_of_earlier_runs_count_for_a_session_that_boots_now(tmp_path: Path) -> None:
    assert taken(tmp_path, ended(0), ended(1)).boots == {}
    taken(tmp_path, ended(2))
    with closing(Desk(tmp_path)) as desk:
        news = desk.take([seen("new", state="provisioned")], NOON)
        assert news.boots == {KEY: THREE}
        assert desk.take([seen("new", state="provisioned", command="another")], NOON).boots == {}


def test_without_a_folder_boots_of_this_run_count() -> None:
    with closing(Desk(None)) as desk:
        news = desk.take([ended(number) for number in range(3)], NOON)
    assert replace(news, images=None) == News({KEY: THREE}, {}, waiting=False, trouble="")


@pytest.mark.usefixtures("no_patience")
def test_what_a_locked_database_refuses_is_written_once_it_is_free(tmp_path: Path) -> None:
    taken(tmp_path, *map(ended, range(3)))
    with closing(Desk(tmp_path)) as desk:
        with locked(tmp_path):
            news = desk.take([seen("s", READY)], NOON)
            assert news.trouble == "history is not kept: another program holds the database locked"
            assert news.waiting
        news = desk.take([], NOON)
        assert (news.waiting, news.trouble, news.boots[KEY] is not None) == (False, "", True)
    assert taken(tmp_path, seen("s")).recalled == {"s": (READY,)}


@pytest.mark.usefixtures("no_patience")
def test_a_session_still_recalls_when_only_its_later_reading_finds_the_database_free(tmp_path: Path) -> None:
    taken(tmp_path, seen("s", READY))
    with closing(Desk(tmp_path)) as desk:
        with locked(tmp_path):
            assert desk.take([seen("s", fresh=True)], NOON).waiting
        assert desk.take([seen("s", fresh=False)], NOON).recalled == {"s": (READY,)}


@pytest.mark.parametrize(
    "content",
    [b"no database at all" * 1_000, b"SQLite format 3\0" + b"\xff" * 8_000],
    ids=["of something else", "torn"],
)
def test_a_broken_database_is_set_aside_and_a_new_one_begun(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    news = taken(tmp_path, seen("s", READY))
    assert news.trouble == "history was broken: set aside as history.db.broken, a new one begun"
    assert not news.waiting
    assert (tmp_path / BROKEN).read_bytes() == content
    assert taken(tmp_path, seen("s")).recalled == {"s": (READY,)}


def test_a_database_that_breaks_under_way_is_set_aside_too(tmp_path: Path) -> None:
    with closing(Desk(tmp_path)) as desk:
        desk.take([seen("s", READY)], NOON)
        with closing(sqlite3.connect(tmp_path / NAME, isolation_level=None)) as other:
            other.execute("DROP TABLE sessions")
        assert "set aside" in desk.take([seen("t", READY)], NOON).trouble
    assert taken(tmp_path, seen("s"), seen("t")).recalled == {"t": (READY,)}


def test_a_disk_that_breaks_every_database_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_schema, "REMEMBER_SESSION", "INSERT INTO nowhere VALUES (?, ?, ?, ?, ?, ?)")
    with closing(Desk(tmp_path)) as desk:
        trouble = desk.take([seen("s", READY)], NOON).trouble
        assert trouble == "history is not kept: no such table: nowhere"
        (tmp_path / BROKEN).unlink()
        assert desk.take([seen("t", READY)], NOON).waiting
    assert not (tmp_path / BROKEN).exists()


def test_a_database_that_cannot_be_written_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(tmp_path, seen("s", READY), *map(ended, range(3)))
    connect = sqlite3.connect

    def read_only(path: Path, *, timeout: float, isolation_level: None) -> sqlite3.Connection:
        return connect(f"file:{path}?mode=ro", timeout, uri=True, isolation_level=isolation_level)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    news = taken(tmp_path, seen("s"))
    assert news.recalled == {"s": (READY,)}
    assert news.boots[KEY] is not None
    assert news.waiting
    assert news.trouble == "history is not kept: the database cannot be written"


def test_a_folder_that_cannot_be_made_is_named_as_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    news = taken(tmp_path / "file" / "state", seen("s", READY), *map(ended, range(3)))
    assert news.trouble == "history is not kept: not a directory"
    assert news.boots[KEY] is not None


def test_a_folder_where_the_database_should_be_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    assert taken(tmp_path, seen("s", READY)).trouble.startswith("history is not kept: ")
    assert (tmp_path / NAME).is_dir()


def test_the_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / NAME)) as other:
        other.execute(f"PRAGMA user_version = {history_schema.VERSION + 1}")
    news = taken(tmp_path, seen("s", READY))
    assert news.trouble == "history is not kept: the database is of a newer version of this program"
    assert not (tmp_path / BROKEN).exists()


def test_hostile_names_are_kept_or_dropped_but_break_nothing(tmp_path: Path) -> None:
    names = ["a\0b", "half \ud800", "'; DROP TABLE sessions; --", "x" * LONGEST_ID]
    too_long = "x" * (LONGEST_ID + 1)
    news = taken(tmp_path, *(seen(name, READY, image=f"{name}\udfff") for name in [*names, too_long]))
    assert (news.waiting, news.trouble) == (False, "")
    assert taken(tmp_path, *map(seen, [*names, too_long])).recalled.keys() == set(names)


def test_nothing_is_written_about_a_session_of_which_nothing_is_known(tmp_path: Path) -> None:
    taken(tmp_path, seen("s", state="provisioned", updated_at=NOON.isoformat()))
    with closing(sqlite3.connect(tmp_path / NAME)) as other:
        assert other.execute("SELECT count(*) FROM sessions").fetchone() == (0,)


def test_what_was_last_alive_before_ninety_days_is_forgotten_when_tidying(tmp_path: Path) -> None:
    later = NOON + timedelta(days=91)
    with closing(Desk(tmp_path)) as desk:
        desk.take([seen("old", READY), seen("alive", READY)], NOON)
        desk.take([seen("alive", READY, fresh=False)], later, tidy=True)
    assert taken(tmp_path, seen("old"), seen("alive"), now=later).recalled == {"alive": (READY,)}

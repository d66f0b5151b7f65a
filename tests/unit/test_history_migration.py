"""A database of an earlier version is brought up to date, and loses nothing on the way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mimiry_tui.domain.boots import Boot, BootKey
from mimiry_tui.domain.image_uses import ImageUse
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.timeline import Observation, Source
from mimiry_tui.live.history import card_rows, money_rows, schema
from mimiry_tui.live.history.file import NAME, HistoryFile
from tests.support.clock import EPOCH
from tests.support.kept_card import a_card

VERSION_1 = """
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY, image TEXT NOT NULL, gpu TEXT NOT NULL, alive INTEGER NOT NULL,
        boot INTEGER, boot_trust INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX sessions_by_key ON sessions (image, gpu, alive) WHERE boot IS NOT NULL;
    CREATE INDEX sessions_by_age ON sessions (alive);
    CREATE TABLE transitions (
        session_id TEXT NOT NULL, phase TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (session_id, phase)
    ) WITHOUT ROWID;
    PRAGMA user_version = 1;
"""
"""What the first version made: written down here, for the program may forget it."""
VERSION_2 = (
    VERSION_1
    + """
    CREATE TABLE uses (
        session_id TEXT PRIMARY KEY, image TEXT NOT NULL, at INTEGER NOT NULL, ready INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX uses_by_date ON uses (at);
    PRAGMA user_version = 2;
"""
)
KEY = BootKey("torch:2", "h100")
TOOK = timedelta(seconds=93)


def old_file(folder: Path, script: str = VERSION_1) -> None:
    moment = schema.to_disk(EPOCH)
    with closing(sqlite3.connect(folder / NAME)) as database:
        database.executescript(script)
        rows = [
            ("up", KEY.image, KEY.gpu, moment, 93_000_000, 2),
            ("unknown", KEY.image, KEY.gpu, moment, None, None),
            ("no image", "", "", moment, None, None),
        ]
        database.executemany("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)", rows)
        database.execute("INSERT INTO transitions VALUES ('up', 'ready', ?)", (moment,))
        database.commit()


def opened(folder: Path) -> HistoryFile:
    file = HistoryFile(folder)
    file.prepare()
    return file


def test_boots_and_sightings_of_version_1_stay_and_its_images_are_learnt(tmp_path: Path) -> None:
    old_file(tmp_path)
    with closing(opened(tmp_path)) as file:
        assert file.boots(KEY, 10) == [Boot("up", KEY, TOOK, Source.EVENT)]
        assert file.transitions(["up"]) == {"up": (Observation(EPOCH, Phase.READY),)}
        assert sorted(file.uses(10), key=lambda use: use.session_id) == [
            ImageUse("unknown", KEY.image, EPOCH, None, None),
            ImageUse("up", KEY.image, EPOCH, True, TOOK),
        ]


def test_a_file_of_version_2_keeps_all_it_has_and_learns_the_new_things(tmp_path: Path) -> None:
    old_file(tmp_path, VERSION_2)
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        database.execute("INSERT INTO uses VALUES ('up', ?, ?, 0)", (KEY.image, schema.to_disk(EPOCH)))
        database.commit()
    for _ in range(2):  # the second time it is a present one
        with closing(opened(tmp_path)) as file:
            assert file.boots(KEY, 10) == [Boot("up", KEY, TOOK, Source.EVENT)]
            assert file.transitions(["up"]) == {"up": (Observation(EPOCH, Phase.READY),)}
            assert file.uses(10) == [ImageUse("up", KEY.image, EPOCH, False, TOOK)]
            with file.writing() as connection:
                card_rows.put_cards(connection, [a_card()])
                money_rows.put_mark(connection, "alive", EPOCH)
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (3,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with closing(opened(tmp_path)) as file:
        assert card_rows.read_card(file.connection, "s") == a_card()


def test_an_old_file_and_a_new_one_have_the_same_tables(tmp_path: Path) -> None:
    shapes = []
    for script in (VERSION_1, VERSION_2, ""):
        folder = tmp_path / str(len(script))
        folder.mkdir()
        if script:
            old_file(folder, script)
        with closing(opened(folder)) as file:
            tables = file.connection.execute("SELECT name FROM sqlite_schema ORDER BY name").fetchall()
            shapes.append(
                [(name, *file.connection.execute(f"PRAGMA table_info({name})")) for (name,) in tables]
            )
    assert shapes[0] == shapes[1] == shapes[2]


def test_a_migration_that_fails_half_way_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    old_file(tmp_path, VERSION_2)
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        database.execute("CREATE TABLE marks (something_else TEXT)")
    with closing(HistoryFile(tmp_path)) as file, pytest.raises(sqlite3.OperationalError):
        file.prepare()
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (2,)
        assert database.execute("SELECT count(*) FROM sessions").fetchone() == (3,)
        assert not database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'samples'").fetchall()


def test_what_is_learnt_later_completes_what_version_1_did_not_know(tmp_path: Path) -> None:
    old_file(tmp_path)
    earlier = EPOCH - timedelta(minutes=5)
    with closing(opened(tmp_path)) as file:
        file.remember(
            [("unknown", KEY, EPOCH, None)], [], [ImageUse("unknown", KEY.image, earlier, False, None)]
        )
        file.remember([("up", KEY, EPOCH, None)], [], [ImageUse("up", KEY.image, EPOCH, False, None)])
        assert file.uses(10) == [
            ImageUse("up", KEY.image, EPOCH, True, TOOK),
            ImageUse("unknown", KEY.image, earlier, False, None),
        ]
        assert file.uses(1) == [ImageUse("up", KEY.image, EPOCH, True, TOOK)]


def test_two_dashboards_may_bring_the_same_file_up_to_date(tmp_path: Path) -> None:
    old_file(tmp_path)
    with closing(opened(tmp_path)) as one, closing(opened(tmp_path)) as other:
        assert len(one.uses(10)) == len(other.uses(10)) == 2


def test_rows_that_mean_nothing_are_skipped(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as file:
        with closing(sqlite3.connect(tmp_path / NAME, isolation_level=None)) as other:
            rows = [("a", "i", 2**62, 1), ("b", b"\xff", 1, 1), ("c", "i", "noon", 1), ("d", "i", 0, 7)]
            other.executemany("INSERT INTO uses VALUES (?, ?, ?, ?)", rows)
        assert [(use.session_id, use.ready) for use in file.uses(10)] == [("d", None)]

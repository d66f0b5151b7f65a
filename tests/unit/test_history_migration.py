"""A database of an earlier version is brought up to date, and loses nothing on the way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from mimiry_tui.domain.boots import Boot, BootKey
from mimiry_tui.domain.image_uses import ImageUse
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.timeline import Observation, Source
from mimiry_tui.live.history import schema
from mimiry_tui.live.history.file import NAME, HistoryFile
from tests.support.clock import EPOCH

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
KEY = BootKey("torch:2", "h100")
TOOK = timedelta(seconds=93)


def old_file(folder: Path) -> None:
    moment = schema.to_disk(EPOCH)
    with closing(sqlite3.connect(folder / NAME)) as database:
        database.executescript(VERSION_1)
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

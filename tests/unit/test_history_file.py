"""The history's database: what two dashboards write into it, and what it gives back."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.boots import Boot, BootKey
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.timeline import Observation, Source
from mimiry_tui.live.history import schema
from mimiry_tui.live.history.file import BROKEN, NAME, HistoryFile, NewerHistory

NOON = datetime(2026, 6, 8, 12, 0, 0, 123_456, tzinfo=UTC)
KEY = BootKey("pytorch:24.01", "h100")


def seen(seconds: float, phase: Phase) -> Observation:
    return Observation(NOON + timedelta(seconds=seconds), phase)


def a_boot(seconds: float, source: Source = Source.EVENT, name: str = "s") -> Boot:
    return Boot(name, KEY, timedelta(seconds=seconds), source)


def opened(folder: Path) -> HistoryFile:
    file = HistoryFile(folder)
    file.prepare()
    return file


@pytest.fixture
def file(tmp_path: Path) -> Iterator[HistoryFile]:
    with closing(opened(tmp_path / "state")) as file:
        yield file


def test_what_was_seen_comes_back_to_the_microsecond(tmp_path: Path) -> None:
    first = opened(tmp_path)
    observations = (seen(0.000_001, Phase.ACCEPTED), seen(57.25, Phase.PULLING_IMAGE))
    first.remember([("s", KEY, NOON, None)], [("s", one) for one in observations])
    first.close()
    with closing(opened(tmp_path)) as again:
        assert set(again.transitions(["s", "never seen"])["s"]) == set(observations)
        assert again.transitions(["never seen"]) == {}


def test_folder_and_files_are_for_their_owner_only(file: HistoryFile, tmp_path: Path) -> None:
    file.remember([("s", KEY, NOON, None)], [])
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "state").iterdir()}
    assert modes == dict.fromkeys((NAME, f"{NAME}-wal", f"{NAME}-shm"), 0o600)


def test_more_sessions_than_one_query_takes_come_back_all_the_same(file: HistoryFile) -> None:
    names = [f"s{number}" for number in range(1_203)]
    file.remember([], [(name, seen(1, Phase.READY)) for name in names])
    assert file.transitions(names).keys() == set(names)


def test_two_dashboards_end_with_the_earliest_sight_and_the_best_account(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as ours, closing(opened(tmp_path)) as theirs:
        ours.remember([("s", KEY, NOON, a_boot(150, Source.OBSERVED))], [("s", seen(150, Phase.READY))])
        theirs.remember([("s", KEY, NOON, a_boot(148, Source.OBSERVED))], [("s", seen(148, Phase.READY))])
        ours.remember([("s", KEY, NOON, a_boot(90, Source.INFERRED))], [("s", seen(151, Phase.READY))])
        assert theirs.transitions(["s"]) == {"s": (seen(148, Phase.READY),)}
        assert theirs.boots(KEY, 10) == [a_boot(148, Source.OBSERVED)]


accounts = st.builds(
    lambda seconds, source: None if source is None else a_boot(seconds, source),
    st.integers(1, 5),
    st.sampled_from((None, *Source)),
)


@given(st.lists(accounts, max_size=6))
def test_the_account_that_stays_is_the_one_that_the_domain_calls_best(written: list[Boot | None]) -> None:
    best: Boot | None = None
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        for statement in schema.MIGRATIONS[0]:
            database.execute(statement)
        for boot in written:
            took = None if boot is None else schema.span_to_disk(boot.took)
            trust = (
                None if boot is None else (Source.INFERRED, Source.OBSERVED, Source.EVENT).index(boot.source)
            )
            database.execute(schema.REMEMBER_SESSION, ("s", KEY.image, KEY.gpu, 0, took, trust))
            if boot is not None and (best is None or boot.is_better_than(best)):
                best = boot
        kept = database.execute(schema.RECALL_BOOTS, (KEY.image, KEY.gpu, 10)).fetchall()
    assert [took for _, took, _ in kept] == ([schema.span_to_disk(best.took)] if best else [])


def test_two_dashboards_may_write_at_the_same_time(tmp_path: Path) -> None:
    opened(tmp_path).close()
    failures: list[Exception] = []
    together = threading.Barrier(2)

    def write(dashboard: int) -> None:
        try:
            with closing(opened(tmp_path)) as file:
                together.wait()
                for number in range(50):
                    file.remember([(f"{dashboard}-{number}", KEY, NOON, a_boot(number + 1))], [])
        except sqlite3.Error as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with closing(opened(tmp_path)) as file:
        assert len(file.boots(KEY, 1_000)) == 100


def test_the_boots_of_the_sessions_that_lived_last_are_read_back_first(file: HistoryFile) -> None:
    for day in range(5):
        file.remember([(f"s{day}", KEY, NOON + timedelta(days=day), a_boot(100 + day, name=f"s{day}"))], [])
    other = BootKey(KEY.image, "a100")
    file.remember([("other", other, NOON, Boot("other", other, timedelta(1), Source.EVENT))], [])
    assert [boot.session_id for boot in file.boots(KEY, 2)] == ["s4", "s3"]


def test_what_lives_is_kept_whole_however_long_ago_it_began(file: HistoryFile) -> None:
    long_ago = NOON - timedelta(days=200)
    for name, alive in (("lives", NOON), ("gone", long_ago)):
        file.remember([(name, KEY, alive, None)], [(name, Observation(long_ago, Phase.ACCEPTED))])
    file.forget(NOON - timedelta(days=90))
    assert file.transitions(["lives", "gone"]).keys() == {"lives"}


def test_an_older_word_about_a_session_does_not_age_it(file: HistoryFile) -> None:
    file.remember([("s", KEY, NOON, None)], [("s", seen(0, Phase.ACCEPTED))])
    file.remember([("s", KEY, NOON - timedelta(days=200), None)], [])
    file.forget(NOON - timedelta(days=90))
    assert "s" in file.transitions(["s"])


def test_a_failed_write_leaves_nothing_half_done(file: HistoryFile) -> None:
    half = "\ud800"  # which no database takes
    with pytest.raises(UnicodeEncodeError):
        file.remember([("s", KEY, NOON, a_boot(5)), (half, KEY, NOON, None)], [])
    assert file.boots(KEY, 10) == []
    file.remember([("s", KEY, NOON, a_boot(5))], [])
    assert file.boots(KEY, 10) == [a_boot(5)]


def test_rows_that_mean_nothing_are_skipped(file: HistoryFile, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "state" / NAME, isolation_level=None)) as other:
        rows = [("s", "ascending", 5), ("s", "ready", "noon"), ("s", "starting", 2**62), ("s", b"\xff", 1)]
        other.executemany("INSERT INTO transitions VALUES (?, ?, ?)", rows)
        other.execute("INSERT INTO sessions VALUES ('s', ?, ?, 0, 'long', 2)", (KEY.image, KEY.gpu))
        other.execute("INSERT INTO sessions VALUES ('t', ?, ?, 0, 5, 77)", (KEY.image, KEY.gpu))
    assert file.transitions(["s"]) == {}
    assert file.boots(KEY, 10) == []


def test_a_database_of_a_later_version_is_left_as_it_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / NAME)) as other:
        other.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    before = (tmp_path / NAME).read_bytes()
    with closing(HistoryFile(tmp_path)) as file, pytest.raises(NewerHistory):
        file.prepare()
    assert (tmp_path / NAME).read_bytes() == before


def test_a_file_that_another_dashboard_replaced_is_not_set_aside(tmp_path: Path) -> None:
    ours, theirs = HistoryFile(tmp_path), HistoryFile(tmp_path)
    theirs.set_aside()
    with closing(opened(tmp_path)) as new:
        new.remember([("s", KEY, NOON, a_boot(5))], [])
        ours.set_aside()
    with closing(opened(tmp_path)) as file:
        assert file.boots(KEY, 10) == [a_boot(5)]
    assert (tmp_path / BROKEN).stat().st_size == 0

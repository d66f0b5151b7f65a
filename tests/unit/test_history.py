"""History beside a store: nothing seen is lost over a restart, and nobody waits for the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mimiry_tui.domain.boots import Boots
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation, Source, build_timeline
from mimiry_tui.live.history import file as history_file
from mimiry_tui.live.history.file import NAME
from mimiry_tui.live.history.history import BATCH, GATHER, RETRY, TIDY
from mimiry_tui.live.store import Change, Health, Resource
from tests.support.clock import EPOCH, ManualClock
from tests.support.remembering import PATIENCE, Run


def a_session(name: str = "s", **fields: Any) -> Session:
    known = {"image": "pytorch:24.01", "gpu_type": "H100", "created_at": EPOCH.isoformat()}
    return build_session(**{"id": name, "state": "provisioned", **known, **fields})


def ready(number: int) -> Session:
    """One that is ready since 100 seconds and as many more after its creation."""
    started = EPOCH + timedelta(seconds=100 + number)
    return a_session(f"ready-{number}", state="started", started_at=started.isoformat())


def saw(seconds: float, phase: Phase) -> Observation:
    return Observation(EPOCH + timedelta(seconds=seconds), phase)


async def run_once(folder: Path, *seen: tuple[str, Observation]) -> None:
    """A whole run of the dashboard that saw this."""
    account = Run(folder)
    async with account.running():
        for name, observation in seen:
            account.store.observe(name, observation)
            account.show(a_session(name))


async def test_a_timeline_survives_a_restart(tmp_path: Path) -> None:
    await run_once(tmp_path, ("s", saw(31, Phase.SETTING_UP)), ("s", saw(57, Phase.PULLING_IMAGE)))
    account = Run(tmp_path)
    async with account.running():
        account.show(a_session(operation="pulling_image"))
        await account.until(lambda: account.store.observations("s"))
    assert account.store.observations("s") == (saw(31, Phase.SETTING_UP), saw(57, Phase.PULLING_IMAGE))
    assert account.changes[-1] == Change(Resource.SESSIONS, upserted=("s",))
    record = account.store.sessions["s"]
    assert isinstance(record, Session)
    current = build_timeline(record, account.store.observations("s")).current
    assert current is not None
    assert (current.phase, current.source) == (Phase.PULLING_IMAGE, Source.OBSERVED)


async def test_what_is_in_the_picture_before_it_runs_is_noticed_too(tmp_path: Path) -> None:
    await run_once(tmp_path, ("s", saw(31, Phase.SETTING_UP)))
    account = Run(tmp_path)
    account.show(a_session())
    async with account.running():
        await account.until(lambda: account.store.observations("s"))


async def test_what_was_seen_just_before_the_end_is_written(tmp_path: Path) -> None:
    await run_once(tmp_path, *((f"s{number}", saw(number, Phase.STARTING)) for number in range(BATCH + 7)))
    account = Run(tmp_path)
    names = [f"s{number}" for number in range(BATCH + 7)]
    async with account.running():
        account.show(*map(a_session, names))
        await account.until(lambda: all(account.store.observations(name) for name in names))


async def test_a_session_that_comes_back_recalls_again(tmp_path: Path) -> None:
    await run_once(tmp_path, ("s", saw(31, Phase.SETTING_UP)))
    account = Run(tmp_path)
    async with account.running():
        account.show(a_session())
        await account.until(lambda: account.store.observations("s"))
        account.store.update_sessions({}, ("s",))
        account.store.publish(Change(Resource.SESSIONS, removed=("s",)))
        assert account.store.observations("s") == ()
        account.show(a_session())
        await account.until(lambda: account.store.observations("s"))


async def test_past_boots_are_told_to_those_who_subscribed(tmp_path: Path) -> None:
    first = Run(tmp_path)
    async with first.running():
        first.show(*map(ready, range(3)))
    account = Run(tmp_path)
    told: list[Boots | None] = []
    booting = a_session()
    unsubscribe = account.history.subscribe(lambda: told.append(account.history.boots(booting)))
    async with account.running():
        assert account.history.boots(booting) is None
        account.show(booting)
        await account.until(lambda: told)
        unsubscribe()
        account.show(ready(5))
        await account.until(lambda: account.history.boots(booting) != told[0])
    assert told == [Boots(timedelta(seconds=101), timedelta(seconds=101.8), 3)]
    assert account.history.boots(a_session(image="another")) is None
    assert account.history.trouble == ""


async def test_two_dashboards_at_once_see_each_others_past(tmp_path: Path) -> None:
    one, other = Run(tmp_path), Run(tmp_path)
    async with one.running(), other.running():
        one.store.observe("a", saw(31, Phase.SETTING_UP))
        other.store.observe("b", saw(57, Phase.STARTING))
        one.show(a_session("a"))
        other.show(a_session("b"))
        await one.until(lambda: (tmp_path / NAME).exists())
        # Each has written once its next batch comes back: batches are taken one after the other.
        for account in (one, other):
            account.show(*map(ready, range(3)))
            booting = a_session("a")
            await account.until(lambda account=account, booting=booting: account.history.boots(booting))  # type: ignore[misc]
        one.show(a_session("b"))
        other.show(a_session("a"))
        await one.until(lambda: one.store.observations("b"))
        await other.until(lambda: other.store.observations("a"))
    assert (one.history.trouble, other.history.trouble) == ("", "")


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Another program holds the database, and the worker waits for it as long as that takes."""
    with closing(sqlite3.connect(folder / NAME, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield


async def test_nobody_waits_for_a_database_that_another_program_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_file, "BUSY_SECONDS", 2.0 * PATIENCE)
    await run_once(tmp_path, ("stays", saw(31, Phase.SETTING_UP)), ("goes", saw(31, Phase.SETTING_UP)))
    account = Run(tmp_path)
    async with account.running():
        with held(tmp_path):
            account.show(a_session("stays"), a_session("goes"))
            await account.clock.advance(10 * RETRY)
            account.store.update_sessions({}, ("goes",))
        await account.until(lambda: account.store.observations("stays"))
    assert account.store.observations("goes") == (), "it was gone when its past arrived"
    assert account.history.trouble == ""


async def test_an_unusable_folder_costs_the_memory_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    account = Run(tmp_path / "file")
    told: list[str] = []
    account.history.subscribe(lambda: told.append(account.history.trouble))
    async with account.running():
        account.show(*map(ready, range(3)))
        await account.until(lambda: account.history.boots(ready(0)))
        assert told == ["history is not kept: file exists"]
        (tmp_path / "file").unlink()
        await account.clock.advance(RETRY)
        await account.until(lambda: not account.history.trouble)
    assert told[-1] == ""


async def test_without_a_folder_it_runs_and_writes_nothing() -> None:
    account = Run(None)
    async with account.running():
        account.show(*map(ready, range(3)), Unreadable("odd", "no object", b"1"))
        await account.until(lambda: account.history.boots(ready(0)))
    assert account.history.trouble == ""


def on_disk(folder: Path) -> set[str]:
    """Ids of the sessions that the database knows."""
    with closing(sqlite3.connect(folder / NAME)) as database:
        return {session_id for (session_id,) in database.execute("SELECT id FROM sessions")}


async def test_old_sessions_are_forgotten_but_not_those_that_still_live(tmp_path: Path) -> None:
    await run_once(tmp_path, ("lives", saw(5, Phase.STARTING)), ("gone", saw(5, Phase.STARTING)))
    account = Run(tmp_path, ManualClock(EPOCH + timedelta(days=91)))
    async with account.running():
        account.show(a_session("lives"))
        await account.until(lambda: account.store.observations("lives"))
        await account.clock.advance(2 * RETRY)
        assert on_disk(tmp_path) == {"lives", "gone"}, "who lives is not known before the service told"
        account.store.set_health(Resource.SESSIONS, Health(as_of=account.clock.now()))
        await account.until(lambda: on_disk(tmp_path) == {"lives"})


async def test_what_lives_is_noted_as_alive_every_day(tmp_path: Path) -> None:
    await run_once(tmp_path, ("lives", saw(5, Phase.STARTING)), ("gone", saw(5, Phase.STARTING)))
    account = Run(tmp_path)
    account.store.set_health(Resource.SESSIONS, Health(as_of=EPOCH))
    async with account.running():
        account.show(a_session("lives"))
        await account.clock.advance(RETRY + GATHER)
        account.clock.machine_slept((TIDY + timedelta(days=95)).total_seconds())
        await account.until(lambda: on_disk(tmp_path) == {"lives"})

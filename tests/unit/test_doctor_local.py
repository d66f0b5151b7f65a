"""The doctor on this machine: settings, key, agent, programs, disk."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mimiry_tui.commands.doctor import history_check
from mimiry_tui.commands.doctor.findings import Finding, Level
from mimiry_tui.commands.doctor.key_check import check_key
from mimiry_tui.commands.doctor.programs_check import check_programs
from mimiry_tui.commands.doctor.settings_check import check_settings
from mimiry_tui.commands.doctor.storage_check import check_storage
from mimiry_tui.live.history import schema
from mimiry_tui.live.history.file import HistoryFile
from tests.support.doctor import profile_for, surroundings, the, troubles

BASE = "http://127.0.0.1:1"
Usage = namedtuple("Usage", "total used free")


async def test_what_nobody_may_look_at_is_told_and_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "config"
    closed.mkdir()
    look = Path.stat

    def refuse(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if closed in path.parents:
            raise PermissionError
        return look(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", refuse)  # root may look at everything
    around = surroundings(tmp_path, replace(profile_for(BASE, closed / "id"), state_dir=closed / "a"))
    assert the(await check_key(around), "key.file").words.endswith("cannot be read as a key")
    assert set(troubles(await check_settings(around))) == {"settings.file"}
    assert the(await check_storage(around), "storage.config").level is Level.OK
    assert history_check.history(closed / "a")[0].level is Level.FAIL


async def test_an_account_that_cannot_be_is_the_settings_failure_and_stops_nothing_else(
    tmp_path: Path,
) -> None:
    around = replace(surroundings(tmp_path), profile_trouble="--api-base: not a URL")
    found = await check_settings(around)
    assert troubles(found) == {"settings.account": Level.FAIL}
    assert the(found, "settings.account").words == "--api-base: not a URL"
    assert await check_key(around) == []
    assert troubles(await check_storage(around)) == {}


def program(folder: Path, name: str, says: str, status: int = 0) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit {status}\n")
    path.chmod(0o700)


@pytest.mark.parametrize(
    ("says", "level", "words"),
    [
        ("OpenSSH_9.2p1 Debian, OpenSSL 3.0", Level.OK, "ssh: OpenSSH_9.2p1 Debian"),
        ("OpenSSH_for_Windows_8.1p1", Level.OK, "OpenSSH_for_Windows_8.1p1"),
        ("OpenSSH_7.4p1", Level.FAIL, "does not know StrictHostKeyChecking=accept-new"),
        ("Sun_SSH_1.1", Level.WARN, "is no OpenSSH as far as it tells: Sun_SSH_1.1"),
    ],
)
async def test_the_ssh_program_is_judged_by_its_version(
    tmp_path: Path, says: str, level: Level, words: str
) -> None:
    program(tmp_path, "ssh", says)
    found = await check_programs(surroundings(tmp_path, env={"PATH": str(tmp_path)}))
    assert the(found, "programs.ssh").level is level
    assert words in the(found, "programs.ssh").words


async def test_without_ssh_the_built_in_client_is_named_and_tmux_is_asked_what_it_keeps(
    tmp_path: Path,
) -> None:
    env = {"PATH": str(tmp_path), "TMUX": "/tmp/tmux,1,0"}
    found = await check_programs(surroundings(tmp_path, env=env))
    assert troubles(found) == {"programs.ssh": Level.WARN, "programs.tmux": Level.WARN}
    assert "built-in client" in the(found, "programs.ssh").words
    program(tmp_path, "ssh", "No user exists for uid 4242", status=255)
    program(tmp_path, "tmux", "off")
    found = await check_programs(surroundings(tmp_path, env=env))
    assert troubles(found) == {"programs.ssh": Level.WARN, "programs.tmux_clipboard": Level.WARN}
    assert the(found, "programs.ssh").words.endswith("/ssh does not work: No user exists for uid 4242")
    assert "allow-passthrough on" in the(found, "programs.tmux_passthrough").fix


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


async def storage(home: Path, account: Path | None = None, tokens: Path | None = None) -> list[Finding]:
    profile = replace(profile_for(BASE, token_dir=tokens), state_dir=account)
    return await check_storage(surroundings(home, profile))


async def test_looking_at_the_disk_leaves_nothing_there(tmp_path: Path) -> None:
    found = await storage(tmp_path, tmp_path / "state" / "account", tmp_path / "tokens")
    assert troubles(found) == {}
    assert is_empty(tmp_path)


async def test_what_is_kept_is_told_in_numbers(tmp_path: Path) -> None:
    account = tmp_path / "account"
    HistoryFile(account).close()
    with closing(sqlite3.connect(account / "history.db")) as database:
        for statements in schema.MIGRATIONS:
            for statement in statements:
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {schema.VERSION}")
        database.execute("INSERT INTO sessions (id, image, gpu, alive) VALUES ('a', '', '', 0)")
        database.commit()
    (account / "logs").mkdir()
    (account / "logs" / "a.log").write_bytes(b"x" * 2048)
    (tmp_path / "state" / "mimiry-tui").mkdir(parents=True)
    (tmp_path / "state" / "mimiry-tui" / "crash-20260608-120000.txt").touch()
    found = await storage(tmp_path, account)
    assert troubles(found) == {}
    assert the(found, "storage.history").words == "history of 1 session"
    assert the(found, "storage.logs").words == "1 log kept, 2.0 KiB of at most 1.0 GiB"
    assert the(found, "storage.crashes").words.startswith("1 crash report in ")


async def test_a_history_that_is_damaged_or_newer_is_told(tmp_path: Path) -> None:
    (tmp_path / "account").mkdir(mode=0o700)
    path = tmp_path / "account" / "history.db"
    path.write_bytes(b"no database at all, but long enough to be one" * 100)
    (tmp_path / "account" / "history.db.broken").touch()
    found = await storage(tmp_path, tmp_path / "account")
    assert troubles(found) == {"storage.history": Level.WARN, "storage.history_broken": Level.WARN}
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    newer = await storage(tmp_path, tmp_path / "account")
    assert "written by a later version" in the(newer, "storage.history").words


async def test_a_history_in_use_is_not_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_check, "_BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(tmp_path / "history.db", isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        held = the(await storage(tmp_path, tmp_path), "storage.history")
    assert held.words.startswith("another program holds ")


async def test_what_is_in_the_way_of_history_and_logs_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "history.db")
    (tmp_path / "logs").touch()
    found = await storage(tmp_path, tmp_path)
    assert troubles(found) == {"storage.history": Level.FAIL, "storage.logs": Level.FAIL}
    assert the(found, "storage.history").fix == the(found, "storage.logs").fix == "move it away"


async def test_folders_that_others_may_use_are_warnings(tmp_path: Path) -> None:
    account, tokens = tmp_path / "account", tmp_path / "tokens"
    account.mkdir(mode=0o755)
    tokens.mkdir()
    tokens.chmod(0o777)
    found = await storage(tmp_path, account, tokens)
    assert troubles(found) == {"storage.account": Level.WARN, "storage.tokens": Level.WARN}
    assert the(found, "storage.account").fix == f"chmod 700 {account}"


async def test_a_folder_that_cannot_be_written_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account = tmp_path / "account"
    (account / "logs").mkdir(parents=True)
    account.chmod(0o700)
    monkeypatch.setattr(os, "access", lambda path, _: path == account)  # root may write everything
    found = await storage(tmp_path, account)
    assert troubles(found) == {f"storage.{name}": Level.FAIL for name in ("config", "state", "logs")}
    monkeypatch.setattr(os, "access", lambda *_: False)
    found = await storage(tmp_path, account)
    assert the(found, "storage.account").fix == f"chmod 700 {account}"


@pytest.mark.parametrize(("free", "level"), [(2**40, Level.OK), (2**29, Level.WARN), (2**20, Level.FAIL)])
async def test_room_that_runs_out_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(2**41, 0, free))
    assert the(await storage(tmp_path), "storage.room").level is level

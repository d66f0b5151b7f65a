"""The history's database: whether it can be read, written, and is whole. Changes nothing in it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from mimiry_tui.commands.doctor.findings import Finding, Group, Level
from mimiry_tui.commands.doctor.modes import is_missing
from mimiry_tui.commands.plain_words import in_command
from mimiry_tui.live.history import schema
from mimiry_tui.live.history.file import BROKEN, NAME

_BUSY_SECONDS = 2.0
_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def finding(id: str, level: Level, words: str, fix: str = "") -> Finding:
    """A finding about the disk."""
    return Finding(f"storage.{id}", Group.STORAGE, level, words, fix)


def history(folder: Path) -> list[Finding]:
    """The database of an account's folder, and one that was set aside. Blocks on the disk; never raises."""
    path, broken = folder / NAME, folder / BROKEN
    found = (
        [_database(path)]
        if not is_missing(path)
        else [finding("history", Level.OK, "no history is kept yet")]
    )
    if not is_missing(broken):
        words = f"an earlier history could not be read and was set aside as {broken}"
        found.append(finding("history_broken", Level.WARN, words, "delete it; what it held is lost"))
    return found


def _database(path: Path) -> Finding:
    if not os.access(path, os.R_OK | os.W_OK) or not os.access(path.parent, os.W_OK):
        words = f"{path} cannot be written: nothing new is remembered"
        return finding("history", Level.FAIL, words, f"chmod 600 {in_command(path)}")
    if not path.is_file():
        return finding("history", Level.FAIL, f"{path} is no file: nothing is remembered", "move it away")
    try:
        with closing(_opened(path)) as database:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version > schema.VERSION:
                words = f"{path} was written by a later version of mimiry-tui, and is left as it is"
                return finding("history", Level.WARN, words, "update mimiry-tui")
            (state,) = database.execute("PRAGMA quick_check(1)").fetchone()
            known = database.execute("SELECT count(*) FROM sessions").fetchone()[0] if version else 0
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) in _HELD:
            words = f"another program holds {path}: until it lets go nothing new is remembered"
            return finding("history", Level.WARN, words, "end the program that has it open")
        words = f"{path} cannot be read: {error}"
        return finding("history", Level.WARN, words, "the dashboard sets it aside and begins a new one")
    if state != "ok":
        words = f"{path} is damaged: {state}"
        return finding("history", Level.WARN, words, "the dashboard sets it aside and begins a new one")
    return finding("history", Level.OK, f"history of {known} session{'' if known == 1 else 's'}")


def _opened(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)

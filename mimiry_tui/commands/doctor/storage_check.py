"""What is kept on disk: whether there is a place and room for it, and who else may read it."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

from mimiry_tui.commands.doctor.findings import Finding, Group, Level
from mimiry_tui.commands.doctor.history_check import history
from mimiry_tui.commands.doctor.modes import OTHERS, OTHERS_MAY_WRITE, mode_of
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.commands.plain_words import in_command
from mimiry_tui.commands.sizes import size_of, size_words
from mimiry_tui.live.logs.spool_keeping import FOLDER_CAP
from mimiry_tui.settings import Profile

_LITTLE, _TIGHT = 100 * 2**20, 2**30
"""Bytes of free space from which on nothing, or not much more, can be kept."""
_LOGS = "logs"
_REPORTS = "crash-*.txt"


def finding(id: str, level: Level, words: str, fix: str = "") -> Finding:
    """A finding about the disk."""
    return Finding(f"storage.{id}", Group.STORAGE, level, words, fix)


async def check_storage(around: Surroundings) -> list[Finding]:
    """Folders, room, history, logs, cached tokens, crash reports. Nothing is made or changed."""
    return await asyncio.to_thread(_look, around)


def _look(around: Surroundings) -> list[Finding]:
    paths = around.paths
    found = [
        _folder("config", "settings and templates", paths.config_dir, "XDG_CONFIG_HOME"),
        _folder("state", "history and logs", paths.state_dir, "XDG_STATE_HOME"),
        *_room(paths.state_dir),
    ]
    if around.profile is not None and around.profile.state_dir is not None:
        found += _account(around.profile.state_dir)
    if around.profile is not None:
        found += _tokens(around.profile)
    return [*found, *_reports(paths.state_dir)]


def _folder(id: str, what: str, folder: Path, variable: str) -> Finding:
    words = f"{what} are kept in {folder}"
    place = _nearest(folder)
    if not os.access(place, os.W_OK | os.X_OK) or not place.is_dir():
        fix = f"make {place} writable, or set {variable} to another folder"
        if place == Path("/"):  # nobody keeps things there on purpose
            fix = f"set HOME, or {variable}, to a folder of yours"
        return finding(id, Level.FAIL, f"{words}, but {place} cannot be written", fix)
    return finding(id, Level.OK, words if place == folder else f"{words}, from the first use on")


def _room(folder: Path) -> list[Finding]:
    try:
        free = shutil.disk_usage(_nearest(folder)).free
    except OSError:
        return []
    words = f"{size_words(free)} free there"
    if free < _LITTLE:
        return [finding("room", Level.FAIL, words, "make room: history and logs may not be kept")]
    if free < _TIGHT:
        return [finding("room", Level.WARN, words, f"make room: logs may take {size_words(FOLDER_CAP)}")]
    return [finding("room", Level.OK, words)]


def _account(folder: Path) -> list[Finding]:
    """What is kept of this account; nothing to say where it was never opened."""
    mode = mode_of(folder)
    if mode is None:
        return [finding("account", Level.OK, "nothing is kept of this account yet")]
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        words = f"{folder} cannot be used: nothing is kept of this account"
        return [finding("account", Level.FAIL, words, f"chmod 700 {in_command(folder)}")]
    if mode & OTHERS:
        words = f"others may look into {folder} (mode {mode:04o}), where logs are"
        found = [finding("account", Level.WARN, words, f"chmod 700 {in_command(folder)}")]
    else:
        found = [finding("account", Level.OK, f"{folder} is yours alone")]
    return [*found, *history(folder), _logs(folder / _LOGS)]


def _logs(folder: Path) -> Finding:
    try:
        count = sum(1 for _ in folder.iterdir())
    except FileNotFoundError:
        return finding("logs", Level.OK, "no log is kept yet")
    except NotADirectoryError:
        return finding("logs", Level.FAIL, f"{folder} is no folder: no log is kept", "move it away")
    except OSError as error:
        words = f"{folder} cannot be read: {error.strerror}"
        return finding("logs", Level.FAIL, words, f"chmod 700 {in_command(folder)}")
    if not os.access(folder, os.W_OK | os.X_OK):
        words = f"{folder} cannot be written: logs go to a temporary folder"
        return finding("logs", Level.FAIL, words, f"chmod 700 {in_command(folder)}")
    size = size_words(size_of(folder) or 0)
    word = "log" if count == 1 else "logs"
    return finding("logs", Level.OK, f"{count} {word} kept, {size} of at most {size_words(FOLDER_CAP)}")


def _tokens(profile: Profile) -> list[Finding]:
    folder = profile.token_dir
    mode = mode_of(folder) if folder is not None else None
    if folder is None or mode is None:
        return []
    if mode & OTHERS_MAY_WRITE:
        words = f"cached tokens are not used: others may write {folder} (mode {mode:04o})"
        return [finding("tokens", Level.WARN, words, f"chmod 700 {in_command(folder)}")]
    if not os.access(folder, os.W_OK | os.X_OK):
        words = f"{folder} cannot be written: every start asks for a token, of which there are few"
        return [finding("tokens", Level.WARN, words, f"chmod 700 {in_command(folder)}")]
    return [finding("tokens", Level.OK, f"tokens are shared with the SDK in {folder}")]


def _reports(folder: Path) -> list[Finding]:
    try:
        count = len(list(folder.glob(_REPORTS)))
    except OSError:
        return []
    if not count:
        return []
    words = f"{count} crash report{'' if count == 1 else 's'} in {folder}"
    return [finding("crashes", Level.OK, words, "send them in if they are recent; they hold nothing secret")]


def _nearest(path: Path) -> Path:
    """The path itself, or the first of its parents that is there."""
    return next((place for place in (path, *path.parents) if mode_of(place) is not None), path)

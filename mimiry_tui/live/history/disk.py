"""The history's file for one worker thread: open while it can be, and what is wrong with it in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from mimiry_tui.live.history.file import BROKEN, HistoryFile, NewerHistory

_UNREADABLE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
_REASONS = {
    sqlite3.SQLITE_BUSY: "another program holds the database locked",
    sqlite3.SQLITE_LOCKED: "another program holds the database locked",
    sqlite3.SQLITE_READONLY: "the database cannot be written",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened",
    sqlite3.SQLITE_PERM: "the database cannot be opened",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written",
}
_SET_ASIDE = f"history was broken: set aside as {BROKEN}, a new one begun"


class Disk:
    """Opens the file when there is work, and again after every trouble."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` is made when it is first needed; without one all is in memory."""
        self._folder = folder
        self._file: HistoryFile | None = None
        self._was_broken = False

    def work(self, task: Callable[[HistoryFile], object]) -> str:
        """Do something with the file; the trouble with it in words, or nothing.

        Never raises for what the disk does. A task may be begun twice: with a broken file, and with
        the new one that takes its place.
        """
        try:
            task(self._opened())
        except NewerHistory:
            self.close()
            return "history is not kept: the database is of a newer version of this program"
        except OSError as error:
            self.close()
            return f"history is not kept: {(error.strerror or 'no access').lower()}"
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
            if code in _UNREADABLE and not self._was_broken and self._set_aside():
                return self.work(task)
            self.close()
            return f"history is not kept: {_REASONS.get(code, str(error))}"
        return _SET_ASIDE if self._was_broken else ""

    def close(self) -> None:
        """The file is closed, until there is work again."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self) -> HistoryFile:
        if self._file is not None and not self._file.is_in_place:
            self.close()
        if self._file is None:
            self._file = HistoryFile(self._folder)
            self._file.prepare()
        return self._file

    def _set_aside(self) -> bool:
        """Put a broken file away, once in a run: a second one means that the disk is at fault."""
        self._was_broken = True
        file, self._file = self._file, None
        if file is None:
            return False
        try:
            file.set_aside()
        except OSError:
            return False
        return True

"""One spool file, open for writing: by one dashboard at a time, never torn, never beyond its cap.

The lock is the file's own (`flock`), so it goes when its holder does, however that ends. Every
function here blocks on the disk and may raise OSError.
"""

from __future__ import annotations

import errno
import fcntl
import os
from datetime import datetime
from pathlib import Path

from mimiry_tui.domain.logs.overlap import Gap
from mimiry_tui.live.logs.spool_format import Kind, decode, encode, stamp_of

SESSION_CAP = 64 * 1024 * 1024
"""Bytes kept of one session's log; beyond it the oldest half goes."""

NEW_SUFFIX = ".new"
"""Of a file that is about to take the place of a spool."""
_CHUNK = 1024 * 1024
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})
"""What file systems without locks answer. A spool without lock is better than none."""
_OPEN = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW


class Spool:
    """An open spool. Made by `open_spool`."""

    def __init__(self, path: Path, handle: int, cap: int) -> None:
        self._path = path
        self._handle = handle
        self._cap = cap
        self._size = os.fstat(handle).st_size

    @property
    def handle(self) -> int:
        """The open file, for reading what is in it."""
        return self._handle

    @property
    def is_in_place(self) -> bool:
        """Whether this is still the file that its path leads to."""
        return _is_at(self._handle, self._path)

    def append(self, records: bytes) -> None:
        """Write whole records at the end: all of them, or none when it raises."""
        if self._size + len(records) > self._cap:
            self._drop_oldest()
        try:
            _write(self._handle, records)
        except OSError:
            # Half a record would swallow the next one.
            os.ftruncate(self._handle, self._size)
            raise
        self._size += len(records)

    def touch(self, moment: datetime) -> None:
        """Say that the log was captured until this moment."""
        seconds = moment.timestamp()
        os.utime(self._handle, (seconds, seconds))

    def close(self) -> None:
        """Let another dashboard write it."""
        os.close(self._handle)

    def _drop_oldest(self) -> None:
        """Go on in a new file that begins with a gap and the newer half of this one."""
        start = _record_after(self._handle, self._size - self._cap // 2)
        first = decode(os.pread(self._handle, 64, start).split(b"\n", 1)[0])
        when = first.at or datetime.fromtimestamp(os.fstat(self._handle).st_mtime).astimezone()
        fresh = self._path.with_name(self._path.name + NEW_SUFFIX)
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, _OPEN | os.O_EXCL, 0o600)
        try:
            _lock(handle)
            _write(handle, encode(Kind.GAP, stamp_of(when), Gap.DROPPED))
            for at in range(start, self._size, _CHUNK):
                _write(handle, os.pread(self._handle, min(_CHUNK, self._size - at), at))
            fresh.replace(self._path)
        except BaseException:
            os.close(handle)
            fresh.unlink(missing_ok=True)
            raise
        os.close(self._handle)
        self._handle, self._size = handle, os.fstat(handle).st_size


def open_spool(path: Path, cap: int = SESSION_CAP) -> Spool | None:
    """The file at that path, made if need be and locked; None while another dashboard writes it.

    A record that a crash cut short is taken off its end.
    """
    path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    while True:
        handle = os.open(path, _OPEN, 0o600)
        try:
            if not _lock(handle):
                os.close(handle)
                return None
            # Between opening and locking, its writer may have put another file in its place.
            if _is_at(handle, path):
                os.fchmod(handle, 0o600)
                _mend(handle)
                return Spool(path, handle, cap)
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def remove_unless_written(path: Path) -> bool:
    """Delete a spool that no dashboard has open for writing; whether it is gone."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return True
    try:
        free = _lock(handle) and _is_at(handle, path)
        if free:
            path.unlink()
        return free
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """False when another has it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return True


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _write(handle: int, content: bytes) -> None:
    """All of it: a write may take less than it is given."""
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


def _mend(handle: int) -> None:
    """Cut off what follows the last line feed."""
    size = end = os.fstat(handle).st_size
    while end > 0:
        start = max(0, end - _CHUNK)
        found = os.pread(handle, end - start, start).rfind(b"\n")
        if found >= 0:
            end = start + found + 1
            break
        end = start
    if end < size:
        os.ftruncate(handle, end)


def _record_after(handle: int, offset: int) -> int:
    """Where the first record at or after an offset begins."""
    at = max(0, offset)
    while chunk := os.pread(handle, _CHUNK, at):
        found = chunk.find(b"\n")
        if found >= 0:
            return at + found + 1
        at += len(chunk)
    return at

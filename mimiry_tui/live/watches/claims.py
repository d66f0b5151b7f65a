"""Which dashboard may launch for a watch: the one that holds the lock of its file, and no other.

The system takes a lock back when its holder ends, however that comes about. Methods block on the disk.
"""

from __future__ import annotations

import os
from pathlib import Path

from mimiry_tui.settings.private_file import FILE_MODE, FOLDER_MODE

FOLDER = "armed"
_OPEN = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW


class Claims:
    """The locks that this dashboard holds."""

    def __init__(self, folder: Path | None) -> None:
        """Without a folder there is no other dashboard to agree with."""
        self._folder = None if folder is None else folder / FOLDER
        self._held: dict[str, int] = {}
        self._is_over = False

    def take(self, watch_id: str) -> bool:
        """Whether this dashboard holds it now. Raises OSError, also where there are no locks at all."""
        if watch_id in self._held:
            return True
        handle = self._locked(watch_id)
        if handle is None:
            return False
        self._held[watch_id] = handle
        if self._is_over:
            self.release(watch_id)  # it ended while the disk was waited for
        return not self._is_over

    def is_taken_elsewhere(self, watch_id: str) -> bool:
        """Whether another dashboard holds it. Where that cannot be found out, it is taken to be so."""
        if watch_id in self._held or self._folder is None:
            return False
        try:
            handle = self._locked(watch_id)
        except OSError:
            return True
        if handle is None:
            return True
        _close(handle)
        return False

    def still_holds(self, watch_id: str) -> bool:
        """Whether the lock is on the very file that another dashboard would try to lock."""
        handle = self._held.get(watch_id)
        if handle is None:
            return False
        if self._folder is None:
            return True
        try:
            there, here = (self._folder / watch_id).stat(), os.fstat(handle)
        except OSError:
            return False
        return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)

    def release(self, watch_id: str) -> None:
        """Hold it no more. Never raises, never waits."""
        handle = self._held.pop(watch_id, None)
        if handle is not None:
            _close(handle)

    def release_all(self) -> None:
        """Hold nothing more, now or later."""
        self._is_over = True
        for watch_id in tuple(self._held):
            self.release(watch_id)

    def _locked(self, watch_id: str) -> int | None:
        """An open file with its lock; None while somebody else has that."""
        import fcntl  # off the way to the first frame

        if self._folder is None:
            return -1
        self._folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        handle = os.open(self._folder / watch_id, _OPEN, FILE_MODE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        except OSError:
            os.close(handle)
            raise
        return handle


def _close(handle: int) -> None:
    if handle >= 0:
        os.close(handle)

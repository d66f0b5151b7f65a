"""Private keys that open one session for one visit: written for ssh to read, and deleted after it.

Everything here touches the disk: call it in a thread.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_OURS = re.compile(r"(?P<pid>[1-9][0-9]{0,9})-[0-9a-f]{32}")
_DELETED_AFTER = """trap 'rm -f -- "$0"; exit 129' HUP INT TERM
"$@"
code=$?
rm -f -- "$0"
exit "$code"
"""
"""Runs its arguments, then deletes the file it is called by, also where its window is closed."""


class VisitKeys:
    """Keys in a folder of their own in an account's, or in a temporary one where it has none.

    A name tells which program wrote it: what one left behind that runs no more is swept away.
    """

    def __init__(self, account_dir: Path | None) -> None:
        self._folder = account_dir / "visit-keys" if account_dir is not None else None
        self._temporary: Path | None = None

    def write(self, private_key: str) -> Path:
        """A file with that key, for its owner alone. Raises OSError."""
        path = self._place() / f"{os.getpid()}-{secrets.token_hex(16)}"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(private_key)
        return path

    def remove(self, path: Path) -> None:
        """Delete one, and the temporary folder with the last one."""
        with suppress(OSError):
            path.unlink(missing_ok=True)
        if self._temporary is not None and not any(self._temporary.iterdir()):
            shutil.rmtree(self._temporary, ignore_errors=True)
            self._temporary = None

    def sweep(self) -> None:
        """Delete what programs that run no more left behind."""
        try:
            found = list(self._folder.iterdir()) if self._folder is not None else []
        except OSError:
            return
        for path in found:
            named = _OURS.fullmatch(path.name)
            if named is not None and not _runs(int(named["pid"])):
                with suppress(OSError):
                    path.unlink()

    def _place(self) -> Path:
        if self._folder is None:
            # mkdtemp makes it for its owner alone.
            self._temporary = self._temporary or Path(tempfile.mkdtemp(prefix="mimiry-tui-"))
            return self._temporary
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        return self._folder


def deleting_after(key: Path, argv: Sequence[str]) -> list[str]:
    """The arguments that run `argv` and then delete that key, whoever is still there by then."""
    return ["sh", "-c", _DELETED_AFTER, str(key), *argv]


def _runs(pid: int) -> bool:
    """Whether a program of that number runs; one that is somebody else's does."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True

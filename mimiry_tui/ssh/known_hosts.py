"""Host keys apart for each session: a machine that is rented anew is nobody's impostor.

Everything here but `where` touches the disk: call it in a thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")


def file_name(session_id: str) -> str:
    """A name for what belongs to a session: its id where that is harmless, else one derived from it.

    Two ids never share one, also where a file system takes capitals and small letters for the same.
    """
    if _PLAIN.fullmatch(session_id):
        return session_id
    readable = re.sub(r"[^a-z0-9._-]+", "-", session_id.lower()).strip(".-")[:40]
    digest = sha256(session_id.encode(errors="surrogatepass")).hexdigest()[:16]
    return f"{readable}-{digest}" if readable else digest


class KnownHosts:
    """One file for each session, in the format of OpenSSH, in `known_hosts/` of an account's own folder.

    Without such a folder there are none.
    """

    def __init__(self, account_dir: Path | None) -> None:
        self.account_dir = account_dir
        self.folder = account_dir / "known_hosts" if account_dir is not None else None

    def where(self, session_id: str) -> Path | None:
        """Where the session's file is or will be; nothing is touched."""
        return self.folder / file_name(session_id) if self.folder is not None else None

    def path_for(self, session_id: str) -> Path | None:
        """The same, in a folder that is there; None where none can be made: then ssh asks, as it does."""
        return self.where(session_id) if self.make_folder() else None

    def make_folder(self) -> bool:
        """Whether there is a folder now."""
        if self.folder is None:
            return False
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.folder.is_dir()

    def forget(self, session_id: str) -> None:
        """Drop what is known of a session's host. A disk that does not let go keeps it."""
        path = self.where(session_id)
        if path is not None:
            _unlink(path)
            _unlink(path.with_name(path.name + ".old"))

    def prune(self, live_ids: Iterable[str]) -> None:
        """Drop the files of all sessions but these. A disk that does not let go keeps them."""
        if self.folder is None:
            return
        kept = {file_name(session_id) for session_id in live_ids}
        with suppress(OSError):
            for path in tuple(self.folder.iterdir()):
                if path.name.removesuffix(".old") not in kept:
                    _unlink(path)


def _unlink(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)

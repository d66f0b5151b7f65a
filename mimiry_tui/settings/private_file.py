"""Files of the user's that are nobody else's business: settings, drafts, templates."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def replace_text(path: Path, text: str) -> None:
    """Write it beside the file and put it in its place; a new file is the owner's alone.

    A symbolic link stays one: what it leads to is replaced. Raises OSError, and leaves nothing behind.
    """
    import tempfile  # off the way to the first frame

    target = path.resolve()
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else FILE_MODE
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", errors="surrogateescape"))
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_private(path: Path, text: str) -> None:
    """Put that text in place of what the file says, whole or not at all; file and folder are the owner's.

    A folder that was there already keeps its mode. Blocks on the disk; raises OSError.
    """
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    if path.exists():
        path.chmod(FILE_MODE)  # a replaced file keeps its mode, and this one may have been made by hand
    replace_text(path, text)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Nobody else who asks for the same is in there meanwhile; it is made where there is none.

    The lock goes when its holder does, however that ends; on a file system without locks there is none.
    Blocks; raises OSError.
    """
    import errno
    import fcntl  # off the way to the first frame

    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno not in {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}:
                raise
        yield
    finally:
        os.close(handle)


def reason(error: OSError) -> str:
    """Why the disk refused, in a few words."""
    return (error.strerror or "no access").lower()

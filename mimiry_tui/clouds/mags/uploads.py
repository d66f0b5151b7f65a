"""Sending a file: read piece by piece in a thread, never as a whole, and sent once."""

from __future__ import annotations

import asyncio
import os
import secrets
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.answers import object_of, unreadable
from mimiry_tui.clouds.extras import Sent
from mimiry_tui.clouds.mags.calls import Calls
from mimiry_tui.domain import coerce
from mimiry_tui.domain.frozen import dataclass

_PIECE = 128 * 1024
_SLOWEST = 50_000
"""Bytes in a second, below which an upload is given up."""


@dataclass(frozen=True, slots=True)
class _File:
    """An open file and its size when it was opened."""

    file: BinaryIO
    size: int


async def upload(calls: Calls, path: Path, sent: Sent) -> str:
    """The id that the service gives a file. Raises BadRequest where the file cannot be read whole."""
    if calls.read_only:
        raise errors.ReadOnly()
    opened = await asyncio.to_thread(_open, path)
    try:
        boundary = secrets.token_hex(16)
        head = (
            f"--{boundary}\r\n"
            f'Content-Disposition: form-data; name="file"; filename="{_quoted(path.name)}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        foot = f"\r\n--{boundary}--\r\n".encode()
        answer = await calls.send_file(
            _body(opened, path, head, foot, sent),
            {
                "Content-Type": f"multipart/form-data; boundary={boundary}",
                "Content-Length": str(len(head) + opened.size + len(foot)),
            },
            patience=opened.size / _SLOWEST,
        )
    finally:
        await asyncio.to_thread(opened.file.close)
    found = coerce.text(object_of(answer, "data", "file").get("file_id"))
    if not found:
        raise unreadable(answer)
    return found


async def _body(opened: _File, path: Path, head: bytes, foot: bytes, sent: Sent) -> AsyncIterator[bytes]:
    """The parts of the form; told to `sent` as they are taken to be sent."""
    yield head
    count = 0
    sent(0, opened.size)
    while count < opened.size:
        try:
            piece = await asyncio.to_thread(opened.file.read, min(_PIECE, opened.size - count))
        except OSError as error:
            raise _unsent(path, error.strerror or "it cannot be read") from None
        if not piece:
            raise _unsent(path, "it became shorter while it was sent")
        yield piece
        count += len(piece)
        sent(count, opened.size)
    yield foot


def _open(path: Path) -> _File:
    try:
        # A pipe of that name would keep us waiting for somebody who writes.
        handle = os.open(path.expanduser(), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        file = os.fdopen(handle, "rb", buffering=0)
    except (OSError, ValueError, RuntimeError) as error:
        raise _unsent(path, getattr(error, "strerror", None) or "it cannot be opened") from None
    told = os.fstat(file.fileno())
    if not stat.S_ISREG(told.st_mode):
        file.close()
        raise _unsent(path, "it is not a file")
    return _File(file, told.st_size)


def _unsent(path: Path, why: str) -> errors.BadRequest:
    return errors.BadRequest(f"{path.name}: {why}", title="File not sent", hint="nothing was launched")


def _quoted(name: str) -> str:
    """A name between quotes in a header, as browsers write it."""
    plain = name.encode("utf-8", "replace").decode()
    return plain.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")

"""The lines of a spool file: what kind each is, when it was printed or seen, and its text.

A record is one line of UTF-8: a letter for the kind, the moment as `YYYY-MM-DDTHH:MM:SS.mmmZ`, a
space, the text as it came, a line feed. Nothing else ends a line: a carriage return is text. The
file's modification time says until when its log was captured.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from mimiry_tui.domain.logs.stamps import STAMP, moment_of, stamp_of

__all__ = ["PREFIX", "Kind", "Record", "decode", "encode", "file_name", "moment_of", "stamp_of"]


class Kind(StrEnum):
    """What a record is."""

    LINE = "L"
    """A line of the log with the service's own stamp."""
    SEEN = "S"
    """A line that came without a stamp; its moment is when the dashboard saw it."""
    GAP = "G"
    """Something is missing here; the text says why."""
    MARK = "M"
    """Set by the reader."""


class Record(NamedTuple):
    """One line of a spool file."""

    kind: Kind
    at: datetime | None
    """Aware, UTC; None where the file is damaged."""
    text: str


PREFIX = 1 + STAMP + 1
"""Bytes of a record before its text."""

_SUFFIX = ".log"
_KINDS = {kind.value: kind for kind in Kind}
_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")


def encode(kind: Kind, stamp: str, text: str) -> bytes:
    """One record. `stamp` is what `stamp_of` gives; line feeds in the text become spaces."""
    one_line = text.replace("\n", " ")
    return f"{kind.value}{stamp} {one_line}\n".encode("utf-8", "replace")


def decode(line: bytes) -> Record:
    """The record of one line, with or without its line feed. Never raises.

    What is no record comes back whole, as a line without a moment.
    """
    text = line.decode("utf-8", "replace").removesuffix("\n")
    kind = _KINDS.get(text[:1])
    at = moment_of(text[1 : 1 + STAMP])
    if kind is None or at is None or text[1 + STAMP : PREFIX] != " ":
        return Record(Kind.SEEN, None, text)
    return Record(kind, at, text[PREFIX:])


def file_name(session_id: str) -> str:
    """The name of a session's spool: its id, made harmless and still unlike any other's.

    Ids differing only in case must not meet in one file of a file system that ignores case.
    """
    if _PLAIN_NAME.fullmatch(session_id):
        return session_id + _SUFFIX
    digest = hashlib.sha256(session_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", session_id)[:40].strip("-_")
    return f"{plain or 'session'}~{digest}{_SUFFIX}"

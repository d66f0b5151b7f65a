"""Spool files for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from mimiry_tui.live.logs.spool_format import Kind, encode, stamp_of
from tests.support.clock import EPOCH


def spool_bytes(texts: Iterable[str], *, start: datetime = EPOCH, kind: Kind = Kind.LINE) -> bytes:
    """One record a text, a second apart."""
    return b"".join(
        encode(kind, stamp_of(start + timedelta(seconds=second)), text) for second, text in enumerate(texts)
    )


def write_spool(path: Path, texts: Iterable[str], *, start: datetime = EPOCH) -> Path:
    """A new spool file with these lines, in the place of whatever was there."""
    new = path.with_suffix(".new")
    new.write_bytes(spool_bytes(texts, start=start))
    return new.replace(path)


def append_spool(
    path: Path, texts: Iterable[str], *, start: datetime = EPOCH, kind: Kind = Kind.LINE
) -> None:
    """More lines at the file's end."""
    with path.open("ab") as out:
        out.write(spool_bytes(texts, start=start, kind=kind))

"""The history's SQLite file: opened, read and written by one thread, shared with other dashboards."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mimiry_tui.domain.boots import Boot, BootKey
from mimiry_tui.domain.image_uses import ImageUse
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.timeline import Observation, Source
from mimiry_tui.live.history import schema

NAME = "history.db"
BROKEN = "history.db.broken"
"""What a file that cannot be read any more is called from then on; only the last one is kept."""
BUSY_SECONDS = 1.0
"""How long to wait for another dashboard's write. Ours take milliseconds."""
_PLACES = 500
"""Values in one query; old builds of SQLite allow 999."""
_SOURCES = (Source.INFERRED, Source.OBSERVED, Source.EVENT)
_TRUST = {source: trust for trust, source in enumerate(_SOURCES)}
_FLAGS: dict[object, bool] = {0: False, 1: True}

_placing = threading.Lock()
"""Held while a file comes to its place, or leaves it: this process has several connections to it."""

Row = tuple[str, BootKey, datetime, Boot | None]
"""Session id, key, when it was last alive, and its boot where that is known."""


class NewerHistory(Exception):
    """The file was written by a later version of this program, and is left as it is."""


class HistoryFile:
    """One open database. Its methods raise sqlite3.Error, except that unreadable rows are skipped."""

    def __init__(self, folder: Path | None) -> None:
        """Open it, making folder and file where there are none, both for their owner only.

        Without a folder it is in memory, and gone when it is closed. Nothing is read yet: `prepare`
        comes next. Raises OSError or sqlite3.Error.
        """
        self._path = None if folder is None else folder / NAME
        if self._path is None:
            self._identity = None
            self._connection = sqlite3.connect(":memory:", isolation_level=None)
        else:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _placing:
                _make(self._path)
                self._identity = _identity(self._path)
                self._connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None)
        self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")

    @property
    def connection(self) -> sqlite3.Connection:
        """For the tables that the archive reads and writes; changes belong into `writing`."""
        return self._connection

    @property
    def is_in_place(self) -> bool:
        """Whether this is still the file of that name: another one may have set it aside."""
        return self._path is None or (self._identity is not None and _identity(self._path) == self._identity)

    def prepare(self) -> None:
        """Bring an older file, or an empty one, up to date. May also raise NewerHistory."""
        connection = self._connection
        version = self._version()
        if version > schema.VERSION:
            raise NewerHistory
        if version < schema.VERSION:
            connection.execute("PRAGMA journal_mode = WAL")
            with self.writing():
                for statements in schema.MIGRATIONS[self._version() :]:  # another dashboard may be quicker
                    for statement in statements:
                        connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        connection.execute("PRAGMA synchronous = NORMAL")

    def close(self) -> None:
        """Never raises: what could not be written by now is lost."""
        try:
            self._connection.close()
        except sqlite3.Error:
            return

    def set_aside(self) -> None:
        """Close it and rename it to `BROKEN`, unless another dashboard did so already. May raise OSError."""
        self.close()
        with _placing:
            if self._path is not None and self.is_in_place:
                self._path.replace(self._path.with_name(BROKEN))
                for suffix in ("-wal", "-shm"):
                    self._path.with_name(NAME + suffix).unlink(missing_ok=True)

    def transitions(self, session_ids: Sequence[str]) -> dict[str, tuple[Observation, ...]]:
        """What was seen of these sessions, for those of which something was."""
        found: dict[str, list[Observation]] = {}
        for start in range(0, len(session_ids), _PLACES):
            part = session_ids[start : start + _PLACES]
            query = schema.RECALL_TRANSITIONS.format(places=",".join("?" * len(part)))
            for session_id, phase, at in self._connection.execute(query, part):
                observation = _read_observation(phase, at)
                if observation is not None:
                    found.setdefault(session_id, []).append(observation)
        return {session_id: tuple(observations) for session_id, observations in found.items()}

    def boots(self, key: BootKey, limit: int) -> list[Boot]:
        """The boots with that image and GPU, of the sessions that lived last."""
        wanted = (schema.storable(key.image), schema.storable(key.gpu), limit)
        rows = self._connection.execute(schema.RECALL_BOOTS, wanted)
        return [boot for row in rows if (boot := _read_boot(key, *row)) is not None]

    def uses(self, limit: int) -> list[ImageUse]:
        """What sessions said about their images, those launched last first."""
        rows = self._connection.execute(schema.RECALL_USES, (limit,))
        return [use for row in rows if (use := _read_use(*row)) is not None]

    def remember(
        self,
        sessions: Iterable[Row],
        seen: Iterable[tuple[str, Observation]],
        uses: Iterable[ImageUse] = (),
    ) -> None:
        """Write all of it or nothing; what is known better already stays."""
        with self.writing() as connection:
            connection.executemany(schema.REMEMBER_SESSION, map(_session_row, sessions))
            connection.executemany(
                schema.REMEMBER_TRANSITION,
                ((session_id, one.phase.value, schema.to_disk(one.at)) for session_id, one in seen),
            )
            connection.executemany(schema.REMEMBER_USE, map(_use_row, uses))

    def forget(self, before: datetime) -> None:
        """Delete every session that was last alive before that moment, with all that is known of it."""
        with self.writing() as connection:
            for statement in schema.FORGET:
                connection.execute(statement, (schema.to_disk(before),))

    def _version(self) -> int:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return version if isinstance(version, int) else 0

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All that happens in it is written, or nothing when it raises."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


def _make(path: Path) -> None:
    """An empty file, for its owner only, unless there is one.

    One that is there is not opened: to close it again would drop the locks that SQLite holds on it
    for the other connections of this process, and another dashboard could take its log away.
    """
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        return


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _session_row(row: Row) -> tuple[object, ...]:
    session_id, key, alive, boot = row
    took = None if boot is None else schema.span_to_disk(boot.took)
    trust = None if boot is None else _TRUST[boot.source]
    image, gpu = schema.storable(key.image), schema.storable(key.gpu)
    return session_id, image, gpu, schema.to_disk(alive), took, trust


def _use_row(use: ImageUse) -> tuple[object, ...]:
    ready = None if use.ready is None else int(use.ready)
    return schema.storable(use.session_id), schema.storable(use.image), schema.to_disk(use.at), ready


def _read_use(session_id: object, image: object, at: object, ready: object, took: object) -> ImageUse | None:
    if not (isinstance(session_id, str) and isinstance(image, str) and isinstance(at, int)):
        return None
    try:
        span = schema.span_from_disk(took) if isinstance(took, int) else None
        return ImageUse(session_id, image, schema.from_disk(at), _FLAGS.get(ready), span)
    except (OverflowError, TypeError):
        return None


def _read_observation(phase: object, at: object) -> Observation | None:
    if not (isinstance(phase, str) and isinstance(at, int)):
        return None
    try:
        return Observation(schema.from_disk(at), Phase(phase))
    except (ValueError, OverflowError):
        return None


def _read_boot(key: BootKey, session_id: object, took: object, trust: object) -> Boot | None:
    if not (isinstance(session_id, str) and isinstance(took, int) and isinstance(trust, int)):
        return None
    try:
        return Boot(session_id, key, schema.span_from_disk(took), _SOURCES[trust])
    except (IndexError, OverflowError):
        return None

"""Logs followed on a test's clock, with a service that prints what the test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from mimiry_tui.clouds.base import Capability
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.logs.logs import Logs, LogState
from mimiry_tui.live.logs.spool_format import Kind, Record, decode
from mimiry_tui.live.store import Change, Resource, Store
from tests.support.clock import ManualClock, settle
from tests.support.fake_cloud import Even, FakeCloud
from tests.support.log_service import LogService

T = TypeVar("T")
ID = "4ed5acf3"


async def at_once(work: Callable[[], T], /) -> T:
    """Off the loop, as far as a test's clock can tell: it stands still meanwhile."""
    return work()


def a_session(state: str = "started", session_id: str = ID) -> Session:
    return build_session(id=session_id, name="train", state=state)


def records(path: Path | None) -> list[Record]:
    """What a spool holds; nothing for one that is missing."""
    if path is None or not path.exists():
        return []
    return [decode(line) for line in path.read_bytes().split(b"\n") if line]


def texts(path: Path | None) -> list[str]:
    """The text of each of a spool's lines, without gaps and marks."""
    return [record.text for record in records(path) if record.kind in {Kind.LINE, Kind.SEEN}]


def gaps(path: Path | None) -> list[str]:
    return [record.text for record in records(path) if record.kind is Kind.GAP]


class LogDesk:
    """One store, one cloud and the logs of its sessions."""

    def __init__(
        self,
        folder: Path | None,
        *sessions: Session,
        clock: ManualClock | None = None,
        capabilities: frozenset[Capability] = frozenset(Capability),
    ) -> None:
        self.clock = clock or ManualClock()
        self.store = Store()
        self.cloud = FakeCloud(self.clock, capabilities)
        self.service = LogService()
        self.service.moment = self.clock.now()
        self.cloud.answer("logs", lambda session_id, tail, timestamps: self.service.answer(tail))
        self.told: list[str] = []
        self.bring(*sessions)
        self.logs = Logs(self.cloud, self.store, self.clock, folder, rng=Even(), off_loop=at_once)
        self.logs.subscribe(self.told.append)

    def bring(self, *sessions: Session) -> None:
        """Put these into the picture, as an answer of the service would."""
        self.store.update_sessions({session.id: session for session in sessions})
        ids = tuple(session.id for session in sessions)
        self.store.publish(Change(Resource.SESSIONS, upserted=ids))

    @asynccontextmanager
    async def open(self) -> AsyncIterator[LogDesk]:
        """Follow for the length of the block; a failure comes out of it."""
        task = asyncio.create_task(self.logs.run())
        await settle()
        try:
            yield self
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def state(self, session_id: str = ID) -> LogState:
        return self.logs.state(session_id)

    def path(self, session_id: str = ID) -> Path | None:
        return self.logs.path(session_id)

    def file(self, session_id: str = ID) -> Path:
        """The copy, where the cloud has logs."""
        path = self.path(session_id)
        assert path is not None
        return path

    def asked(self) -> list[float]:
        """When a log was asked for, in seconds since the beginning."""
        return self.cloud.times("logs")

    def tails(self) -> list[object]:
        """How many lines each question was for."""
        return [call.arguments[1] for call in self.cloud.calls if call.name == "logs"]

    @property
    def now(self) -> datetime:
        return self.clock.now()

"""A cloud that answers launches as the test says, a picture of it, and the launches of one dashboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.launch import GpuWish, SessionRequest
from mimiry_tui.domain.launching.draft import Draft, Pick, Variable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.launches.launches import Launches, Launching, LaunchState, Reconciled
from mimiry_tui.live.live import Live
from mimiry_tui.live.off_loop import OffLoop
from tests.support.clock import ManualClock, settle
from tests.support.ending_desk import background
from tests.support.fake_cloud import Even, FakeCloud
from tests.support.log_desk import at_once

DRAFT = Draft(
    picks=(Pick("H100_80G_SXM", "verda", "FIN-01"),),
    image="example.org/tools/torch:2.4",
    has_command=True,
    command="python train.py",
    environment=(Variable("HF_TOKEN", "hunter2"),),
    keep_values=True,
)


def a_request(name: str = "train") -> SessionRequest:
    """A job on one H100."""
    return SessionRequest(
        name,
        "example.org/tools/torch:2.4",
        GpuWish(("H100_80G_SXM",)),
        "on_complete",
        command="python train.py",
        environment=(("HF_TOKEN", "hunter2"),),
    )


class LaunchingDesk:
    """The cloud, the picture and the launches; all go by one clock."""

    def __init__(
        self, folder: Path | None = None, *, off_loop: OffLoop = at_once, clock: ManualClock | None = None
    ) -> None:
        self.clock = clock or ManualClock()
        self.cloud = FakeCloud(self.clock)
        self.sessions: dict[str, Session] = {}
        self.answer_lists()
        self.cloud.answer("launch", lambda request: self.exists("s1", request.name))
        self.live = Live(self.cloud, self.clock, rng=Even())
        self.launches = Launches(self.cloud, self.live, self.clock, folder, off_loop=off_loop)
        self.told = 0
        self.launches.subscribe(self._hear)

    @property
    def present(self) -> Launching:
        """The launch that is not forgotten."""
        assert self.launches.current is not None
        return self.launches.current

    def state(self) -> LaunchState:
        """How far that is."""
        return self.present.state

    def found(self) -> list[Reconciled]:
        """What became of launches of earlier runs, as far as that is known."""
        return list(self.launches.found)

    @property
    def words(self) -> str:
        return self.present.words(self.clock.now())

    @property
    def posts(self) -> int:
        """How often the cloud was asked to launch anything."""
        return self.cloud.count("launch")

    def answer_lists(self, error: CloudError | None = None) -> None:
        """From now on the lists can be read, or fail like this."""
        self.cloud.answer("live_sessions", error or (lambda: self._page(live=True)))
        self.cloud.answer("ended_sessions", error or (lambda offset, limit: self._page(live=False)))

    def exists(
        self, session_id: str, name: str, *, created_at: datetime | None = None, state: str = "submitted"
    ) -> Session:
        """From now on the service has this session; it was made now, unless said otherwise."""
        made = created_at or self.clock.now() + (self.cloud.skew or timedelta())
        session = build_session(id=session_id, name=name, state=state, created_at=made.isoformat())
        self.sessions[session_id] = session
        return session

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run picture and launches; their failure comes out of the block."""
        async with background(self.live.run()):
            await self.clock.advance(1)
            async with background(self.launches.run()):
                yield

    def launch(self, name: str = "train") -> Launching:
        return self.launches.launch(a_request(name), DRAFT)

    def _hear(self) -> None:
        self.told += 1

    def _page(self, *, live: bool) -> Page[Session]:
        return Page(tuple(session for session in self.sessions.values() if session.is_live is live))


async def settled() -> None:
    """Let what was begun go as far as it can without time."""
    await settle(40)

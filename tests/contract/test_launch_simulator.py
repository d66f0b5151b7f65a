"""Launches against the simulated cloud, over real sockets: each way a POST can go, sent once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest

from mimiry_tui.clouds.mimiry.cloud import MimiryCloud
from mimiry_tui.domain.launch import GpuWish, SessionRequest
from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.launches.book import Book
from mimiry_tui.live.launches.journal import Journal
from mimiry_tui.live.launches.launches import Launches, Launching, LaunchState
from mimiry_tui.live.live import Live
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.faults import Fault
from mimiry_tui.simulator.server import RunningSimulator
from tests.support.clients import client
from tests.support.clock import ManualClock
from tests.support.ending_desk import background
from tests.support.fake_cloud import Even
from tests.support.simulator import simulator
from tests.support.turning import Turning

POST = "POST /api/compute/v1/sessions"
IMAGE = "docker.io/library/ubuntu:24.04"


def a_launch(name: str = "train", image: str = IMAGE) -> tuple[SessionRequest, Draft]:
    """What is sent, and the form it came from."""
    request = SessionRequest(name, image, GpuWish(("L4_24G_PCIe",)), "never", ssh_enabled=False)
    return request, Draft(image=image)


@dataclass
class Place(Turning):
    """A simulated cloud, a picture of it, and the launches; all go by one clock."""

    cloud: RunningSimulator
    service: MimiryCloud
    clock: ManualClock
    live: Live
    launches: Launches

    @property
    def present(self) -> Launching:
        assert self.launches.current is not None
        return self.launches.current

    def state(self) -> LaunchState:
        return self.present.state

    def field(self) -> Field | None:
        """The part of the form that a refusal concerns."""
        return self.present.field

    @property
    def words(self) -> str:
        return self.present.words(self.clock.now())

    def made(self, name: str = "train") -> list[str]:
        """The sessions of that name that the service has."""
        sessions = self.cloud.world.state.sessions.values()
        return [session.id for session in sessions if session.launch.name == name]

    def record(self, session_id: str) -> Session:
        record = self.live.store.sessions[session_id]
        assert isinstance(record, Session)
        return record

    def launch(self, name: str = "train", *, image: str = IMAGE) -> Launching:
        return self.launches.launch(*a_launch(name, image))

    def order(self, *specs: str) -> None:
        """From now on these troubles and no others."""
        self.cloud.service.faults.order(*map(Fault.parse, specs))


@asynccontextmanager
async def place(
    folder: Path | None = None, *, dialect: Dialect = Dialect.DOCUMENTED, signed_in: bool = True
) -> AsyncIterator[Place]:
    clock = ManualClock()
    async with simulator(clock=clock, dialect=dialect, speed=1) as cloud:
        service = client(cloud.base_url, clock, cloud.key_path)
        live = Live(service, clock, rng=Even())
        launches = Launches(service, live, clock, folder)
        try:
            at = Place(cloud, service, clock, live, launches)
            async with AsyncExitStack() as stack:
                if signed_in:
                    await stack.enter_async_context(background(live.run()))
                    await at.until(lambda: service.signed_in_until is not None)
                await stack.enter_async_context(background(launches.run()))
                yield at
        finally:
            await service.aclose()


@pytest.mark.parametrize("dialect", Dialect)
async def test_a_launch_is_followed_through_its_phases_in_every_dialect(dialect: Dialect) -> None:
    async with place(dialect=dialect) as at:
        at.launch()
        await at.until(lambda: at.state() is LaunchState.ACCEPTED)
        (session_id,) = at.made()
        assert at.present.session_id == session_id
        assert at.record(session_id).name == "train"
        await at.until(lambda: at.record(session_id).phase is Phase.READY, step=2)
        assert at.made() == [session_id]


@pytest.mark.parametrize("trouble", ["lost", "truncated", "error500", "error502", "html"])
async def test_what_was_carried_out_without_an_answer_is_found(tmp_path: Path, trouble: str) -> None:
    carried_out = trouble in ("lost", "truncated")
    async with place(tmp_path) as at:
        at.order(f"{trouble}:{POST}")
        seen: list[LaunchState] = []
        at.launches.subscribe(lambda: seen.append(at.state()))
        at.launch()
        await at.until(lambda: not at.present.is_pending, step=1)
        outcome = LaunchState.ACCEPTED if carried_out else LaunchState.LOST
        changes = [state for state, _ in groupby(seen)]
        assert changes == [LaunchState.SENDING, LaunchState.SEARCHING, outcome]
        assert len(at.made()) == carried_out
        assert not at.present.was_blind
        book = Book()
        await at.until(lambda: len(Journal(tmp_path).read()) == 2)
        book.add(Journal(tmp_path).read())
        assert book.claimed == set(at.made())


async def test_a_connection_cut_before_the_request_was_heard_ends_in_a_search_in_vain() -> None:
    async with place() as at:
        at.order(f"reset:{POST}")
        at.launch()
        await at.until(lambda: at.state() is LaunchState.LOST, step=1)
        assert at.made() == []
        at.order()
        at.launch()
        await at.until(lambda: at.state() is LaunchState.ACCEPTED)
        assert len(at.made()) == 1


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("error402", "not launched: out of credit: "),
        ("error409", "not launched: not possible now: "),
        ("error422", "not launched: request refused: "),
        ("quota429", "not launched: quota reached: "),
        ("rate429", "not launched: too many requests: slow down · the service asks to wait 2 s"),
    ],
)
async def test_a_refused_launch_is_told_and_not_repeated(trouble: str, words: str) -> None:
    async with place() as at:
        at.order(f"{trouble}:{POST}")
        at.launch()
        await at.until(lambda: at.state() is LaunchState.REFUSED)
        assert at.words.startswith(words)
        at.order()
        await at.clock.advance(120)
        assert at.made() == []


async def test_the_services_own_refusals_name_their_field() -> None:
    async with place() as at:
        at.launch("x" * 65)
        await at.until(lambda: at.state() is LaunchState.REFUSED)
        assert at.field() is Field.NAME
        at.launch(image="")
        await at.until(lambda: at.state() is LaunchState.REFUSED)
        assert at.field() is Field.IMAGE


async def test_after_a_crash_the_next_run_tells_what_was_launched(tmp_path: Path) -> None:
    async with place() as at:
        at.order(f"silent:{POST}")
        crashed = Launches(at.service, at.live, at.clock, tmp_path)
        crashed.launch(*a_launch())
        run = asyncio.create_task(crashed.run())
        await at.until(lambda: len(at.made()) == 1)
        run.cancel()
        await at.until(run.done)
        at.order()
        later = Launches(at.service, at.live, at.clock, tmp_path)
        async with background(later.run()):
            await at.until(lambda: bool(later.found))
            (found,) = later.found
            assert [found.session_id] == at.made()
            assert found.words.startswith("train was launched after all: it is ")


async def test_where_no_token_could_be_had_nothing_was_sent() -> None:
    """Its answer was lost, but that of the sign-in: of the launch there is no doubt."""
    async with place(signed_in=False) as at:
        at.order("lost:POST /api/v1/auth/token")
        at.launch()
        await at.until(lambda: at.state() is LaunchState.REFUSED)
        assert at.words.startswith("not launched: not signed in: Connection lost: ")
        assert at.words.endswith("; nothing was sent")
        assert at.made() == []

"""Endings against the simulated cloud, over real sockets: each way an end can go, asked for once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.endings.endings import STUCK_AFTER, Endings, EndingState
from mimiry_tui.live.live import Live
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.server import RunningSimulator
from tests.support.clients import client
from tests.support.clock import ManualClock
from tests.support.ending_desk import background
from tests.support.fake_cloud import Even
from tests.support.simulator import simulator
from tests.support.turning import Turning


@dataclass
class Place(Turning):
    """A simulated cloud, a picture of it, and the endings; all go by one clock."""

    cloud: RunningSimulator
    clock: ManualClock
    live: Live
    endings: Endings

    def state(self, session_id: str) -> EndingState | None:
        ending = self.endings.of(session_id)
        return ending.state if ending is not None else None

    def said(self, session_id: str) -> str:
        ending = self.endings.of(session_id)
        return ending.said if ending is not None else ""


@asynccontextmanager
async def place(dialect: Dialect = Dialect.DOCUMENTED) -> AsyncIterator[Place]:
    clock = ManualClock()
    async with simulator(clock=clock, dialect=dialect, speed=1) as cloud:
        service = client(cloud.base_url, clock, cloud.key_path)
        live = Live(service, clock, rng=Even())
        endings = Endings(service, live, clock)
        try:
            async with background(live.run()), background(endings.run()):
                yield Place(cloud, clock, live, endings)
        finally:
            await service.aclose()


async def ready(at: Place, *scenarios: str) -> Session:
    """A session that is up and in the picture."""
    session_id = at.cloud.scenarios.ready(*scenarios, name="box").id
    await at.until(lambda: session_id in at.live.store.sessions)
    record = at.live.store.sessions[session_id]
    assert isinstance(record, Session)
    return record


@pytest.mark.parametrize("dialect", Dialect)
async def test_an_end_is_followed_to_the_final_bill_in_every_dialect(dialect: Dialect) -> None:
    async with place(dialect) as at:
        session = await ready(at)
        assert session.got.rate is not None
        at.endings.terminate([session.id])
        await at.until(lambda: at.state(session.id) is EndingState.ACCEPTED)
        await at.until(lambda: at.state(session.id) is EndingState.GONE)

        def settled() -> bool:
            record = at.live.store.sessions[session.id]
            return isinstance(record, Session) and record.got.final_cost is not None

        await at.until(settled)
        record = at.live.store.sessions[session.id]
        assert isinstance(record, Session)
        assert record.ended_by_user


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("scenario", ["stuck-terminate", "deaf-terminate"])
async def test_an_end_that_never_comes_is_called_stuck(scenario: str, dialect: Dialect) -> None:
    async with place(dialect) as at:
        session = await ready(at, scenario)
        at.endings.terminate([session.id])
        await at.until(lambda: at.state(session.id) is EndingState.ACCEPTED)
        asked_at = at.clock.monotonic()
        await at.until(lambda: at.state(session.id) is EndingState.STUCK, step=2)
        assert at.clock.monotonic() - asked_at >= STUCK_AFTER - 2
        assert at.said(session.id) == f"STUCK · still billing {session.got.rate}/h · terminating"
        at.cloud.scenarios.stop(scenario, session.id)
        if scenario == "deaf-terminate":
            at.endings.terminate([session.id])
        await at.until(lambda: at.state(session.id) is EndingState.GONE)


@pytest.mark.parametrize(
    ("scenario", "words"),
    [("terminate-409", "not possible now"), ("terminate-500", "service trouble")],
)
async def test_a_refused_end_is_loud(scenario: str, words: str) -> None:
    async with place() as at:
        session = await ready(at, scenario)
        at.endings.terminate([session.id])
        await at.until(lambda: at.state(session.id) is EndingState.FAILED)
        told = f"still billing {session.got.rate}/h · terminate failed: {words}"
        assert at.said(session.id).startswith(told)


async def test_one_that_was_forgotten_meanwhile_is_gone() -> None:
    async with place() as at:
        session = await ready(at, "terminate-404")
        at.endings.terminate([session.id])
        await at.until(lambda: at.state(session.id) is EndingState.GONE)
        assert at.said(session.id) == "already gone"
        assert session.id not in at.live.store.sessions


async def test_a_lost_answer_does_not_hide_an_end_that_was_carried_out() -> None:
    async with place() as at:
        session = await ready(at, "terminate-lost")
        at.endings.terminate([session.id])
        seen: set[EndingState | None] = set()
        at.endings.subscribe(lambda _: seen.add(at.state(session.id)))
        await at.until(lambda: at.state(session.id) is EndingState.GONE)
        assert EndingState.UNSURE in seen
        assert EndingState.FAILED not in seen


async def test_an_end_that_was_never_heard_is_a_failure_once_the_session_was_looked_at() -> None:
    async with place() as at:
        session = await ready(at, "terminate-unheard")
        at.endings.terminate([session.id])
        await at.until(lambda: at.state(session.id) is EndingState.FAILED)
        assert "it is ready" in at.said(session.id)
        assert at.endings.endable([session.id]) != ()

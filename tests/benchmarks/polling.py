"""Requests in an hour, counted by the simulated cloud over real sockets, on a clock that skips the waits.

The hour is a whole one of the clock that the dashboard's picture and the cloud share. It stands still
while an answer is on its way, so answers take no time: the most requests that the cadence allows.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import random
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from mimiry_tui.clouds.registry import open_cloud
from mimiry_tui.live.live import Live
from mimiry_tui.live.logs.logs import Logs
from mimiry_tui.live.store import Resource
from mimiry_tui.settings import Profile
from mimiry_tui.simulator.server import RunningSimulator
from tests.benchmarks.model import BenchRow
from tests.support.clock import ManualClock
from tests.support.log_desk import at_once
from tests.support.simulator import signed_in, simulator

HOUR = 3_600.0
_STEP = 0.25
_EXCHANGE = "POST /api/v1/auth/token"
_PEER = "SDK waiting for one session"
AT_REST, ONE_LIVE, EXCHANGES = 620, 1_500, 1.1


def rows() -> list[BenchRow]:
    """At rest, with one session live, selected and its log copied, and sign-ins."""
    peer = sdk_requests()
    at_rest, _ = asyncio.run(_hour(keep=None))
    one_live, exchanges_apart = asyncio.run(_hour(keep="notebook"))
    per_hour = HOUR / exchanges_apart
    return [
        BenchRow(
            "requests per hour, nothing live", at_rest, _PEER, peer, "/h", f"≤ {AT_REST}", at_rest <= AT_REST
        ),
        BenchRow(
            "requests per hour, one session live and its log copied",
            one_live,
            _PEER,
            peer,
            "/h",
            f"≤ {ONE_LIVE:,}",
            one_live <= ONE_LIVE,
        ),
        BenchRow(
            "token exchanges per hour",
            per_hour,
            "tokens' life of an hour",
            1.0,
            "/h",
            f"≤ {EXCHANGES}",
            per_hour <= EXCHANGES,
        ),
    ]


async def _hour(keep: str | None) -> tuple[int, float]:
    """Requests within an hour that begins when the picture is complete; seconds between two sign-ins.

    Of the demo account's live sessions only the one called `keep` stays, and is selected.
    """
    clock = ManualClock()
    async with simulator(clock=clock, speed=1.0) as cloud:
        kept = await _end_all_but(cloud, clock, keep)
        with tempfile.TemporaryDirectory() as tokens, contextlib.ExitStack() as stack:
            profile = Profile("bench", cloud.base_url, "bench", cloud.key_path, "bench", Path(tokens))
            client, asked = open_cloud(profile, clock), _InFlight()
            live = Live(client, clock, rng=random.Random(7))
            folder = Path(tokens)
            logs = Logs(client, live.store, clock, folder, rng=random.Random(8), off_loop=at_once)
            live.select(kept)
            stack.enter_context(patch.object(client, "logs", asked.counted(client.logs)))
            running = [asyncio.create_task(live.run()), asyncio.create_task(logs.run())]
            signed_in_at = []
            counted_from = clock.monotonic() + 60
            before = 0
            while clock.monotonic() < counted_from + HOUR:
                exchanges = cloud.requests[_EXCHANGE]
                await _step(live, clock, asked)
                if cloud.requests[_EXCHANGE] > exchanges:
                    signed_in_at.append(clock.monotonic())
                if clock.monotonic() <= counted_from:
                    before = cloud.requests.total()
            for task in running:
                task.cancel()
            await asyncio.wait(running)
        (apart,) = (later - earlier for earlier, later in pairwise(signed_in_at))
        return cloud.requests.total() - before, apart


class _InFlight:
    """How many log requests have no answer yet."""

    def __init__(self) -> None:
        self.count = 0

    def counted(self, ask: Callable[..., Awaitable[str]]) -> Callable[..., Awaitable[str]]:
        """The same request, counted while it is under way."""

        async def counted(*arguments: object, **named: object) -> str:
            self.count += 1
            try:
                return await ask(*arguments, **named)
            finally:
                self.count -= 1

        return counted


async def _step(live: Live, clock: ManualClock, asked: _InFlight) -> None:
    """Move the clock a little, then let every request that this set off have its answer."""
    await clock.advance(_STEP)
    while asked.count or any(live.store.health(resource).loading for resource in Resource):  # noqa: ASYNC110 - answers have no event
        await asyncio.sleep(0)


async def _end_all_but(cloud: RunningSimulator, clock: ManualClock, keep: str | None) -> str | None:
    """Terminate live sessions and wait until they are gone; the id of the one that stays."""
    kept = None
    async with signed_in(cloud) as client:
        answer = await client.get("sessions", params={"state_not": "completed,failed,stopped,terminated"})
        for session in answer.json()["sessions"]:
            if session["name"] == keep:
                kept = str(session["id"])
            elif session.get("ended_at") is None:
                await client.delete(f"sessions/{session['id']}")
    for _ in range(240):
        await clock.advance(_STEP)
    return kept


def sdk_requests() -> float:
    """What the SDK's own `--wait` asks in an hour for one session that runs that long."""
    sdk = import_module("mimiry._cli")  # untyped
    hands = SimpleNamespace(now=0.0, asked=0)

    def get_session(_session_id: str) -> Mapping[str, str]:
        hands.asked += 1
        return {"state": "provisioned"}

    def sleep(seconds: float) -> None:
        hands.now += seconds

    time = SimpleNamespace(monotonic=lambda: hands.now, sleep=sleep)
    quiet = contextlib.redirect_stderr(io.StringIO())
    with quiet, patch.object(sdk, "time", time), patch.object(sdk.get_config(), "timeout_seconds", HOUR):
        sdk._wait_for_terminal(SimpleNamespace(get_session=get_session), "id")
    return float(hands.asked)

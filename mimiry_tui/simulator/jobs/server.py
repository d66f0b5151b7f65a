"""The simulated job API on the wire."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from functools import partial

from starlette.routing import Mount
from starlette.types import ASGIApp

from mimiry_tui.simulator.fault_middleware import Connections
from mimiry_tui.simulator.faults import FaultKind, Faults
from mimiry_tui.simulator.http_server import listen, serving_app
from mimiry_tui.simulator.jobs.demo import populate
from mimiry_tui.simulator.jobs.demo_memory import write_memory
from mimiry_tui.simulator.jobs.routes import JobsRoutes
from mimiry_tui.simulator.jobs.world import JobsWorld
from mimiry_tui.simulator.kind_config import KindConfig, RunningKind
from mimiry_tui.simulator.kinds import SCOPES
from mimiry_tui.simulator.plain_service import build_plain_app

PREFIX = "/functions/v1/public-api"
_WORDS = {
    FaultKind.NO_BALANCE: "Insufficient credits",
    FaultKind.CONFLICT: "No available instances",
    FaultKind.RATE_LIMIT: "Rate limit exceeded",
    FaultKind.QUOTA: "Too many jobs",
    FaultKind.ERROR_500: "Internal server error",
}


@contextlib.asynccontextmanager
async def running_jobs(config: KindConfig) -> AsyncIterator[RunningKind]:
    """Serve until the block is left. Raises OSError for a taken port."""
    scopes = SCOPES if config.scopes is None else tuple(config.scopes)
    world = JobsWorld(config.clock, config.seed, config.speed, scopes, market_moves=config.market_moves)
    if config.demo:
        populate(world)
    faults = Faults(config.faults, config.seed)
    bound = listen(config.port)
    running = RunningKind(f"http://127.0.0.1:{bound.getsockname()[1]}{PREFIX}", world.token, faults, world)
    if config.demo:
        running.remember = partial(write_memory, world)

    def build(connections: Connections) -> ASGIApp:
        return build_plain_app(
            [Mount(PREFIX, routes=JobsRoutes(world, faults).routes())],
            clock=config.clock,
            faults=faults,
            requests=running.requests,
            connections=connections,
            words=_WORDS,
        )

    async with serving_app(build, bound):
        yield running

"""The simulated Mags on the wire: its HTTP, its public pages, its SSH proxy."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Host, Mount, Route, Router
from starlette.types import ASGIApp

from mimiry_tui.simulator.demo_past import LEFT, Past, sittings
from mimiry_tui.simulator.fault_middleware import Connections
from mimiry_tui.simulator.faults import FaultKind, Faults
from mimiry_tui.simulator.http_server import listen, serving_app
from mimiry_tui.simulator.kind_config import KindConfig, RunningKind
from mimiry_tui.simulator.mags.demo import populate
from mimiry_tui.simulator.mags.desk import MagsDesk
from mimiry_tui.simulator.mags.routes_goods import MagsGoodsRoutes
from mimiry_tui.simulator.mags.routes_jobs import MagsJobRoutes
from mimiry_tui.simulator.mags.schedules import start_what_is_due
from mimiry_tui.simulator.mags.ssh import MagsSshFront
from mimiry_tui.simulator.mags.world import MagsWorld
from mimiry_tui.simulator.plain_service import build_plain_app

_TICK_SECONDS = 0.5
_WORDS = {
    FaultKind.CONFLICT: "workspace is in use by another job",
    FaultKind.QUOTA: "too many concurrent jobs",
    FaultKind.RATE_LIMIT: "rate limit exceeded",
    FaultKind.ERROR_500: "internal server error",
}


@contextlib.asynccontextmanager
async def running_mags(config: KindConfig) -> AsyncIterator[RunningKind]:
    """Serve until the block is left. Raises OSError for a taken port."""
    world = MagsWorld(config.clock, config.folder, config.seed, config.speed)
    world.ticking.append(partial(start_what_is_due, world))
    if config.demo:
        populate(world)
    faults = Faults(config.faults, config.seed)
    desk = MagsDesk(world, faults)
    front = MagsSshFront(desk, config.folder)
    running = RunningKind("", world.token, faults, world)
    if config.demo:
        running.remember = partial(_remember, world)
    async with contextlib.AsyncExitStack() as stack:
        desk.ssh_port = await stack.enter_async_context(front.serving(config.ssh_port))
        bound = listen(config.port)
        port = bound.getsockname()[1]
        running.base_url = f"http://127.0.0.1:{port}"
        world.domain = config.public_domain or f"apps.localhost:{port}"

        def build(connections: Connections) -> ASGIApp:
            routes = [*MagsJobRoutes(desk).routes(), *MagsGoodsRoutes(desk).routes()]
            return build_plain_app(
                [Host("{subdomain}.apps.localhost", _public(desk)), Mount("/api/v1", routes=routes)],
                clock=config.clock,
                faults=faults,
                requests=running.requests,
                connections=connections,
                words=_WORDS,
            )

        await stack.enter_async_context(serving_app(build, bound))
        living = asyncio.create_task(_live(world, front))
        stack.push_async_callback(_end, living)
        yield running


async def _live(world: MagsWorld, front: MagsSshFront) -> None:
    """Moves the world on while nobody asks, and ends logins on machines that are gone."""
    while True:
        await world.clock.sleep(_TICK_SECONDS)
        world.tick()
        front.hang_up_on_ended()


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _remember(world: MagsWorld, folder: Path) -> None:
    """When somebody looked: there are no prices to remember, and the service forgets no job."""
    from mimiry_tui.simulator.demo_memory import write_past  # brings sqlite3

    left_at = world.began - LEFT
    write_past(Past(left_at, {}, sittings(world.seed, left_at), ()), folder)


def _public(desk: MagsDesk) -> ASGIApp:
    """What a browser gets at a public address: a page of the job behind it, which wakes for it."""
    world = desk.world

    async def page(request: Request) -> Response:
        now = world.tick()
        subdomain = request.path_params["subdomain"]
        alias = world.aliases.get(subdomain)
        if alias is not None:
            job = world.on(alias.workspace_id, now)
        else:
            job = next((each for each in world.jobs.values() if each.subdomain == subdomain), None)
        if job is None or not job.alive(now) or (alias is None and job.port is None):
            return HTMLResponse("<!doctype html><title>Nothing here</title><h1>No job answers here</h1>", 404)
        world.touch(job, "http")
        return HTMLResponse(
            "<!doctype html><title>Simulated microVM</title><h1>It works</h1>"
            f"<p>Served by {job.vm_id} on port {job.port or 8080}.</p>"
        )

    return Router([Route("/{path:path}", page)])

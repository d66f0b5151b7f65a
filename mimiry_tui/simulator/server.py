"""Everything together: a world, its HTTP and SSH servers, its key and its folder, up and down again."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from mimiry_tui.clock import Clock, SystemClock
from mimiry_tui.simulator import state as saved
from mimiry_tui.simulator.auth import Door, TokenLimit
from mimiry_tui.simulator.demo_account import populate
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.faults import Fault, Faults
from mimiry_tui.simulator.http_server import listen, serving
from mimiry_tui.simulator.keys import key_in, public_path
from mimiry_tui.simulator.registration import RegistrationDesk
from mimiry_tui.simulator.scenario_desk import ScenarioDesk
from mimiry_tui.simulator.scenarios import Scenario
from mimiry_tui.simulator.service import Service
from mimiry_tui.simulator.ssh_gates import SshGates
from mimiry_tui.simulator.ssh_server import SshFront
from mimiry_tui.simulator.world import Rules, World

TICK_SECONDS = 0.25
_SAVE_SECONDS = 5.0


@dataclass(frozen=True)
class SimulatorConfig:
    """What to simulate. Port 0 takes a free one; `demo` False starts with an empty account.

    `scenarios` are staged at the start, each with a session or volume of its own.
    """

    port: int = 0
    ssh_port: int = 0
    seed: int = 1
    dialect: Dialect = Dialect.DOCUMENTED
    faults: tuple[Fault, ...] = ()
    rules: Rules = field(default_factory=lambda: Rules(read_cache_seconds=1.5))
    token_limit: TokenLimit = field(default_factory=TokenLimit)
    state_dir: Path | None = None
    register_keys: tuple[str, ...] = ()
    demo: bool = True
    scenarios: tuple[Scenario, ...] = ()
    registration: bool = True
    """Whether keys can be registered by the guided way; else its paths are unknown."""
    portal_email: str = ""
    """Whose account the portal is signed in to; "" is the simulated account's owner."""
    clock: Clock = field(default_factory=SystemClock)


@dataclass(frozen=True)
class RunningSimulator:
    """A simulated cloud that answers on loopback."""

    base_url: str
    ssh_port: int
    key_path: Path
    world: World
    service: Service
    front: SshFront

    @property
    def scenarios(self) -> ScenarioDesk:
        """Troubles to order for single sessions."""
        return self.service.scenarios

    async def change_host_key(self) -> None:
        """The SSH proxy has another host key from the next connection on."""
        self.front.change_host_key()

    @property
    def requests(self) -> Counter[str]:
        """Requests so far by `METHOD /path/{id}`."""
        return self.service.requests


@contextlib.asynccontextmanager
async def running(config: SimulatorConfig) -> AsyncIterator[RunningSimulator]:
    """Serve until the block is left; a throw-away folder is removed then, a `state_dir` is saved.

    Raises OSError for a taken port, msgspec.DecodeError for a damaged state, asyncssh.KeyImportError
    for an unreadable public key.
    """
    async with contextlib.AsyncExitStack() as stack:
        folder = config.state_dir or Path(tempfile.mkdtemp(prefix="mimiry-tui-"))
        if config.state_dir is None:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        else:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        service = assemble(config, folder)
        if config.state_dir is not None:
            stack.callback(saved.save, service.world.state, folder)
        front = SshFront(service.world, folder)
        service.ssh_port = await stack.enter_async_context(front.serving(config.ssh_port))
        gates = SshGates(service.world, front, service.ssh_port)
        service.scenarios.gates = await stack.enter_async_context(gates.standing())
        bound = listen(config.port)
        await stack.enter_async_context(serving(service, bound))
        base_url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        await stack.enter_async_context(_living(service.world, front, gates, config))
        key = key_in(folder)
        yield RunningSimulator(base_url, service.ssh_port, key, service.world, service, front)


def assemble(config: SimulatorConfig, folder: Path) -> Service:
    """The service without its sockets, for `build_app` in one's own process; its key lies in `folder`."""
    public_key = public_path(key_in(folder)).read_text().strip()
    world = _world(config, folder, public_key)
    faults = Faults(config.faults, config.seed)
    door = Door(world.state, config.clock, config.token_limit, lambda: faults.skew)
    for line in (public_key, *config.register_keys):
        door.register(line)
    service = Service(world, door, config.dialect, faults)
    if config.registration:
        email = config.portal_email
        service.registration = RegistrationDesk(
            door, config.clock, lambda: email or world.state.account_email
        )
    for scenario in config.scenarios:
        service.scenarios.stage(scenario)
    return service


def _world(config: SimulatorConfig, folder: Path, public_key: str) -> World:
    kept = saved.load(folder) if config.state_dir is not None else None
    if kept is not None:
        return World(kept, config.clock, config.rules)
    world = World.empty(config.clock, config.seed, config.rules)
    if config.demo:
        populate(world, public_key)
    return world


@contextlib.asynccontextmanager
async def _living(
    world: World, front: SshFront, gates: SshGates, config: SimulatorConfig
) -> AsyncIterator[None]:
    """Moves the world on while nobody asks, ends logins of ended sessions, saves now and then."""

    async def live() -> None:
        since_saved = 0.0
        while True:
            await config.clock.sleep(TICK_SECONDS)
            world.tick()
            front.hang_up_on_ended()
            gates.tend()
            since_saved += TICK_SECONDS
            if config.state_dir is not None and since_saved >= _SAVE_SECONDS:
                saved.save(world.state, config.state_dir)
                since_saved = 0.0

    task = asyncio.create_task(live())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

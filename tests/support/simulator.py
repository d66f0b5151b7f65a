"""A simulated cloud inside the test's own event loop, on free loopback ports."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from mimiry_tui.clock import Clock, SystemClock
from mimiry_tui.simulator.auth import TokenLimit
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.faults import Fault
from mimiry_tui.simulator.server import RunningSimulator, SimulatorConfig, running
from mimiry_tui.simulator.world import Rules


@contextlib.asynccontextmanager
async def simulator(
    *,
    speed: float = 50.0,
    dialect: Dialect = Dialect.DOCUMENTED,
    faults: Iterable[str] = (),
    clock: Clock | None = None,
    seed: int = 1,
    demo: bool = True,
    read_cache_seconds: float = 0.0,
    concurrent_sessions: int = 5,
    token_requests: int = 100,
    state_dir: Path | None = None,
    register_keys: Iterable[str] = (),
) -> AsyncIterator[RunningSimulator]:
    """Fast, forgiving about token requests and without read cache, unless asked otherwise."""
    config = SimulatorConfig(
        seed=seed,
        dialect=dialect,
        faults=tuple(Fault.parse(spec) for spec in faults),
        rules=Rules(
            speed=speed, concurrent_sessions=concurrent_sessions, read_cache_seconds=read_cache_seconds
        ),
        token_limit=TokenLimit(token_requests),
        state_dir=state_dir,
        register_keys=tuple(register_keys),
        demo=demo,
        clock=clock or SystemClock(),
    )
    async with running(config) as started:
        yield started

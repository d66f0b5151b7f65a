"""The simulated services that sign in with a token, inside the test's own event loop."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator, Collection, Iterable
from pathlib import Path

from mimiry_tui.clock import Clock, SystemClock
from mimiry_tui.simulator.faults import Fault
from mimiry_tui.simulator.kind_config import KindConfig, RunningKind
from mimiry_tui.simulator.kinds import running_kind as _running


@contextlib.asynccontextmanager
async def simulated_kind(
    kind: str,
    *,
    speed: float = 200.0,
    demo: bool = True,
    seed: int = 1,
    faults: Iterable[str] = (),
    scopes: Collection[str] | None = None,
    clock: Clock | None = None,
    public_domain: str = "",
) -> AsyncIterator[RunningKind]:
    """`mimiry-jobs` or `mags`, fast; its market stands still unless the test turns the clock.

    With a `public_domain` addresses name that, and lead nowhere.
    """
    with tempfile.TemporaryDirectory(prefix="mimiry-tui-") as folder:
        config = KindConfig(
            folder=Path(folder),
            seed=seed,
            speed=speed,
            faults=tuple(Fault.parse(spec) for spec in faults),
            scopes=scopes,
            demo=demo,
            market_moves=clock is not None,
            public_domain=public_domain,
            clock=clock or SystemClock(),
        )
        async with _running(kind, config) as started:
            yield started


@contextlib.asynccontextmanager
async def running_kind(
    kind: str,
    *,
    speed: float = 200.0,
    demo: bool = True,
    seed: int = 1,
    faults: Iterable[str] = (),
    scopes: Collection[str] | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[tuple[str, str]]:
    """The same, as no more than where it is and the token that opens it."""
    async with simulated_kind(
        kind, speed=speed, demo=demo, seed=seed, faults=faults, scopes=scopes, clock=clock
    ) as started:
        yield started.base_url, started.token

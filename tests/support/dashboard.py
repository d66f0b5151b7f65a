"""The whole dashboard on a simulated cloud, in the test's own event loop, with a clock that stands."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from mimiry_tui.app import MimiryApp
from mimiry_tui.live.live import Live
from mimiry_tui.settings import Profile
from mimiry_tui.simulator.server import RunningSimulator
from tests.support.clock import ManualClock
from tests.support.simulator import simulator

PATIENCE = 20.0
"""Seconds of real time within which loopback answers, however busy the machine is."""


@dataclass
class Dashboard:
    """A running dashboard, the cloud behind it, and the hands of the clock both share."""

    app: MimiryApp
    pilot: Pilot[str]
    cloud: RunningSimulator
    clock: ManualClock

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let sockets and widgets work, without moving the clock, until that holds."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, "waited in vain"
            await asyncio.sleep(0.005)
        await self.pilot.pause()

    async def opened(self) -> Live:
        """Until the account is open; its live picture."""
        await self.until(lambda: self.app.live is not None)
        assert self.app.live is not None
        return self.app.live

    async def live_for(self, seconds: int) -> None:
        """Turn the clock on second by second, giving sockets a moment at each."""
        for _ in range(seconds):
            await self.clock.advance(1)
            await asyncio.sleep(0.01)
        await self.pilot.pause()

    async def filled(self) -> None:
        """Until every pane has had its first answer and the selected session its events."""
        store = (await self.opened()).store
        await self.until(
            lambda: (
                bool(store.sessions and store.offers and store.volumes and store.balance)
                and store.ended_total is not None
            )
        )
        # A selection counts once the cursor has rested on it for a moment.
        await self.clock.advance(0.5)
        await self.until(lambda: store.detail is not None and bool(store.detail.events))


@asynccontextmanager
async def dashboard(
    size: tuple[int, int] = (120, 36),
    *,
    theme: str | None = None,
    seed: int = 1,
    ssh_port: int = 0,
    with_key: bool = True,
    profile: Profile | None = None,
) -> AsyncIterator[Dashboard]:
    """The dashboard of the demo account; `profile` points it elsewhere, `with_key` False signs it out."""
    clock = ManualClock()
    async with simulator(clock=clock, seed=seed, speed=1.0, ssh_port=ssh_port) as cloud:
        account = profile or Profile(
            name="demo",
            api_base=cloud.base_url,
            api_base_source="test",
            key_path=cloud.key_path if with_key else None,
            key_source="test",
        )
        app = MimiryApp(lambda: nullcontext(account), account.name, clock=clock, theme=theme)
        async with app.run_test(size=size, notifications=True) as pilot:
            yield Dashboard(app, pilot, cloud, clock)


def unreachable_profile(key_path: Path | None = None) -> Profile:
    """A profile whose host refuses every connection: port 1 of loopback."""
    return Profile(
        name="offline",
        api_base="http://127.0.0.1:1",
        api_base_source="test",
        key_path=key_path,
        key_source="test",
    )

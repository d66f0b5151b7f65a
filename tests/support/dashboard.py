"""The whole dashboard on a simulated cloud, in the test's own event loop, with a clock that stands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from mimiry_tui.app import MimiryApp
from mimiry_tui.settings import Profile
from mimiry_tui.simulator.server import RunningSimulator
from tests.support.clock import ManualClock
from tests.support.running_app import RunningApp
from tests.support.simulator import simulator


@dataclass
class Dashboard(RunningApp):
    """A dashboard on a simulated cloud; both go by the same clock."""

    cloud: RunningSimulator

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
            yield Dashboard(app, pilot, clock, cloud)


def unreachable_profile(key_path: Path | None = None) -> Profile:
    """A profile whose host refuses every connection: port 1 of loopback."""
    return Profile(
        name="offline",
        api_base="http://127.0.0.1:1",
        api_base_source="test",
        key_path=key_path,
        key_source="test",
    )

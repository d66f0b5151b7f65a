"""The whole dashboard on a simulated cloud, with a clock that stands.

`dashboard` runs both in the test's own event loop. `StagedDashboard` is for whatever runs the app
itself, as snapshots do: its cloud lives within the app's loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from mimiry_tui.app import MimiryApp
from mimiry_tui.clouds.registry import kind_of
from mimiry_tui.live.settings_keeper import SettingsKeeper
from mimiry_tui.settings import Profile
from mimiry_tui.settings.file import SettingsFile
from mimiry_tui.settings.settings import Settings
from mimiry_tui.simulator.demo_memory import write_past
from mimiry_tui.simulator.demo_past import build_past
from mimiry_tui.simulator.server import RunningSimulator
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.profile_mark import ProfileMark
from tests.support.clock import ManualClock
from tests.support.past_logs import write_past_logs
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
    state_dir: Path | None = None,
    with_past: bool = False,
    settings: SettingsFile | None = None,
) -> AsyncIterator[Dashboard]:
    """The dashboard of the demo account; `profile` points it elsewhere, `with_key` False signs it out.

    With `state_dir` it keeps logs and history there, and begins with the logs of ended sessions;
    `with_past` also with what it would have remembered in a month, as the demo has it. `settings` is the
    file that it goes by.
    """
    clock = ManualClock()
    said = settings.load() if settings is not None else Settings()
    keeper = SettingsKeeper(settings, said, clock) if settings is not None else None
    async with simulator(clock=clock, seed=seed, speed=1.0, ssh_port=ssh_port) as cloud:
        account = profile or await _account(cloud, with_key, state_dir, with_past=with_past)
        app = MimiryApp(choice_of(account), clock=clock, theme=theme, settings=said, keeper=keeper)
        async with app.run_test(size=size, notifications=True) as pilot:
            yield Dashboard(app, pilot, clock, cloud)


class StagedDashboard:
    """An app that starts and ends its own simulated cloud, as `--demo` does."""

    def __init__(
        self,
        *,
        theme: str | None = None,
        with_key: bool = True,
        state_dir: Path | None = None,
        with_past: bool = False,
    ) -> None:
        self.clock = ManualClock()
        self.app = MimiryApp(Choice(ProfileMark("demo"), self._opening), clock=self.clock, theme=theme)
        self._with_key = with_key
        self._state_dir = state_dir
        self._with_past = with_past
        self._cloud: RunningSimulator | None = None

    async def opened(self, pilot: Pilot[str]) -> Dashboard:
        """The dashboard that this pilot drives, once its account is open."""
        await RunningApp(self.app, pilot, self.clock).opened()
        assert self._cloud is not None
        return Dashboard(self.app, pilot, self.clock, self._cloud)

    @asynccontextmanager
    async def _opening(self) -> AsyncIterator[Profile]:
        async with simulator(clock=self.clock, speed=1.0) as self._cloud:
            yield await _account(self._cloud, self._with_key, self._state_dir, with_past=self._with_past)


async def _account(
    cloud: RunningSimulator, with_key: bool, state_dir: Path | None, *, with_past: bool = False
) -> Profile:
    if state_dir is not None and with_past:
        state = cloud.world.state
        await asyncio.to_thread(write_past, build_past(state.seed, state.began), state_dir)
    if state_dir is not None:
        await asyncio.to_thread(write_past_logs, cloud.world.state.sessions.values(), state_dir)
    return Profile(
        name="demo",
        api_base=cloud.base_url,
        api_base_source="test",
        key_path=cloud.key_path if with_key else None,
        key_source="test",
        state_dir=state_dir,
        config_dir=state_dir,
        home=state_dir,
    )


def choice_of(profile: Profile) -> Choice:
    """An account that needs nothing made ready."""
    return Choice(
        ProfileMark(profile.name, profile.colour, kind_of(profile.cloud).title), lambda: nullcontext(profile)
    )


def unreachable_profile(key_path: Path | None = None) -> Profile:
    """A profile whose host refuses every connection: port 1 of loopback."""
    return Profile(
        name="offline",
        api_base="http://127.0.0.1:1",
        api_base_source="test",
        key_path=key_path,
        key_source="test",
    )

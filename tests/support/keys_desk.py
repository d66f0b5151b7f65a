"""The dashboard on a simulated cloud, with everything that its keys reach outside of it in sight."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from mimiry_tui.app import MimiryApp
from mimiry_tui.settings import Profile
from mimiry_tui.simulator.records import Session
from mimiry_tui.ssh import client
from mimiry_tui.ssh.ended import Ended
from mimiry_tui.ui.screens.session import SessionScreen
from tests.support.clock import ManualClock
from tests.support.dashboard import Dashboard, choice_of
from tests.support.simulator import simulator

EITHER = ("dashboard", "session screen")
"""The screens on which the same keys act on a session."""
on_either = pytest.mark.parametrize("where", [EITHER[0], pytest.param(EITHER[1], marks=pytest.mark.thorough)])
"""For what both have from the same commands: on the second screen it is left to the thorough tests."""
DELETE = "DELETE /api/compute/v1/sessions/{id}"


@dataclass
class KeysDesk(Dashboard):
    """A dashboard whose keys are tried."""

    before: frozenset[str] = frozenset()
    """Whose end was asked for before there was a dashboard."""

    @property
    def toasts(self) -> list[str]:
        """What was told so far."""
        return [note.message for note in self.app._notifications]

    @property
    def deletes(self) -> int:
        """How often the service was asked to end something."""
        return self.cloud.requests[DELETE]

    @property
    def ended(self) -> set[str]:
        """The names of the sessions that ended, or are on their way, because somebody asked for it."""
        sessions = self.cloud.world.state.sessions.values()
        return {one.launch.name for one in sessions if one.stop_reason == "user_requested"} - self.before

    def one(self, name: str) -> Session:
        """The session of that name, as the service has it."""
        return self.cloud.scenarios.find(name)

    async def at(self, name: str) -> str:
        """Put the cursor on the session of that name; its id."""
        session_id = self.one(name).id
        self.screen.action_focus_pane(1)
        assert self.screen.sessions.table.move_to(session_id)
        await self.pilot.pause()
        return session_id

    async def on(self, where: str, name: str) -> str:
        """Put that session under the keys, on one screen of `EITHER` or the other; its id."""
        return (await self.open(name)).session_id if where == EITHER[1] else await self.at(name)

    async def open(self, name: str) -> SessionScreen:
        """The session screen of it, by key."""
        session_id = await self.at(name)
        await self.press("enter")
        await self.pilot.pause()
        screen = self.app.screen
        assert isinstance(screen, SessionScreen)
        assert screen.session_id == session_id
        return screen

    def offered(self) -> set[str]:
        """The actions that have a key that works now."""
        active = self.app.screen.active_bindings.values()
        return {one.binding.action for one in active if one.enabled}


@asynccontextmanager
async def keys_desk(
    size: tuple[int, int] = (120, 36),
    *,
    change: Callable[[Profile], Profile] = lambda profile: profile,
) -> AsyncIterator[KeysDesk]:
    """The dashboard of the demo account, signed in; `change` makes another profile of its own."""
    clock = ManualClock()
    async with simulator(clock=clock, seed=1, speed=1.0) as cloud:
        profile = change(Profile("demo", cloud.base_url, "test", cloud.key_path, "test"))
        app = MimiryApp(choice_of(profile), clock=clock)
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = KeysDesk(app, pilot, clock, cloud)
            desk.before = frozenset(desk.ended)
            yield desk


def at_home(folder: Path) -> Callable[[Profile], Profile]:
    """A profile that keeps its state in `folder`, and whose home is what HOME says."""
    return lambda profile: replace(profile, state_dir=folder, home=None)


def with_state(folder: Path) -> Callable[[Profile], Profile]:
    """A profile that keeps its state in `folder`, and has no business with the user's ssh."""
    return lambda profile: replace(profile, state_dir=folder, home=folder)


def read_only(profile: Profile) -> Profile:
    return replace(profile, read_only=True)


def ssh_stands_in(monkeypatch: pytest.MonkeyPatch, exit_code: int = 0) -> list[list[str]]:
    """Let the app without a terminal be suspended, and nothing be run; what would have been."""
    runs: list[list[str]] = []

    async def run(argv: Sequence[str]) -> Ended:
        runs.append(list(argv))
        return Ended(exit_code, "")

    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)
    monkeypatch.setattr(client, "run_ssh", run)
    return runs

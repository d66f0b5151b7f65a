"""A dashboard that runs in the test's own event loop, and what a test does with it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from textual.pilot import Pilot
from textual.strip import Strip

from mimiry_tui.app import MimiryApp
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Store
from mimiry_tui.ui.screens.dashboard import DashboardScreen
from tests.support.clock import ManualClock

PATIENCE = 20.0
"""Seconds of real time within which loopback answers, however busy the machine is."""


@dataclass
class RunningApp:
    """The app, its keyboard and mouse, and the hands of its clock."""

    app: MimiryApp
    pilot: Pilot[str]
    clock: ManualClock

    @property
    def screen(self) -> DashboardScreen:
        """The screen under every dialog."""
        return self.app.dashboard

    @property
    def store(self) -> Store:
        """The picture of the account; only once it is open."""
        assert self.app.live is not None
        return self.app.live.store

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let sockets and widgets work, without moving the clock, until that holds and is shown."""
        await self.until_known(condition)
        await self.pilot.pause()

    async def until_known(self, condition: Callable[[], bool]) -> None:
        """The same, whether it is shown by then or not."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain; shown was:\n{self.text()}"
            await asyncio.sleep(0.005)

    async def opened(self) -> Live:
        """Until the account is open; its live picture."""
        await self.until(lambda: self.app.live is not None)
        assert self.app.live is not None
        return self.app.live

    async def live_for(self, seconds: int) -> None:
        """Turn the clock on second by second, giving sockets a moment at each; what came of it is drawn."""
        with self.app.batch_update():
            for _ in range(seconds):
                await self.clock.advance(1)
                await asyncio.sleep(0.01)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press these keys one after the other, each taken in before the next."""
        await self.pilot.press(*keys)

    def on_dashboard(self) -> bool:
        """Whether no dialog is in front of it."""
        return self.app.screen is self.screen

    # What is seen

    def strips(self) -> list[Strip]:
        """The lines of the screen as they go to the terminal."""
        return self.app.screen._compositor.render_strips()

    def lines(self) -> list[str]:
        """What each line of the screen says, without trailing spaces."""
        return [strip.text.rstrip() for strip in self.strips()]

    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines())

    def line_with(self, text: str) -> str:
        """The first line that says that."""
        found = next((line for line in self.lines() if text in line), None)
        assert found is not None, f"{text!r} is not shown in:\n{self.text()}"
        return found

    def shows(self, text: str) -> bool:
        return any(text in line for line in self.lines())

"""A record under a cursor, over an account whose service can do more than every service can."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.account import Account
from mimiry_tui.settings import Profile
from mimiry_tui.settings.profiles import ProfileColour
from mimiry_tui.ui.announce import Announcer
from mimiry_tui.ui.deeds.commands import DeedCommands
from mimiry_tui.ui.deeds.desk import DeedDesk
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.theme import DARK
from mimiry_tui.ui.widgets.key_bar import KeyBar
from tests.support.account_desk import SESSIONS
from tests.support.dialog_app import DialogApp
from tests.support.fake_cloud import FakeCloud, running
from tests.support.fake_extras import FakeExtras


class RecordScreen(DeedCommands):
    """One record is under its cursor."""

    CSS = "RecordScreen { background: $background; }"

    def __init__(self, services: Services, record: Session | Volume | None) -> None:
        super().__init__()
        self.services = services
        self._record = record
        self.turned_to: list[str] = []

    @property
    def record(self) -> Session | Volume | None:
        return self._record

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)
        yield KeyBar()

    def show_launched(self, session_id: str) -> None:
        self.turned_to.append(session_id)


class DeedStage(DialogApp):
    """Opens that screen; its account does what it is asked to."""

    def __init__(self, record: Session | Volume | None = SESSIONS[0], *, theme: str = DARK) -> None:
        super().__init__(theme)
        self.extras = FakeExtras()
        self.cloud = FakeCloud(self.clock)
        self.cloud.extras = self.extras
        self._record = record

    def shows(self, kind: type[Screen[Any]]) -> bool:
        """Whether such a screen is in front."""
        return isinstance(self.screen, kind)

    def is_back_on(self, screen: Screen[Any]) -> bool:
        """Whether that very screen is in front."""
        return self.screen is screen

    async def open(self) -> RecordScreen:
        """The screen, which is shown."""
        profile = Profile("demo", "http://127.0.0.1:1", "test", None, "test")
        self.account = Account(self.cloud, profile, self.clock)
        desk = DeedDesk(self, self.account, self.clock, Announcer(self))
        services = SimpleNamespace(
            account=self.account,
            clock=self.clock,
            profile=ProfileMark("demo", ProfileColour.TEAL),
            deeds=desk,
            launch_news=SimpleNamespace(offered=None),
            watch_teller=SimpleNamespace(held_out=None),
        )
        screen = RecordScreen(cast(Services, services), self._record)
        await self.push_screen(screen)
        return screen


@asynccontextmanager
async def deed_stage(
    size: tuple[int, int] = (100, 30), *, theme: str = DARK, record: Session | Volume | None = SESSIONS[0]
) -> AsyncIterator[tuple[DeedStage, Pilot[Any], RecordScreen]]:
    """The app, its hands and its screen; deeds are done while the block lasts."""
    app = DeedStage(record, theme=theme)
    async with app.run_test(size=size, notifications=True) as pilot:
        screen = await app.open()
        async with running(cast(Any, app.account.deeds)):
            await pilot.pause()
            yield app, pilot, screen

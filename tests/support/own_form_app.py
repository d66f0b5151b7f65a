"""The launch form of a cloud's own on a screen, over an account that launches and keeps drafts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from textual.pilot import Pilot

from mimiry_tui.clouds.base import Capability, Page
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.account import Account
from mimiry_tui.settings.profile import Profile
from mimiry_tui.ui.forms.form_start import Start
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.form_launch import FormLaunchScreen
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.theme import DARK
from mimiry_tui.ui.widgets.header import Header
from tests.support.clock import settle
from tests.support.dialog_app import DialogApp
from tests.support.fake_cloud import FakeCloud
from tests.support.fake_extras import FakeExtras
from tests.support.running_app import PATIENCE

OWN_FORMS = frozenset(Capability) - {Capability.CONTAINERS, Capability.BALANCE}


def a_machine(
    name: str, family: str, vram: int, count: int, rate: str, *, place: str = "FIN-01", here: bool = True
) -> Offer:
    """So many GPUs that are rented together, at that price for each."""
    return Offer(
        name, "", family, "", vram, "verda", place, Money(Decimal(rate)), here, count=count, machine=name
    )


MACHINES = (
    a_machine("1A100.22V", "A100 SXM4", 80, 1, "1.29"),
    a_machine("8A100.176V", "A100 SXM4", 80, 8, "1.29"),
    a_machine("1H100.80S.30V", "H100 SXM5", 80, 1, "2.19", place="FIN-03"),
    a_machine("4L40S.80V", "L40S", 48, 4, "0.91", place="FIN-02", here=False),
)


class OwnFormApp(DialogApp):
    """Opens the form; `launched` is what it was left with."""

    def __init__(self, folder: Path | None, *, start: Start | None = None, theme: str = DARK) -> None:
        super().__init__(theme)
        self.cloud = FakeCloud(self.clock, OWN_FORMS)
        self.extras = FakeExtras()
        self.cloud.extras = self.extras
        self.cloud.answer("offers", Page(MACHINES))
        self.folder = folder
        self.start = start
        self.launched: list[str | None] = []

    async def open(self) -> FormLaunchScreen:
        """With the account going on behind it."""
        profile = Profile("own", "http://127.0.0.1:1", "test", None, "test", state_dir=self.folder)
        self.account = Account(self.cloud, profile, self.clock)
        self.work = [
            asyncio.create_task(self.account.live.run()),
            asyncio.create_task(self.account.launches.run()),
        ]
        await settle()
        return await self.open_form()

    async def open_form(self) -> FormLaunchScreen:
        mark = ProfileMark("own")
        services = cast(Services, SimpleNamespace(account=self.account, clock=self.clock, profile=mark))
        screen = FormLaunchScreen(services, Header(mark, self.clock), self.start)
        await self.push_screen(screen, self.launched.append)
        return screen

    async def close(self) -> None:
        for task in self.work:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@asynccontextmanager
async def own_form(
    app: OwnFormApp, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[tuple[FormLaunchScreen, Pilot[Any]]]:
    """The form opened and drawn, for the length of the block."""
    async with app.run_test(size=size) as pilot:
        screen = await app.open()
        await pilot.pause()
        try:
            yield screen, pilot
        finally:
            await app.close()


async def until(pilot: Pilot[Any], condition: Callable[[], bool]) -> None:
    """Let threads and widgets work, without moving the clock, until that holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, (
            f"waited in vain; shown was:\n{cast(OwnFormApp, pilot.app).shown()}"
        )
        await asyncio.sleep(0.005)
    await pilot.pause()

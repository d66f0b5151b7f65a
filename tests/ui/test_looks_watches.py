"""The looks of what is watched and armed."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from mimiry_tui.settings.profiles import ProfileColour
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.watch_arm import ArmScreen
from mimiry_tui.ui.screens.watches import WatchesScreen
from mimiry_tui.ui.theme import DARK, LIGHT
from tests.support.dialog_app import DialogApp
from tests.support.launch_goods import H100_US, T4_SOLD_OUT
from tests.support.looks import Comparison, compare
from tests.support.watch_desk import OUT, WatchDesk

MARK = ProfileMark("work", ProfileColour.AMBER)


class WatchApp(DialogApp):
    """Runs the watches that its dialogs show."""

    async def on_mount(self) -> None:
        self.running = AsyncExitStack()
        self.desk = desk = WatchDesk(clock=self.clock)
        await self.running.enter_async_context(desk.running_watches())
        desk.wait_for_h100()
        everywhere: frozenset[str] = frozenset()
        t4 = desk.watches.suggestion(T4_SOLD_OUT)
        desk.watches.put(replace(t4, providers=everywhere, locations=everywhere, template="train"))
        await desk.see(OUT, H100_US, T4_SOLD_OUT)
        assert await desk.watches.arm(desk.watches.all[0].id, desk.an_arming(launches=2)) == ""
        await desk.clock.advance(8)

    async def on_unmount(self) -> None:
        await self.running.aclose()


@pytest.mark.parametrize(("name", "theme"), [("list", DARK), ("arming", LIGHT)])
def test_watches_look_as_accepted(snap_compare: Comparison, name: str, theme: str) -> None:
    app = WatchApp(theme)

    async def prepare(pilot: Pilot[Any]) -> None:
        watches, store = app.desk.watches, app.desk.live.store
        dialog = (
            WatchesScreen(watches, store, app.clock, profile=MARK)
            if name == "list"
            else ArmScreen(watches, watches.all[1], app.clock, profile=MARK)
        )
        await app.push_screen(dialog)
        await app.workers.wait_for_complete()
        await pilot.pause()

    assert compare(snap_compare, app, (80, 24), prepare)

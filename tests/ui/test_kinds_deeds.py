"""A whole dashboard over the simulated Mags: deeds and lists, from the menu to the service and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.screens.collections import CollectionsScreen
from mimiry_tui.ui.screens.deed_confirm import DeedConfirmScreen
from mimiry_tui.ui.screens.deed_form import DeedFormScreen
from mimiry_tui.ui.screens.deeds import DeedsScreen
from mimiry_tui.ui.screens.outcome import OutcomeScreen
from tests.support.kind_scenes import MAGS, kind_dashboard

pytestmark = pytest.mark.thorough


async def test_a_command_a_schedule_and_an_address_go_their_whole_way(tmp_path: Path) -> None:
    async with kind_dashboard(MAGS, tmp_path) as shown:
        app = shown.app
        box = next(
            one
            for one in shown.store.sessions.values()
            if isinstance(one, Session) and one.name == "claude-box"
        )
        shown.screen.sessions.table.move_to(box.id)
        await shown.pilot.pause()
        await shown.press("a")
        await shown.until(lambda: isinstance(app.screen, DeedsScreen))
        await shown.press("e")
        await shown.until(lambda: isinstance(app.screen, DeedFormScreen))
        await shown.press(*"ls /", "ctrl+s")
        await shown.until(lambda: isinstance(app.screen, OutcomeScreen))
        assert "run a command · claude-box" in shown.text()
        await shown.press("escape")
        # By its words, too: what they mean asks what its letter asks.
        await shown.press("colon", *"do keep", "enter")
        await shown.until(lambda: isinstance(app.screen, DeedConfirmScreen))
        await shown.press("y")
        await shown.until(lambda: "always on" in shown.line_with("claude-box"))
        await shown.press("A")
        await shown.until(lambda: isinstance(app.screen, CollectionsScreen) and "fetch-rates" in shown.text())
        await shown.press("n")
        await shown.until(lambda: isinstance(app.screen, DeedFormScreen))
        await shown.press(*"hourly", "tab", *"0 * * * *")
        await shown.until(lambda: "next: " in shown.text())
        await shown.press("tab", *"date", "ctrl+s")
        await shown.until(lambda: isinstance(app.screen, CollectionsScreen) and "0 * * * *" in shown.text())
        lists = app.screen
        assert isinstance(lists, CollectionsScreen)
        hourly = next(one for one in lists.table.visible_ids if "hourly" in str(lists.table._model[one]))
        lists.table.move_to(hourly)
        await shown.pilot.pause()
        await shown.press("d")
        await shown.until(lambda: isinstance(app.screen, DeedConfirmScreen))
        await shown.press(*"hourly", "enter")
        await shown.until(lambda: hourly not in lists.table.visible_ids)

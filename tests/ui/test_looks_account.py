"""The looks of the account, with made-up money."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from mimiry_tui.ui.theme import DARK, LIGHT
from tests.support.account_desk import AccountStage
from tests.support.looks import Comparison, compare

SIZES = {"Overview": (120, 36), "Spend": (80, 24)}
THEMES = {"Spend": LIGHT}


@pytest.mark.parametrize("tab", SIZES)
def test_the_account_looks_as_accepted(snap_compare: Comparison, tab: str) -> None:
    stage = AccountStage(tab=tab, theme=THEMES.get(tab, DARK))

    async def prepare(pilot: Pilot[None]) -> None:
        await stage.open()
        await stage.screen.workers.wait_for_complete()
        await pilot.pause()

    assert compare(snap_compare, stage, SIZES[tab], prepare)

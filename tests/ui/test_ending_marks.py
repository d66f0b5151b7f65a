"""Marks and the keys that end sessions: what was asked to end is not meant by the next key."""

from __future__ import annotations

import pytest

from mimiry_tui.ui.screens.terminate import TerminateScreen
from tests.support.keys_desk import keys_desk


@pytest.mark.parametrize("ending", ["x", "X"])
async def test_marks_are_gone_once_what_was_marked_is_being_ended(ending: str) -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.at("eval-sweep")
        await desk.press("space", ending)
        if ending == "x":
            await desk.until(lambda: isinstance(desk.app.screen, TerminateScreen))
            await desk.press("y")
        account = desk.app.account
        assert account is not None
        eval_sweep = desk.one("eval-sweep").id
        await desk.until(lambda: account.endings.of(eval_sweep) is not None)
        table = desk.screen.sessions.table
        await desk.until(lambda: not table.marked)
        # A refused one that stayed marked would have taken the next X from the row under the cursor.
        await desk.at("notebook")
        assert desk.screen.chosen() == (desk.one("notebook").id,)


async def test_who_thinks_better_of_it_keeps_the_marks() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.at("eval-sweep")
        await desk.press("space", "x")
        await desk.until(lambda: isinstance(desk.app.screen, TerminateScreen))
        await desk.press("escape")
        await desk.until(desk.on_dashboard)
        assert desk.screen.sessions.table.marked == {desk.one("eval-sweep").id}

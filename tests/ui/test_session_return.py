"""Back from the session screen, the dashboard means the session that was looked at last."""

from __future__ import annotations

from mimiry_tui.ui.screens.session import SessionScreen
from tests.support.dashboard import dashboard


async def test_the_cursor_follows_to_the_neighbour_that_was_looked_at() -> None:
    async with dashboard() as shown:
        await shown.filled()
        table = shown.screen.sessions.table
        first, second = table.visible_ids[:2]
        assert table.cursor_id == first
        await shown.press("enter")
        await shown.until(lambda: isinstance(shown.app.screen, SessionScreen))
        await shown.press("right_square_bracket")
        await shown.press("escape")
        await shown.until(shown.on_dashboard)
        assert table.cursor_id == second
        assert shown.screen.chosen() == (second,)
        # The detail follows once the cursor has rested.
        await shown.clock.advance(1)
        await shown.until(lambda: shown.store.detail is not None and shown.store.detail.id == second)

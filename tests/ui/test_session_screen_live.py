"""The session screen on a simulated account: opened from its row, fed by the same picture."""

from __future__ import annotations

from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.screens.session import SessionScreen
from tests.support.dashboard import Dashboard, dashboard


async def opened(shown: Dashboard, *keys: str) -> SessionScreen:
    """The session screen, once these keys were pressed on the filled dashboard."""
    await shown.filled()
    await shown.press(*keys)
    await shown.until(lambda: isinstance(shown.app.screen, SessionScreen))
    screen = shown.app.screen
    assert isinstance(screen, SessionScreen)
    return screen


def detail_name(shown: Dashboard) -> str:
    detail = shown.store.detail
    return detail.name if detail is not None and detail.events else ""


async def test_enter_opens_the_session_under_the_cursor_and_escape_returns_to_it() -> None:
    async with dashboard() as shown:
        screen = await opened(shown, "j", "enter")
        assert screen.session is not None
        assert screen.session.name == "train-llama"
        await shown.press("escape")
        assert shown.on_dashboard()
        record = shown.screen.record
        assert isinstance(record, Session)
        assert record.name == "train-llama"


async def test_a_neighbour_is_read_with_all_its_events() -> None:
    async with dashboard() as shown:
        screen = await opened(shown, "enter")
        await shown.press("right_square_bracket", "e")
        await shown.clock.advance(1)
        await shown.until(lambda: detail_name(shown) == "train-llama")
        assert screen.session_id == shown.screen.sessions.table.visible_ids[1]
        assert "container started" in shown.text()


async def test_l_shows_the_log_as_it_is_captured() -> None:
    async with dashboard() as shown:
        screen = await opened(shown, "j", "l")
        assert screen.tab == "Logs"
        await shown.live_for(3)
        await shown.until(lambda: shown.shows("step ") and shown.shows("following"))
        await shown.until(lambda: shown.shows("epoch 3/10"))
        await shown.press("escape")
        assert shown.on_dashboard()


async def test_a_countdown_to_its_end_shows_here_and_escape_undoes_it_before_it_leaves() -> None:
    async with dashboard() as shown:
        screen = await opened(shown, "j", "enter")
        await shown.press("X")
        assert "train-llama" in shown.line_with("undo")
        assert shown.shows("ends in 5 s")
        await shown.press("escape")
        assert shown.app.screen is screen
        assert not shown.shows("ends in")
        await shown.press("escape")
        assert shown.on_dashboard()


async def test_a_booting_session_becomes_ready_while_one_looks() -> None:
    async with dashboard() as shown:
        await opened(shown, "enter", "2")
        assert shown.shows("≈ estimated")
        assert shown.shows("median of your")
        await shown.live_for(14)
        await shown.until(lambda: shown.shows("● ready for"))
        assert not shown.shows("≈ estimated")

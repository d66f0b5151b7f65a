"""Everything that looks like it can be clicked can be clicked; nothing needs a mouse."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len
from textual.events import MouseScrollDown
from textual.widget import Widget

from mimiry_tui.ui.screens.help import HelpScreen
from mimiry_tui.ui.screens.session import SessionScreen
from tests.support.scripted_account import Scripted, ScriptedAccount, scripted, session
from tests.ui.test_dashboard_focus import ACCOUNT, focused_pane


async def click_on(shown: Scripted, widget: Widget, text: str, line: int = 0) -> None:
    """Click in the middle of a text on one of a widget's lines."""
    row = shown.strips()[widget.region.y + line].crop(widget.region.x, widget.region.right).text
    assert text in row, f"{text!r} is not on {row!r}"
    before = cell_len(row[: row.index(text)])
    await shown.pilot.click(widget, offset=(before + cell_len(text) // 2, line))


async def test_a_click_on_a_row_puts_the_cursor_there_and_a_second_opens_it(key: Path) -> None:
    async with scripted(ACCOUNT, key) as shown:
        await shown.detailed()
        table = shown.screen.sessions.table
        await click_on(shown, table, "gamma", line=3)
        assert table.cursor_id == "c"
        await shown.until(lambda: "gamma" in shown.line_with("╭ 4 "))
        assert focused_pane(shown) == "sessions"
        await click_on(shown, table, "gamma", line=3)
        assert isinstance(shown.app.screen, SessionScreen)
        assert shown.app.screen.session_id == "c"


async def test_a_click_on_a_column_sorts_by_it_and_another_turns_it_round(key: Path) -> None:
    async with scripted(ACCOUNT, key) as shown:
        await shown.filled()
        table = shown.screen.sessions.table
        await click_on(shown, table, "NAME")
        assert (table.sort_key, table.sort_reverse) == ("name", False)
        assert "NAME ▴" in shown.text()
        await click_on(shown, table, "NAME")
        assert (table.sort_key, table.sort_reverse) == ("name", True)
        assert table.visible_ids == ["c", "b", "a"]


async def test_a_click_into_a_pane_focuses_it(key: Path) -> None:
    async with scripted(ACCOUNT, key) as shown:
        await shown.filled()
        for pane in (shown.screen.offers, shown.screen.volumes, shown.screen.sessions):
            # As in a terminal, the pointer comes before the press.
            await shown.pilot.hover(pane.table, offset=(5, 1))
            await shown.pilot.click(pane.table, offset=(5, 1))
            assert focused_pane(shown) == pane.id
        await click_on(shown, shown.screen.volumes.top, "3 Volumes")
        assert focused_pane(shown) == "volumes"


async def test_tab_names_can_be_clicked_in_small_terminals(key: Path) -> None:
    async with scripted(ACCOUNT, key, (80, 24)) as shown:
        await shown.filled()
        for name, pane in (("2 GPUs", "offers"), ("3 Volumes", "volumes"), ("1 Sessions", "sessions")):
            current = next(one for one in shown.screen.panes if one.display)
            await click_on(shown, current.top, name)
            assert focused_pane(shown) == pane


async def test_a_click_on_the_key_bar_does_what_the_key_does(key: Path) -> None:
    async with scripted(ACCOUNT, key) as shown:
        await shown.filled()
        bar = shown.screen.query_one("KeyBar")
        await click_on(shown, bar, "z zoom")
        await shown.until(lambda: shown.screen.is_zoomed)
        await click_on(shown, bar, "z zoom")
        await shown.until(lambda: not shown.screen.is_zoomed)
        await click_on(shown, bar, "/ filter")
        assert shown.screen.sessions.filter.has_focus
        await shown.press("escape")
        await click_on(shown, bar, "? help")
        assert isinstance(shown.app.screen, HelpScreen)


async def test_the_wheel_scrolls_and_leaves_the_cursor(key: Path) -> None:
    many = ScriptedAccount(sessions=[session(f"s{number:02}") for number in range(60)])
    async with scripted(many, key) as shown:
        await shown.filled()
        table = shown.screen.sessions.table
        for _ in range(3):
            event = MouseScrollDown(table, 5, 5, 0, 1, 0, False, False, False)
            table.post_message(event)
            await shown.pilot.pause()
        assert table.scroll_offset.y > 0
        assert table.cursor_id == "s00"

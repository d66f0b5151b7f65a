"""Where one is: panes by number, tab and mouse, one pane alone, any size of terminal."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.support.running_app import RunningApp
from tests.support.scripted_account import ScriptedAccount, model, scripted, session, volume

ACCOUNT = ScriptedAccount(
    sessions=[session("a", name="alpha"), session("b", name="beta"), session("c", name="gamma")],
    volumes=[volume("v", name="scratch")],
    models=[model("L4_24G_PCIe", 0.5), model("T4_16G_PCIe", 0.3)],
)
ORDER = ["sessions", "offers", "volumes", "detail"]


def focused_pane(shown: RunningApp) -> str:
    """The id of the pane that has the focus, which must be one that shows."""
    focused = shown.app.screen.focused
    assert focused is not None
    assert focused.size.area > 0
    pane = next(node for node in focused.ancestors if node.has_class("pane"))
    assert pane.id is not None
    return pane.id


def shown_panes(shown: RunningApp) -> list[str]:
    return [pane.id or "" for pane in shown.screen.panes if pane.display]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_numbers_and_tab_go_from_pane_to_pane(key: Path, size: tuple[int, int]) -> None:
    async with scripted(ACCOUNT, key, size) as shown:
        await shown.filled()
        assert focused_pane(shown) == "sessions"
        for number in (4, 2, 3, 1):
            await shown.press(str(number))
            assert focused_pane(shown) == ORDER[number - 1]
        for keys, order in (("tab", [1, 2, 3, 0]), ("shift+tab", [3, 2, 1, 0])):
            for place in order:
                await shown.press(keys)
                assert focused_pane(shown) == ORDER[place]


async def test_small_terminals_show_one_pane_and_the_names_of_all(key: Path) -> None:
    async with scripted(ACCOUNT, key, (80, 24)) as shown:
        await shown.filled()
        for number, pane in enumerate(ORDER, start=1):
            await shown.press(str(number))
            assert shown_panes(shown) == [pane]
            top = shown.lines()[1]
            for name in ("1 Sessions", "2 GPUs", "3 Volumes", "4 "):
                assert name in top


async def test_zoom_gives_one_pane_everything_and_takes_it_back(key: Path) -> None:
    async with scripted(ACCOUNT, key) as shown:
        await shown.filled()
        await shown.press("3", "z")
        assert shown_panes(shown) == ["volumes"]
        assert shown.screen.volumes.size.width == 120
        assert focused_pane(shown) == "volumes"
        await shown.press("tab")
        assert shown_panes(shown) == ["detail"]
        await shown.press("z")
        assert shown_panes(shown) == ORDER
        assert focused_pane(shown) == "detail"


async def test_escape_peels_off_filter_then_zoom_then_pane(key: Path) -> None:
    async with scripted(ACCOUNT, key) as shown:
        await shown.filled()
        await shown.press("2", "z", "slash", *"l4", "enter")
        assert shown.screen.offers.table.visible_count == 1
        await shown.press("escape")
        assert shown.screen.offers.table.visible_count == 2
        assert shown_panes(shown) == ["offers"]
        await shown.press("escape")
        assert shown_panes(shown) == ORDER
        assert focused_pane(shown) == "offers"
        await shown.press("escape")
        assert focused_pane(shown) == "sessions"
        await shown.press("escape")
        assert focused_pane(shown) == "sessions"


async def test_escape_leaves_the_detail_for_the_pane_it_belongs_to(key: Path) -> None:
    async with scripted(ACCOUNT, key) as shown:
        await shown.filled()
        await shown.press("3", "enter")
        assert focused_pane(shown) == "detail"
        await shown.press("escape")
        assert focused_pane(shown) == "volumes"


def is_filled(shown: RunningApp, width: int) -> bool:
    return all(strip.cell_length == width for strip in shown.strips())


async def test_resizing_back_and_forth_keeps_focus_and_cursor(key: Path) -> None:
    async with scripted(ACCOUNT, key) as shown:
        await shown.filled()
        await shown.press("2", "j", "1", "j", "j", "2")
        rows = shown.screen.sessions.table, shown.screen.offers.table
        before = [table.cursor_id for table in rows]
        assert before == ["c", "L4_24G_PCIe|verda|FIN-01"]
        for size in ((80, 24), (250, 80), (60, 16), (40, 10), (100, 30), (20, 5), (120, 36)):
            await shown.pilot.resize_terminal(*size)
            assert [table.cursor_id for table in rows] == before
            await shown.until(partial(is_filled, shown, size[0]))
        assert focused_pane(shown) == "offers"
        assert "alpha" in shown.text()
        await shown.press("1")
        assert focused_pane(shown) == "sessions"


async def test_a_terminal_too_small_says_which_size_is_needed(key: Path) -> None:
    async with scripted(ACCOUNT, key, (59, 16)) as shown:
        await shown.filled()
        assert "59×16 is too small" in shown.text()
        assert "60×16 or more is needed" in shown.text()
        assert "alpha" not in shown.text()
        await shown.pilot.resize_terminal(60, 16)
        assert "too small" not in shown.text()
        assert "alpha" in shown.text()
        await shown.pilot.resize_terminal(60, 15)
        assert "60×15 is too small" in shown.text()


async def test_quitting_works_however_small_the_terminal_is(key: Path) -> None:
    async with scripted(ScriptedAccount(), key, (30, 6)) as shown:
        await shown.filled()
        await shown.press("q")
        assert not shown.app.is_running
        assert shown.app.return_code == 0


@pytest.mark.parametrize("size", [(250, 80), (100, 30), (80, 24), (60, 16)])
async def test_nothing_overlaps_and_every_frame_is_closed(key: Path, size: tuple[int, int]) -> None:
    async with scripted(ACCOUNT, key, size) as shown:
        await shown.filled()
        lines = shown.lines()
        assert len(lines) == size[1]
        text = shown.text()
        panes = 4 if size >= (100, 30) else 1
        for corner in "╭╮╰╯":
            assert text.count(corner) == panes
        assert "? help" in lines[-1]
        assert "alpha" in text

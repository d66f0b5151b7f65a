"""The pane table under keys, mouse, refreshes, resizes, hostile names and a clock turned by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from rich.cells import cell_len
from textual.content import Content
from textual.events import MouseScrollDown
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip

from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.table.columns import fit
from mimiry_tui.ui.widgets.table.lines import CURSOR_SIGN, MARK_SIGN
from tests.support.clock import EPOCH, ManualClock
from tests.support.tables import COLUMNS, Row, TableApp, rows

SIZE = (60, 11)


def names(app: TableApp) -> list[str]:
    """The row ids on the screen, from the top."""
    return [line.split("pulling ")[1].split()[0] for line in app.lines()[1:] if "pulling" in line]


async def test_keys_move_the_cursor() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows(rows(30))
        for key, row_id in [
            ("j", "r1"),
            ("down", "r2"),
            ("k", "r1"),
            ("up", "r0"),
            ("up", "r0"),
            ("pagedown", "r10"),
            ("G", "r29"),
            ("j", "r29"),
            ("pageup", "r19"),
            ("g", "r0"),
            ("end", "r29"),
            ("home", "r0"),
        ]:
            await pilot.press(key)
            assert app.table.cursor_id == row_id
            cursor_lines = [line for line in app.lines() if line.startswith(CURSOR_SIGN)]
            assert len(cursor_lines) == 1
            assert f"pulling {row_id} " in cursor_lines[0]
        await pilot.press("enter")
        assert app.heard[-1] == "selected r0"
        assert app.table.cursor_row == rows(1)[0]


async def test_space_marks_and_moves_on() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows(rows(5))
        await pilot.press("space", "space", "k", "space")
        assert app.table.marked == {"r0"}
        assert [line for line in app.lines() if MARK_SIGN in line] == [app.lines()[1]]
        app.table.apply([], ["r0"])
        await pilot.pause()
        assert app.table.marked == frozenset()
        assert app.heard[-1] in ("marks", "highlighted r2")
        assert "marks" in app.heard
        app.table.toggle_mark()
        app.table.clear_marks()
        assert app.table.marked == frozenset()


async def test_sort_keys_show_in_the_header() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows([Row("a", "x", size=2), Row("b", "y", size=None), Row("c", "z", size=9)])
        await pilot.press(">", ">")
        assert app.table.sort_key == "size"
        assert names(app) == ["a", "c", "b"]
        assert "SIZE ▴" in app.lines()[0]
        await pilot.press("=")
        assert names(app) == ["c", "a", "b"]
        assert "SIZE ▾" in app.lines()[0]
        assert app.heard[-1] == "sorted size True"
        await pilot.press("<", "<", "<")
        assert app.table.sort_key == "size" or app.table.sort_key == "age"
        assert app.table.cursor_id == "a"


async def test_mouse() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows(rows(30))
        await pilot.pause()
        await pilot.click("#rows", offset=(10, 4))
        assert app.table.cursor_id == "r3"
        assert not any(heard.startswith("selected") for heard in app.heard)
        await pilot.click("#rows", offset=(10, 4))
        assert app.heard[-1] == "selected r3"
        header = app.lines()[0]
        await pilot.click("#rows", offset=(header.index("NAME"), 0))
        assert (app.table.sort_key, app.table.sort_reverse) == ("name", False)
        await pilot.click("#rows", offset=(header.index("NAME"), 0))
        assert (app.table.sort_key, app.table.sort_reverse) == ("name", True)
        app.table.sort_by(None)
        app.table.move_to("r0")
        await pilot.pause()
        await pilot._post_mouse_events([MouseScrollDown], "#rows", offset=(5, 5), button=0)
        await pilot.pause()
        assert names(app)[0] != "r0"
        assert app.table.cursor_id == "r0"


async def test_the_click_that_focuses_does_not_open() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows(rows(3))
        app.set_focus(None)
        await pilot.hover("#rows", offset=(10, 1))
        await pilot.click("#rows", offset=(10, 1))
        assert app.table.has_focus
        assert "selected r0" not in app.heard
        await pilot.click("#rows", offset=(10, 1))
        assert "selected r0" in app.heard


async def test_cursor_marks_and_scroll_follow_ids() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows(rows(40))
        app.table.move_to("r20")
        await pilot.pause()
        app.table.toggle_mark()
        before = names(app)
        app.table.set_rows([*rows(3, start=100), *rows(40)])
        await pilot.pause()
        assert names(app) == before
        assert app.table.cursor_id == "r20"
        assert app.table.marked == {"r20"}
        app.table.apply([], ["r20", "r21", "r1"])
        await pilot.pause()
        assert app.table.cursor_id == "r22"
        assert names(app)[0] == before[0]
        app.table.apply([], [f"r{n}" for n in range(22, 40)])
        await pilot.pause()
        assert app.table.cursor_id == "r19"
        assert any(line.startswith(CURSOR_SIGN) for line in app.lines())


async def test_filter_and_sort_survive_a_refresh() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows(rows(30))
        app.table.move_to("r12")
        app.table.set_filter("name:2")
        app.table.sort_by("name", reverse=True)
        await pilot.pause()
        assert app.table.visible_count == 12
        assert app.table.cursor_id == "r12"
        app.table.set_rows([replace(row, size=1) for row in rows(30)])
        await pilot.pause()
        assert app.table.filter_text == "name:2"
        assert (app.table.visible_count, app.table.row_count) == (12, 30)
        assert app.table.visible_ids[0] == "r29"
        app.table.set_filter("zzz")
        await pilot.pause()
        assert app.table.cursor_row is None
        assert "no row matches zzz" in "\n".join(app.lines())
        app.table.set_filter("")
        await pilot.pause()
        assert app.table.cursor_id == "r12"
        assert any(line.startswith(CURSOR_SIGN) for line in app.lines())


async def test_placeholder_is_shown_while_there_is_nothing() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_placeholder(Content("no sessions yet: n launches one " * 3))
        await pilot.pause()
        shown = [line for line in app.lines() if line]
        assert len(shown) > 1
        assert all(line.startswith(" ") or len(line) > 50 for line in shown)
        app.table.set_rows(rows(1))
        await pilot.pause()
        assert names(app) == ["r0"]
        app.table.set_rows([])
        await pilot.pause()
        assert "no sessions yet" in "\n".join(app.lines())


async def test_ended_rows_stay_last_and_stale_rows_stay_readable() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows([Row("a", "x", ended=True), Row("b", "y"), Row("c", "z")])
        app.table.sort_by("name")
        await pilot.pause()
        assert names(app) == ["b", "c", "a"]
        fresh = app.table.render_lines(Region(0, 0, 60, 4))
        app.table.stale = True
        await pilot.pause()
        dimmed = app.table.render_lines(Region(0, 0, 60, 4))
        assert [strip.text for strip in fresh] == [strip.text for strip in dimmed]
        assert fresh[0] == dimmed[0]
        assert fresh[1] != dimmed[1]


async def test_only_changed_lines_are_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows(rows(100))
        await pilot.pause()
        painted: list[Region] = []
        refresh = LiveTable.refresh

        def spy(table: LiveTable[Row], *regions: Region, **options: bool) -> LiveTable[Row]:
            painted.extend(regions or [table.size.region])
            return refresh(table, *regions, **options)

        monkeypatch.setattr(LiveTable, "refresh", spy)
        app.table.apply([replace(row, name="elsewhere") for row in rows(80, start=20)])
        app.table.apply(rows(100))
        assert painted == []
        app.table.apply([replace(rows(5)[4], name="seen")])
        assert painted == [Region(0, 5, 60, 1)]
        painted.clear()
        await pilot.press("down")
        assert sorted(painted) == [Region(0, 1, 60, 1), Region(0, 2, 60, 1)]


async def test_ages_tick_when_due_and_only_while_seen() -> None:
    clock = ManualClock()
    app = TableApp(clock)
    async with app.run_test(size=SIZE) as pilot:

        async def age_after(seconds: float) -> str:
            await clock.advance(seconds)
            await pilot.pause()
            return app.lines()[1].split()[-1]

        app.table.set_rows([Row("a", "x", started=EPOCH - timedelta(seconds=5.25))])
        await pilot.pause()
        assert await age_after(0) == "5s"
        assert await age_after(0.9) == "5s"  # due since 0.75, and painted at the next beat
        assert await age_after(0.1) == "6s"
        assert await age_after(3) == "9s"
        assert clock.sleepers == 1
        Ticker.of(app, clock).pause()
        assert await age_after(2) == "9s"
        Ticker.of(app, clock).resume()
        assert await age_after(0) == "11s"
        app.app_focus = False
        await pilot.pause()
        await clock.advance(2)
        assert clock.sleepers == 0
        app.app_focus = True
        assert await age_after(0) == "13s"
        app.table.display = False
        await pilot.pause()
        await clock.advance(2)
        await pilot.pause()
        assert clock.sleepers == 0
        app.table.display = True
        await pilot.pause()
        assert await age_after(0) == "15s"


async def test_ages_tick_under_a_dialog_but_not_under_a_screen() -> None:
    clock = ManualClock()
    app = TableApp(clock)
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows([Row("a", "x")])
        await pilot.pause()
        dialog: ModalScreen[None] = ModalScreen()
        await app.push_screen(dialog)
        await clock.advance(1)
        await pilot.pause()
        assert clock.sleepers == 1
        await app.pop_screen()
        await pilot.pause()
        assert app.lines()[1].endswith("1s")


HOSTILE = [
    "\x1b[31mred\x1b]0;owned\x07",
    "\u202egnp.exe",
    "a\nb\tc\rd",
    "漢字漢字漢字漢字漢字漢字漢字",
    "x" * 10_000,
    "z\u0334\u0335\u0336\u0337\u0338" * 50,
    "👨\u200d👩\u200d👧 family",
    "🇩🇪🇫🇷",
    "[bold]not[/] [/x]",
    "\ud800half",
    "\u200b\u200b\u200b",
    "",
    "ｗｉｄｅ",
    "क्षि",
    "\u0301\u0301",
    "❤\ufe0f",
]


async def test_hostile_names_never_move_the_next_column() -> None:
    app = TableApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.set_rows([Row(f"r{n}", name) for n, name in enumerate(HOSTILE)])
        await pilot.pause()
        for width in (60, 47, 30, 12, 3, 1):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            lines: list[Strip] = app.table.render_lines(Region(0, 0, width, 18))
            assert {cell_len(strip.text) for strip in lines} == {width}
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        starts = {cell_len(line.split("pulling")[0]) for line in app.lines()[1:17]}
        assert len(starts) == 1
        assert not any(char < " " for char in "".join(app.lines()))


async def test_columns_drop_and_come_back_on_resize() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows(rows(3))
        await pilot.resize_terminal(33, 11)
        await pilot.pause()
        assert app.lines()[0].split() == ["NAME", "SIZE", "AGE"]
        await pilot.resize_terminal(24, 11)
        await pilot.pause()
        assert app.lines()[0].split() == ["NAME", "AGE"]
        await pilot.resize_terminal(80, 11)
        await pilot.pause()
        assert app.lines()[0].split() == ["NAME", "NOTE", "SIZE", "AGE"]
        assert app.lines()[1].endswith("0s")


@pytest.mark.parametrize("width", range(1, 120))
def test_columns_never_overlap(width: int) -> None:
    next_x = end = 0
    for column, x, cells in fit(COLUMNS, width):
        assert x == next_x
        end = x + cells
        next_x = end + column.gap
    assert end <= width


async def test_theme_switch_repaints() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows(rows(3))
        await pilot.pause()
        dark = app.table.render_lines(Region(0, 0, 60, 4))
        app.theme = "textual-light"
        await pilot.pause()
        assert app.table.render_lines(Region(0, 0, 60, 4)) != dark


async def test_the_cursor_shows_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = TableApp()
    async with app.run_test(size=SIZE) as pilot:
        app.table.set_rows(rows(3))
        await pilot.pause()
        style = list(app.table.render_lines(Region(0, 1, 60, 1))[0])[-1].style
        assert style is not None
        assert style.reverse
        assert app.lines()[1].startswith(CURSOR_SIGN)


async def test_a_refresh_while_filtered_does_not_take_the_chosen_row_away() -> None:
    app = TableApp()
    async with app.run_test(size=SIZE):
        app.table.set_rows(rows(5))
        app.table.move_to("r0")
        app.table.set_filter("name:4")
        assert app.table.cursor_id == "r4"
        app.table.apply(rows(5))
        app.table.set_filter("")
        assert app.table.cursor_id == "r0"

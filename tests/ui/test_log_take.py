"""Going to a time, and taking lines out of the log view."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from mimiry_tui.domain.logs.ansi_text import AnsiStyle
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.live.logs.spool_format import Kind
from mimiry_tui.ui.theme import THEMES
from tests.support.log_app import log_desk
from tests.support.spools import write_spool

SESSION = build_session(id="one", name="../train me", state="started")
LOG = ["\x1b[31mred\x1b[0m 0", "a\tb", *[f"step {n}" for n in range(2, 3000)]]


@pytest.fixture(autouse=True)
def spool(tmp_path: Path) -> Path:
    return write_spool(tmp_path / "one.log", LOG)


async def test_a_time_is_gone_to(tmp_path: Path) -> None:
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 2999")
        await desk.press("at")
        await desk.type("12:30")
        await desk.press("enter")
        await desk.until(lambda: desk.body()[0] == "step 1800")
        await desk.press("at")
        await desk.type("-1m")
        await desk.press("enter")
        await desk.until(lambda: desk.body()[0] == "step 2939")
        await desk.press("at")
        await desk.type("soon")
        await desk.press("enter")
        await desk.until_shown("no such time: soon")
        await desk.press("escape")
        assert not desk.shows("no such time")


async def test_lines_are_selected_by_keys_and_copied_without_decoration(tmp_path: Path) -> None:
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 2999")
        await desk.press("g")
        await desk.until(lambda: desk.body()[0] == "red 0")
        await desk.press("v", "down", "down")
        await desk.until_shown("3 lines selected · y copies")
        await desk.press("y")
        await desk.until(lambda: bool(desk.app.copied))
        assert desk.app.copied == ["red 0\na       b\nstep 2"]
        assert not desk.shows("selected")


async def test_a_step_sideways_selects_characters(tmp_path: Path) -> None:
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 2999")
        await desk.press("v", "right", "right", "right", "ctrl+c")
        await desk.until(lambda: bool(desk.app.copied))
        assert desk.app.copied == ["ste"]


async def test_a_selection_reaches_beyond_the_screen(tmp_path: Path) -> None:
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 2999")
        await desk.press("v", *["pageup"] * 3, "y")
        await desk.until(lambda: bool(desk.app.copied))
        assert desk.app.copied[0].split("\n") == [f"step {n}" for n in range(2972, 3000)]


async def test_a_mouse_drag_selects_from_character_to_character(tmp_path: Path) -> None:
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 2999")
        gutter = desk.gutter
        await desk.pilot.mouse_down("LogCanvas", offset=(gutter + 5, 0))
        await desk.pilot.hover("LogCanvas", offset=(gutter + 4, 1))
        await desk.pilot.mouse_up("LogCanvas", offset=(gutter + 4, 1))
        await desk.until_shown("2 lines selected")
        desk.logs.append("one", ["new"])
        await desk.until(lambda: desk.pane.reader.count == 3001)
        assert desk.body()[0] == "step 2990"
        await desk.press("y")
        await desk.until(lambda: bool(desk.app.copied))
        assert desk.app.copied == ["2990\nstep"]
        await desk.pilot.click("LogCanvas", offset=(gutter + 5, 0))
        assert not desk.shows("selected")


async def test_only_shown_lines_are_copied_while_filtered(tmp_path: Path) -> None:
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 2999")
        desk.pane.find("00")
        await desk.until_shown("matching lines")
        await desk.press("ampersand")
        await desk.until_shown("only these", "step 2900")
        await desk.press("G", "v", "up", "up", "y")
        await desk.until(lambda: bool(desk.app.copied))
        assert desk.app.copied == ["step 2700\nstep 2800\nstep 2900"]


async def test_without_a_selection_copy_is_the_screens_key(tmp_path: Path) -> None:
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 2999")
        await desk.press("y")
        assert desk.app.copied == []


async def test_a_log_is_saved_as_plain_text_for_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    async with log_desk(tmp_path, SESSION) as desk:
        desk.logs.append("one", ["dashboard was not running"], kind=Kind.GAP)
        await desk.until_shown("not running")
        await desk.press("ctrl+s")
        assert desk.pane.prompt.value == "./train-me.log"
        await desk.press("enter")
        await desk.until(lambda: not desk.pane.prompt.display)
        saved = work / "train-me.log"
        assert stat.S_IMODE(saved.stat().st_mode) == 0o600
        lines = saved.read_text().split("\n")
        assert lines[:3] == ["red 0", "a       b", "step 2"]
        assert lines[-2:] == ["── dashboard was not running ──", ""]
        await desk.until_shown("saved 3,001 lines to ./train-me.log")


async def test_a_file_is_never_replaced_without_asking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train-me.log").write_text("precious")
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 2999")
        await desk.press("ctrl+s", "enter")
        await desk.until_shown("it exists")
        assert (tmp_path / "train-me.log").read_text() == "precious"
        await desk.press("x", "backspace", "enter")
        await desk.until_shown("it exists")
        assert (tmp_path / "train-me.log").read_text() == "precious"
        await desk.press("enter")
        await desk.until(lambda: not desk.pane.prompt.display)
        assert (tmp_path / "train-me.log").read_text().endswith("step 2999\n")
        assert not desk.shows("it exists")


async def test_what_cant_be_saved_says_why(tmp_path: Path) -> None:
    async with log_desk(tmp_path, SESSION, size=(120, 12)) as desk:
        await desk.until_shown("step 2999")
        await desk.press("ctrl+s")
        desk.pane.prompt.value = str(tmp_path / "no" / "such" / "folder")
        await desk.press("enter")
        await desk.until_shown("not saved: no such file or directory")


@pytest.mark.parametrize(
    "theme", [*(theme.name for theme in THEMES), "ansi-dark", "ansi-light", "textual-light"]
)
async def test_a_programs_colours_can_be_painted_in_every_theme(tmp_path: Path, theme: str) -> None:
    codes = ["1", "2", "7", "31", "97", "44", "38;5;17", "38;2;250;250;250", "48;5;226", "2;7;38;5;99"]
    write_spool(tmp_path / "one.log", [f"\x1b[{code}mtext {code}\x1b[0m plain" for code in codes])
    async with log_desk(tmp_path, SESSION, theme=theme) as desk:
        await desk.until_shown(*(f"text {code} plain" for code in codes))
        desk.pane.find("text")
        await desk.until_shown("10 matching lines")
        await desk.press("v", "up")
        await desk.until_shown("2 lines selected")


async def test_without_colours_a_programs_own_leave_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    write_spool(tmp_path / "one.log", ["\x1b[1;38;2;10;10;40mnavy\x1b[0m"])
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("navy")
        palette = desk.pane.canvas.painter().palette
        look = palette.run(AnsiStyle(foreground=(10, 10, 40), background=4, bold=True))
        assert look.color == palette.tone("text").color
        assert look.bgcolor is None
        assert look.bold

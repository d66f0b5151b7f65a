"""The log view follows the end, leaves a reader in peace, and says how the capturing stands."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual import events

from mimiry_tui.clouds.errors import InvalidState, ServerTrouble
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.logs.spool_format import Kind
from mimiry_tui.live.logs.state import LogState, LogStatus
from tests.support.clock import EPOCH
from tests.support.log_app import log_desk
from tests.support.spools import write_spool

SESSION = build_session(id="one", name="train llama", state="started")
OTHER = build_session(id="two", name="other", state="started")


def spool(folder: Path, count: int, session: Session = SESSION) -> Path:
    return write_spool(folder / f"{session.id}.log", [f"step {n}" for n in range(count)])


async def test_a_log_opens_at_its_end_and_follows_it(tmp_path: Path) -> None:
    spool(tmp_path, 100)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 99", "▼ following")
        assert desk.body() == [f"step {n}" for n in range(90, 100)]
        assert desk.app.told[-1] == "100 lines · following · kept on this machine"
        desk.logs.append("one", ["news"])
        await desk.until_shown("news")
        assert desk.body()[0] == "step 91"
        assert desk.logs.watched[-1] == "one"


async def test_new_lines_do_not_move_a_reader(tmp_path: Path) -> None:
    spool(tmp_path, 100)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 99")
        await desk.press("up", "up")
        assert desk.body() == [f"step {n}" for n in range(88, 98)]
        assert desk.shows("line 89 of 100")
        desk.logs.append("one", ["a", "b", "c"])
        await desk.until_shown("▼ +3 lines")
        assert desk.body()[0] == "step 88"
        await desk.pilot.click("#log-foot", offset=(3, 0))
        await desk.until_shown("▼ following")
        assert desk.body()[-1] == "c"


async def test_keys_go_everywhere_in_the_log(tmp_path: Path) -> None:
    spool(tmp_path, 5000)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 4999")
        await desk.press("g")
        await desk.until(lambda: desk.body()[0] == "step 0")
        assert not desk.shows("▼ following")
        await desk.press("pagedown", "j")
        assert desk.body()[0] == "step 10"
        await desk.press("pageup", "up", "up", "up")
        assert desk.body()[0] == "step 0"
        await desk.press("G")
        await desk.until(lambda: desk.body()[-1] == "step 4999")
        await desk.press("F", "F")
        await desk.until_shown("▼ following")


async def test_the_wheel_scrolls_and_the_bar_goes_anywhere(tmp_path: Path) -> None:
    spool(tmp_path, 1000)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 999")
        await desk.pilot._post_mouse_events([events.MouseScrollUp], "LogCanvas", button=0)
        await desk.until(lambda: desk.body()[-1] == "step 996")
        await desk.pilot.mouse_down("LogCanvas", offset=(79, 0))
        await desk.pilot.mouse_up("LogCanvas", offset=(79, 0))
        await desk.until(lambda: desk.body()[0] == "step 0")


async def test_long_lines_move_sideways_or_wrap(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", ["short", "x" * 100 + "END", "日本" * 40, "last"])
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("last")
        assert desk.lines()[2].rstrip().endswith("…")
        assert not desk.shows("END")
        await desk.press("right", "right", "right", "right", "right")
        assert desk.shows("END")
        await desk.press("left", "left", "left", "left", "left", "left", "w")
        await desk.until_shown("wrap on")
        assert desk.shows("END")
        text = "".join(desk.body())
        assert text.replace(" ", "").startswith("short" + "x" * 100 + "END" + "日本" * 40 + "last")


async def test_wrapped_lines_are_scrolled_row_by_row(tmp_path: Path) -> None:
    write_spool(tmp_path / "one.log", [f"{n}-" + "x" * 200 for n in range(50)])
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("49-x")
        await desk.press("w")
        await desk.until_shown("wrap on")
        bottom = desk.body()
        await desk.press("up", "up", "up")
        assert desk.body()[3:] == bottom[:-3]
        await desk.press("down", "down", "down")
        assert desk.body() == bottom
        assert desk.shows("▼ following")


async def test_times_turn_through_all_ways_to_write_them(tmp_path: Path) -> None:
    spool(tmp_path, 3)
    async with log_desk(tmp_path, SESSION) as desk:
        desk.logs.append("one", ["seen only"], kind=Kind.SEEN)
        await desk.until_shown(" 12:00:02  step 2", "≈12:00:00  seen only")
        await desk.press("t")
        assert desk.shows("time UTC")
        await desk.press("t")
        assert desk.lines()[1].startswith("step 0")
        await desk.press("t")
        assert desk.shows("+0:00:02  step 2")
        await desk.press("t")
        assert desk.shows("time local")


async def test_gaps_and_marks_are_rules(tmp_path: Path) -> None:
    spool(tmp_path, 1)
    async with log_desk(tmp_path, SESSION) as desk:
        desk.logs.append("one", ["dashboard was not running"], kind=Kind.GAP)
        desk.logs.append("one", ["mark"], kind=Kind.MARK)
        await desk.until_shown("── dashboard was not running ───", "── mark ───")
        await desk.press("m")
        assert desk.logs.marked == ["one"]


async def test_a_session_keeps_its_place_while_another_is_looked_at(tmp_path: Path) -> None:
    spool(tmp_path, 100)
    spool(tmp_path, 7, OTHER)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 99")
        await desk.press("g", "down", "down")
        await desk.until(lambda: desk.body()[0] == "step 2")
        desk.pane.show_session(OTHER)
        await desk.until(lambda: desk.shows("step 6") and not desk.shows("step 7"))
        assert desk.logs.watched[-1] == "two"
        desk.pane.show_session(SESSION)
        await desk.until(lambda: desk.body()[0] == "step 2")
        desk.pane.show_session(None)
        await desk.until_shown("no log here")


async def test_a_log_that_starts_over_keeps_the_readers_time(tmp_path: Path) -> None:
    spool(tmp_path, 100)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 99")
        await desk.press("g", "pagedown", "pagedown", "pagedown", "pagedown", "pagedown", "pagedown")
        top = desk.body()[0]
        assert top == "step 54"
        path = tmp_path / "one.log"
        write_spool(path, [f"step {n}" for n in range(40, 100)], start=EPOCH + timedelta(seconds=40))
        desk.logs.tell("one")
        await desk.until_shown("line 15 of 60")
        assert desk.body()[0] == top


async def test_a_follower_goes_along_into_the_new_file(tmp_path: Path) -> None:
    spool(tmp_path, 100)
    async with log_desk(tmp_path, SESSION) as desk:
        await desk.until_shown("step 99")
        write_spool(tmp_path / "one.log", ["anew"])
        desk.logs.tell("one")
        await desk.until(lambda: desk.body()[0] == "anew")
        assert desk.shows("▼ following")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (LogState(), "nothing captured yet"),
        (LogState(LogStatus.OFF), "this cloud keeps no logs"),
        (LogState(LogStatus.STORED), "nothing of this log was captured while it ran"),
        (LogState(LogStatus.STORED, captured_until=EPOCH), "captured until 12:00:00"),
        (LogState(LogStatus.FOLLOWING), "the log is empty so far"),
        (LogState(LogStatus.FOLLOWING, written_elsewhere=True), "written by another dashboard"),
        (LogState(LogStatus.FOLLOWING, trouble="the disk is full"), "the disk is full"),
        (
            LogState(LogStatus.FAILED, ServerTrouble(), EPOCH + timedelta(seconds=8), EPOCH),
            "asks again in 8 s · captured until 12:00:00",
        ),
        (
            LogState(LogStatus.STORED, InvalidState(), next_try_at=EPOCH + timedelta(seconds=8)),
            "no log at present · asks again in 8 s",
        ),
    ],
)
async def test_an_empty_log_says_why(tmp_path: Path, state: LogState, words: str) -> None:
    async with log_desk(tmp_path, SESSION) as desk:
        desk.logs.states["one"] = state
        desk.logs.tell("one")
        await desk.until_shown(words)


async def test_a_booting_machine_is_waited_for_with_a_countdown(tmp_path: Path) -> None:
    async with log_desk(tmp_path, SESSION) as desk:
        desk.logs.states["one"] = LogState(LogStatus.BOOTING, next_try_at=EPOCH + timedelta(seconds=12))
        desk.logs.tell("one")
        await desk.until_shown("still booting · asks again in 12 s")
        await desk.clock.advance(2)
        await desk.until_shown("still booting · asks again in 10 s")


async def test_an_ended_session_says_until_when_it_was_captured(tmp_path: Path) -> None:
    spool(tmp_path, 3)
    async with log_desk(tmp_path, SESSION) as desk:
        desk.logs.states["one"] = LogState(LogStatus.STORED, captured_until=EPOCH - timedelta(days=1))
        desk.logs.tell("one")
        await desk.until_shown("step 2", "captured until 7 Jun 12:00:00", "the end of the log")


async def test_a_refused_log_of_a_running_session_is_followed_on(tmp_path: Path) -> None:
    spool(tmp_path, 3)
    async with log_desk(tmp_path, SESSION) as desk:
        soon = EPOCH + timedelta(seconds=8)
        desk.logs.states["one"] = LogState(LogStatus.STORED, InvalidState(), soon, EPOCH)
        desk.logs.tell("one")
        await desk.until_shown("▼ following;", "no log at present · asks again in 8 s · captured until 12:00")


async def test_a_log_written_by_another_dashboard_is_looked_at_again_and_again(tmp_path: Path) -> None:
    path = spool(tmp_path, 3)
    async with log_desk(tmp_path, SESSION) as desk:
        desk.logs.states["one"] = LogState(LogStatus.FOLLOWING, written_elsewhere=True)
        desk.logs.tell("one")
        await desk.until_shown("written by another dashboard")
        assert desk.app.told[-1] == "3 lines · following · kept by another dashboard"
        write_spool(path, [f"step {n}" for n in range(5)])
        await desk.clock.advance(3)
        await desk.until_shown("step 4")


async def test_nobody_listens_after_the_view_is_gone(tmp_path: Path) -> None:
    async with log_desk(tmp_path, SESSION) as desk:
        assert desk.logs.listeners == 1
        await desk.pane.remove()
        assert desk.logs.listeners == 0
        assert desk.logs.watched[-1] is None

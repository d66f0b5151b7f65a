"""What the session screen makes of a session's log: last lines, progress, a tab of its own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from mimiry_tui.domain.logs.progress import Progress
from mimiry_tui.live.logs.state import LogState, LogStatus
from tests.support.session_desk import KeptLogs, a_session, moment, session_desk
from tests.ui.test_session_screen import line_with


async def test_a_failed_session_leads_with_why_and_its_last_log_lines(tmp_path: Path) -> None:
    logs = KeptLogs(tmp_path)
    failed = a_session(
        "f", state="failed", exit_code=3, error="exit code 3", ended_at=moment(-60), updated_at=moment(-60)
    )
    logs.write("f", "one", "\x1b[31mValueError:\x1b[0m no data")
    async with session_desk(failed, logs=logs) as desk:
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause()
        lines = desk.lines()
        wanted = (
            "The command ended with exit code 3",
            "→ read the last log lines",
            "Last events",
            "ValueError: no data",
            "ASKED FOR",
        )
        order = [next(n for n, line in enumerate(lines) if words in line) for words in wanted]
        assert order == sorted(order)
        assert set(logs.fetched) == {"f"}
        logs.write("f", "and one more")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause()
        assert "and one more" in desk.text()


async def test_progress_of_what_runs_is_shown_with_its_time_left(tmp_path: Path) -> None:
    logs = KeptLogs(tmp_path)
    async with session_desk(a_session("a"), logs=logs) as desk:
        assert "epoch 3/10" not in desk.text()
        made = Progress("epoch 3/10", 0.28, timedelta(hours=4), desk.now)
        logs.states["a"] = LogState(LogStatus.FOLLOWING, progress=made)
        logs.tell("a")
        await desk.pilot.pause()
        assert "epoch 3/10" in line_with(desk, "● ready")
        assert "≈4h00m past the limit" in desk.text()


async def test_the_log_has_the_keys_in_its_tab_and_gives_them_back(tmp_path: Path) -> None:
    logs = KeptLogs(tmp_path)
    logs.write("a", *(f"line {number}" for number in range(100)))
    async with session_desk(a_session("a"), logs=logs, tab="logs") as desk:
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause()
        assert "line 99" in desk.text()
        assert "100 lines" in desk.text()
        # Shown is told last: lines that are read quickly are there before it.
        await desk.until(lambda: logs.closely() == "a")
        await desk.press("home")
        assert "line 0" in desk.text()
        await desk.press("1")
        assert desk.screen.tab == "Overview"
        await desk.until(lambda: logs.closely() is None)
        await desk.press("4")
        assert "line 0" in desk.text()
        assert "100 lines" in desk.text()


async def test_a_log_is_followed_closely_also_where_textual_never_says_that_it_is_shown(
    tmp_path: Path,
) -> None:
    logs = KeptLogs(tmp_path)
    async with session_desk(a_session("a"), logs=logs, tab="logs") as desk:
        await desk.until(lambda: logs.closely() == "a")
        await desk.press("1")
        await desk.until(lambda: logs.closely() is None)
        desk.screen.book.show_tab("Logs")
        # Whoever asks for the place of a widget before the next layout takes the news of it away.
        places = desk.screen._compositor
        places._full_map_invalidated = True
        assert places.full_map
        await desk.pilot.pause()
        assert logs.closely() == "a"


async def test_what_is_typed_into_a_prompt_of_the_log_is_text(tmp_path: Path) -> None:
    logs = KeptLogs(tmp_path)
    logs.write("a", "one", "two")
    async with session_desk(a_session("a"), logs=logs, tab="logs") as desk:
        await desk.app.workers.wait_for_complete()
        await desk.press("slash", "1", "left_square_bracket", "e")
        assert desk.screen.tab == "Logs"
        assert "1[e" in desk.text()


async def test_what_is_selected_in_the_log_is_copied_without_its_times(tmp_path: Path) -> None:
    logs = KeptLogs(tmp_path)
    logs.write("a", "one", "two", "three")
    async with session_desk(a_session("a"), logs=logs, tab="logs") as desk:
        await desk.app.workers.wait_for_complete()
        await desk.press("v", "up", "y")
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause()
        assert desk.app.clipboard == "two\nthree"


async def test_the_other_tabs_have_their_full_width_right_after_the_log(tmp_path: Path) -> None:
    logs = KeptLogs(tmp_path)
    async with session_desk(a_session("a"), a_session("b"), logs=logs, tab="logs") as desk:
        await desk.press("right_square_bracket", "1")
        assert "ends on complete · 4h00m limit · ≈1h48m left, until" in desk.text()

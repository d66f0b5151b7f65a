from __future__ import annotations

from mimiry_tui.settings.preferences import Density, Motion
from mimiry_tui.ui.density import apply_density, apply_motion, is_still
from mimiry_tui.ui.screens.session import SessionScreen
from tests.support.dashboard import dashboard


async def test_compact_gives_the_frames_lines_to_rows_and_takes_nothing_away() -> None:
    async with dashboard((120, 36)) as desk:
        await desk.filled()
        rows = desk.screen.sessions.table.size.height
        assert "╰" in desk.text()
        comfortable = desk.text()

        apply_density(desk.app, Density.COMPACT)
        await desk.pilot.pause()
        assert not set("╭╮╰╯│") & set(desk.text())
        assert desk.screen.sessions.table.size.height > rows
        title = desk.line_with("1 Sessions")
        assert "3 live · 14 ended · 0 s" in title
        # What was counted in the lower line goes on being counted in the upper one.
        await desk.live_for(1)
        assert "14 ended · 1 s" in desk.line_with("1 Sessions")
        assert "v new" in desk.line_with("3 Volumes")
        assert "Overview" in desk.line_with("4 eval-sweep")

        # Also on a screen that is opened later, and back on one that was open when it changed.
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, SessionScreen))
        await desk.pilot.pause()
        assert not set("╭╮╰╯") & set(desk.text())
        assert "neighbours" in desk.line_with("eval-sweep")
        apply_density(desk.app, Density.COMFORTABLE)
        await desk.pilot.pause()
        assert "╰" in desk.text()
        await desk.press("escape")
        await desk.until(desk.on_dashboard)
        assert desk.lines()[1] == comfortable.split("\n")[1]


async def test_without_motion_nothing_is_animated() -> None:
    async with dashboard() as desk:
        apply_motion(desk.app, Motion.NONE)
        assert desk.app.animation_level == "none"
        assert is_still(desk.app)
        apply_motion(desk.app, Motion.FULL)
        assert not is_still(desk.app)

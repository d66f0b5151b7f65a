"""Keys from the settings, pressed."""

from __future__ import annotations

from mimiry_tui.ui.keymap import apply_keymap
from mimiry_tui.ui.screens.session import SessionScreen
from tests.support.dashboard import Dashboard, dashboard


def zoomed(desk: Dashboard) -> bool:
    return desk.screen.is_zoomed


async def test_other_keys_do_what_they_were_given_and_are_shown_where_keys_are_told() -> None:
    async with dashboard((150, 90)) as desk:
        await desk.filled()
        before = desk.lines()[-1]
        assert apply_keymap(desk.app, {"zoom": "f5", "table.down": "ctrl+j", "help": "?,f1"}) == ()
        await desk.pilot.pause()
        assert desk.lines()[-1] == before.replace("z zoom", "f5 zoom")

        at = desk.screen.sessions.table.cursor_id
        await desk.press("z", "j")
        assert (zoomed(desk), desk.screen.sessions.table.cursor_id) == (False, at)
        await desk.press("f5", "ctrl+j")
        assert zoomed(desk)
        assert desk.screen.sessions.table.cursor_id != at
        await desk.press("f1")
        await desk.pilot.pause()
        assert "f5" in desk.line_with("This pane alone, and back")
        # In its place among the others, not behind them.
        assert desk.text().index("One row down") < desk.text().index("One page up")
        await desk.press("escape")

        assert apply_keymap(desk.app, {}) == ()
        await desk.press("z")
        assert not zoomed(desk)


async def test_dialogs_and_hints_tell_the_keys_as_they_are() -> None:
    async with dashboard((120, 36)) as desk:
        await desk.filled()
        apply_keymap(desk.app, {"ending.yes": "f2", "ending.no": "f3,n", "volume.create": "f4"})
        desk.screen.volumes.show_title()
        await desk.pilot.pause()
        assert "f4 new" in desk.text()
        await desk.press("x")
        await desk.pilot.pause()
        assert "f2 terminates · f3 goes back" in desk.text()
        await desk.press("f3")
        assert desk.on_dashboard()


async def test_a_narrow_key_line_keeps_what_is_needed_most() -> None:
    async with dashboard((110, 30)) as desk:
        await desk.filled()
        most = " n launch  s ssh  l logs  x terminate"
        for width, line in (
            (110, f"{most}  y copy  b account  / filter  z zoom  : command  ? help  q quit"),
            (80, f"{most}  / filter  : command  ? help  q quit"),
            (60, f"{most}  ? help  q quit"),
        ):
            await desk.pilot.resize_terminal(width, 24)
            await desk.pilot.pause()
            assert desk.lines()[-1].rstrip() == line


async def test_a_launch_by_another_key_leaves_that_key_to_the_log() -> None:
    async with dashboard((120, 36)) as desk:
        await desk.filled()
        apply_keymap(desk.app, {"launch": "f12", "launch.launch": "ctrl+k"})
        # The log's own next match had the old key before; now it has it for good.
        assert desk.screen.check_action("launch", ())
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, SessionScreen))
        await desk.press("n")
        assert isinstance(desk.app.screen, SessionScreen)
        await desk.press("f12")
        await desk.until(lambda: type(desk.app.screen).__name__ == "LaunchScreen")
        await desk.press("space")
        await desk.until(lambda: "launch for €" in desk.lines()[-1])
        # What it costs is said beside the key that launches, whichever that is.
        assert "ctrl+k launch for €" in desk.lines()[-1]


async def test_refreshing_stops_and_goes_on_and_says_so() -> None:
    async with dashboard((120, 36)) as desk:
        await desk.filled()
        await desk.press("Z")
        await desk.pilot.pause()
        assert "‖ paused 0 s" in desk.lines()[0]
        as_of = desk.store.health(desk.screen.sessions.resource).as_of
        await desk.live_for(65)
        assert "‖ paused 1 min" in desk.lines()[0]
        assert desk.store.health(desk.screen.sessions.resource).as_of == as_of
        # Asked for by hand it comes, and stays paused.
        await desk.press("r")
        await desk.until(lambda: desk.store.health(desk.screen.sessions.resource).as_of != as_of)
        assert "‖ paused" in desk.lines()[0]
        await desk.press("Z")
        await desk.pilot.pause()
        assert "● live" in desk.lines()[0]

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path

from mimiry_tui.settings import SettingsError
from mimiry_tui.settings.options import option
from mimiry_tui.settings.settings import Problem
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.screens.settings import SettingsScreen
from mimiry_tui.ui.settings.editor import edit_here, editor_argv
from mimiry_tui.ui.settings.setting_list import SettingList
from mimiry_tui.ui.settings.values import with_value
from tests.support.dialog_app import DialogApp

PATH = Path("/somewhere/settings.toml")


class Keeping:
    """Keeps what is saved, as the app does, or refuses to."""

    def __init__(self, app: DialogApp) -> None:
        self.desk = PreferenceDesk.of(app)
        self.saved: list[tuple[str, object]] = []
        self.trouble = ""
        self.flag: tuple[str, str] = ("", "")
        """A setting that the command line overrules, and with what."""

    async def save(self, name: str, value: object) -> None:
        self.saved.append((name, value))
        if self.trouble:
            raise SettingsError(self.trouble)
        one = option(name)
        if name == self.flag[0]:
            value = self.flag[1]
        self.desk.use(with_value(self.desk.now, one, one.default if value is None else one.read(value)))


def at(app: DialogApp, name: str) -> None:
    """Put the cursor on that setting."""
    listed = app.screen.query_one(SettingList)
    listed.highlighted = next(n for n, line in enumerate(listed.options) if line.id == name)


def line(app: DialogApp, label: str) -> str:
    return next(one for one in app.shown().split("\n") if f" {label} " in one)


async def test_what_is_changed_is_saved_at_once_and_shown() -> None:
    app = DialogApp()
    keeping = Keeping(app)
    async with app.run_test(size=(110, 50)) as pilot:
        problems = Problem(12, "refresh.sessions", "at least 2 s"), Problem(None, "", "no [bold]TOML")
        keeping.desk.unused.report("file", problems)
        await app.push_screen(SettingsScreen(keeping.save, path=PATH))
        shown = app.shown()
        assert "line 12: refresh.sessions: at least 2 s" in shown
        assert "no [bold]TOML" in shown
        assert str(PATH) in shown

        at(app, "look.density")
        await pilot.press("right")
        await pilot.pause()
        assert "compact" in line(app, "density")
        assert "saved · look.density" in app.shown()
        # The default is nothing that a file has to say.
        await pilot.press("0")
        at(app, "refresh.sessions")
        # As fast as keys come, each goes on from the one before.
        await pilot.press("right", "right", "left", "right")
        at(app, "guards.max_duration")
        await pilot.press("right", *"8h", "enter")
        await pilot.pause()
        assert keeping.saved == [
            ("look.density", "compact"),
            ("look.density", None),
            ("refresh.sessions", 6.0),
            ("refresh.sessions", 7.0),
            ("refresh.sessions", 6.0),
            ("refresh.sessions", 7.0),
            ("guards.max_duration", timedelta(hours=8)),
        ]
        assert "8h" in line(app, "longest run")

        # A theme that the command line asked for is what is worn.
        assert "default" in line(app, "theme")
        app.theme = "nord"
        await pilot.pause()
        assert "nord" in line(app, "theme")
        at(app, "look.theme")
        await pilot.press("0")
        await pilot.pause()
        assert "saved · look.theme · until you leave the command line counts: nord" in app.shown()
        # What changes elsewhere, in the file say, is seen here.
        keeping.desk.use(with_value(keeping.desk.now, option("look.title"), False))
        await pilot.pause()
        assert "off" in line(app, "terminal title")
        keeping.desk.unused.report("file", ())
        keeping.desk.unused.report("keys", (Problem(None, "keys.zoom", "no key is given"),))
        keeping.desk.unused.place({"keys.zoom": 7})
        await pilot.pause()
        assert "line 12" not in app.shown()
        assert "line 7: keys.zoom: no key is given" in app.shown()


async def test_what_cannot_be_used_or_saved_is_told_in_its_place() -> None:
    app = DialogApp()
    keeping = Keeping(app)
    async with app.run_test(size=(80, 24)) as pilot:
        edit = partial(edit_here, app, app.clock, nullcontext(), PATH)
        await app.push_screen(SettingsScreen(keeping.save, path=PATH, edit=edit))
        at(app, "refresh.sessions")
        await pilot.press("enter", "end", "q", ",", "enter")
        await pilot.pause()
        assert "sessions: has to be a number" in app.shown()
        assert keeping.saved == []
        # Escape gives up what is typed, and only then leaves.
        await pilot.press("escape")
        assert isinstance(app.screen, SettingsScreen)
        keeping.trouble = "the disk is full"
        await pilot.press("right")
        await pilot.pause()
        assert "not saved: the disk is full" in app.shown()
        assert "5 s" in line(app, "sessions")
        keeping.trouble, keeping.flag = "", ("ssh.tmux", "window")
        at(app, "ssh.tmux")
        await pilot.press("right")
        await pilot.pause()
        assert "saved · ssh.tmux · until you leave the command line counts: window" in app.shown()
        assert "window" in line(app, "in tmux")
        await pilot.press("e")
        await pilot.pause()
        assert "no editor is possible here" in app.shown(), "a headless terminal cannot be handed over"
        await pilot.press("comma")
        assert not isinstance(app.screen, SettingsScreen)


def test_the_editor_is_the_users_own_with_its_options() -> None:
    path = Path("/x/-r settings.toml")
    assert editor_argv({"VISUAL": "code -w", "EDITOR": "nano"}, path) == ["code", "-w", str(path)]
    assert editor_argv({"VISUAL": "", "EDITOR": "'nano"}, path) == ["vi", str(path)]

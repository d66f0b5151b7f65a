"""Themes are tried on in a list, kept with enter, taken back with escape."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES

from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.ui.theme import CONTRAST, DARK, LIGHT
from mimiry_tui.ui.themes.screen import Save, ThemeScreen
from tests.support.dialog_app import DialogApp


async def opened(app: DialogApp, pilot: Pilot[None], save: Save | None = None) -> None:
    await app.push_screen(ThemeScreen(save))
    await pilot.pause()


async def test_each_theme_is_worn_while_the_cursor_is_on_it() -> None:
    app = DialogApp()
    async with app.run_test() as pilot:
        await opened(app, pilot)
        assert app.theme == DARK
        worn = []
        for key in ("down", "down", "up", "up", "up"):
            await pilot.press(key)
            worn.append(app.theme)
        assert worn == [LIGHT, CONTRAST, LIGHT, DARK, max(BUILTIN_THEMES)]
        await pilot.press("escape")
        assert (app.theme, len(app.screen_stack)) == (DARK, 1)


async def test_a_part_of_a_name_finds_it_and_enter_keeps_and_saves_it() -> None:
    app = DialogApp()
    saved: list[str] = []

    async def save(name: str) -> None:
        if saved:
            raise SettingsError("the disk is full")
        saved.append(name)

    async with app.run_test() as pilot:
        await opened(app, pilot, save)
        await pilot.press(*"nor")
        assert app.theme == "nord"
        await pilot.press("x")
        assert "no theme is called so" in app.shown()
        await pilot.press("enter", "backspace", "enter")
        assert (app.theme, len(app.screen_stack), saved) == ("nord", 1, ["nord"])
        await opened(app, pilot, save)
        await pilot.press("enter")
        assert saved == ["nord"]  # nothing has changed
        await opened(app, pilot, save)
        await pilot.press("up", "enter")
        assert app.theme == "monokai"
        assert app.toasts == ["monokai is worn, but was not saved: the disk is full"]

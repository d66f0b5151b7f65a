from __future__ import annotations

from dataclasses import replace

from mimiry_tui.settings import SettingsError
from mimiry_tui.ui.columns.choice_list import ColumnList
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.screens.columns import ColumnsScreen
from tests.support.dashboard import Dashboard, dashboard

FIRST = ("state", "name", "gpu", "where", "phase", "up", "cost", "rate")


def shown(desk: Dashboard) -> tuple[str, ...]:
    return tuple(column.key for column in desk.screen.sessions.table.columns)


async def choosing(desk: Dashboard, saved: list[tuple[str, object]], trouble: str = "") -> ColumnList:
    """The chooser over the sessions; what it would save is kept in `saved`."""

    async def save(name: str, value: object) -> None:
        saved.append((name, value))
        if trouble:
            raise SettingsError(trouble)

    await desk.app.push_screen(ColumnsScreen(desk.screen.sessions, save))
    return desk.app.screen.query_one(ColumnList)


async def test_columns_are_chosen_while_the_pane_is_looked_at() -> None:
    saved: list[tuple[str, object]] = []
    async with dashboard((160, 40)) as desk:
        await desk.filled()
        columns = await choosing(desk, saved)
        assert shown(desk) == FIRST

        # What tells rows apart stays.
        await desk.press("space", "down", "space")
        assert shown(desk) == FIRST
        # The next one goes, the one behind it moves to the front.
        await desk.press("down", "space", "j", "K", "shift+up")
        assert shown(desk) == ("state", "where", "name", "phase", "up", "cost", "rate")
        assert columns.highlighted == 1
        # An extra one is seen at once, with its title and its value.
        at = [option.id for option in columns.options].index("image")
        columns.highlighted = at
        await desk.press("space")
        await desk.pilot.pause()
        assert "IMAGE" in desk.text()
        assert "pytorch" in desk.line_with("train-llama")

        await desk.press("enter")
        await desk.until(desk.on_dashboard)
        kept = ["state", "where", "name", "phase", "up", "cost", "rate", "image"]
        assert saved == [("columns.sessions", kept)]
        assert shown(desk) == tuple(kept)

        # Escape takes back what was tried, and saves nothing.
        await choosing(desk, saved)
        await desk.press("0")
        assert shown(desk) == FIRST
        await desk.press("escape")
        await desk.until(desk.on_dashboard)
        assert shown(desk) == tuple(kept)
        assert len(saved) == 1

        # The usual ones are no choice: nothing is left in the file.
        await choosing(desk, saved)
        await desk.press("0", "enter")
        await desk.until(desk.on_dashboard)
        assert saved[1:] == [("columns.sessions", None)]


async def test_columns_that_cannot_be_saved_stay_until_the_end() -> None:
    async with dashboard((160, 40)) as desk:
        await desk.filled()
        await choosing(desk, [], "the disk is full")
        await desk.press("down", "down", "space", "enter")
        await desk.until(desk.on_dashboard)
        assert "gpu" not in shown(desk)
        assert any("the disk is full" in note.message for note in desk.app._notifications)


async def test_columns_of_the_settings_are_shown_from_the_start_and_followed() -> None:
    async with dashboard((160, 40)) as desk:
        await desk.filled()
        preferences = PreferenceDesk.of(desk.app)
        wanted = {"sessions": ("id", "phase", "naem"), "gpus": ("per-gb",), "volumes": ()}
        preferences.use(replace(preferences.now, columns=wanted))
        await desk.pilot.pause()
        assert shown(desk) == ("state", "name", "id", "phase")
        assert [one.key for one in desk.screen.offers.table.columns] == ["state", "model", "per-gb"]
        told = [note.message for note in desk.app._notifications]
        words = "columns.sessions: no column is called naem; did you mean name?"
        assert told == [f"not used of settings.toml:\n{words}"]

        preferences.use(replace(preferences.now, columns={}))
        assert shown(desk) == FIRST

"""`:` says in words what keys do, and some that no key can."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.screen import Screen
from textual.widgets import Input

from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.settings.preferences import Density
from mimiry_tui.ui.command_line.catalogue import commands_of
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.command_line.screen import CommandLineScreen
from mimiry_tui.ui.screens.account import AccountScreen
from mimiry_tui.ui.screens.help import HelpScreen
from mimiry_tui.ui.screens.history import HistoryScreen
from mimiry_tui.ui.screens.launch import LaunchScreen
from mimiry_tui.ui.screens.session import SessionScreen
from mimiry_tui.ui.screens.terminate import TerminateScreen
from mimiry_tui.ui.theme import DARK
from mimiry_tui.ui.themes.screen import ThemeScreen
from tests.support.running_app import RunningApp
from tests.support.scripted_account import ScriptedAccount, model, scripted, session, volume

ACCOUNT = ScriptedAccount(
    sessions=[session("a", name="alpha"), session("b", name="beta")],
    volumes=[volume("v", name="scratch")],
    models=[model("L4_24G_PCIe", 0.5), model("T4_16G_PCIe", 0.3)],
)


def type_at_once(shown: RunningApp, text: str, *then: str) -> None:
    """Press the keys of that text without waiting for any of them to be taken in."""
    names = {" ": "space", ":": "colon", "-": "minus", "_": "underscore", ".": "full_stop"}
    for sign in [*text, *then]:
        key = names.get(sign, sign)
        shown.app.post_message(events.Key(key, sign if len(sign) == 1 else None))


def front(shown: RunningApp) -> Screen[object]:
    """The screen before all others."""
    return shown.app.screen


async def say(shown: RunningApp, text: str, *then: str) -> None:
    type_at_once(shown, f":{text}", *(then or ("enter",)))
    await shown.pilot.pause()


async def test_a_table_is_filtered_and_sorted_and_what_cannot_be_is_said_in_place(key: Path) -> None:
    async with scripted(ACCOUNT, key) as shown:
        await shown.filled()
        table = shown.screen.sessions.table
        await say(shown, "filter name:be")
        assert shown.on_dashboard()
        assert table.visible_ids == ["b"]
        await say(shown, "filter")
        assert len(table.visible_ids) == 2
        await say(shown, "sort NAME reversed")
        assert (table.sort_key, table.sort_reverse, table.visible_ids) == ("name", True, ["b", "a"])
        await say(shown, "sort colour")
        assert isinstance(shown.app.screen, CommandLineScreen)
        assert "nothing is sorted by 'colour'" in shown.text()
        # What is told meanwhile does not cover what is typed.
        shown.app.notify("news " * 50)
        await shown.until(lambda: "news" in shown.text())
        assert max(at for at, line in enumerate(shown.lines()) if "news" in line) < len(shown.lines()) // 2
        await shown.press("escape")
        assert shown.on_dashboard()
        await say(shown, "")
        assert shown.on_dashboard()


async def test_a_session_is_reached_by_its_name_wherever_the_cursor_is(key: Path) -> None:
    async with scripted(ACCOUNT, key) as shown:
        await shown.filled()
        assert shown.screen.sessions.table.cursor_id == "a"
        await say(shown, "terminate be", "tab", "enter")
        dialog = shown.app.screen
        assert isinstance(dialog, TerminateScreen)
        assert dialog.ids == ("b",)
        await shown.press("escape")
        await say(shown, "open beta events")
        opened = shown.app.screen
        assert isinstance(opened, SessionScreen)
        assert (opened.session_id, opened.tab) == ("b", "Events")
        await say(shown, "terminate gamma")
        assert "no session is called 'gamma'" in shown.text()
    assert not [seen for seen in shown.server.seen if seen.method == "DELETE"]


async def test_a_launch_that_is_typed_is_a_form_that_is_filled_in(key: Path) -> None:
    async with scripted(ACCOUNT, key) as shown:
        await shown.filled()
        await say(shown, "launch T4 --image ubuntu --env KEY=s3cret --volume scratch")
        form = shown.app.screen
        assert isinstance(form, LaunchScreen)
        draft = form.desk.draft
        assert [pick.model for pick in draft.picks] == ["T4_16G_PCIe"]
        assert (draft.image, draft.environment[0].value) == ("ubuntu", "s3cret")
        assert [wish.volume_id for wish in draft.mounts] == ["v"]
        await say(shown, "launch")
        assert "'launch' can be launch.afresh," in shown.text()
        await shown.press("escape")
        assert shown.app.screen is form
        await shown.press("escape")
        await shown.until(shown.on_dashboard)
        # What was typed before comes back, without the value.
        await say(shown, "la", "up")
        assert "--env KEY= --volume" in shown.text()
    assert not [seen for seen in shown.server.seen if seen.method == "POST" and "sessions" in seen.path]


async def test_themes_are_tried_on_while_they_are_typed_and_settings_are_saved(
    key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: dict[str, object] = {}

    async def save(name: str, value: object) -> None:
        if name in saved:
            raise SettingsError("nothing is kept here")
        saved[name] = value

    async with scripted(ACCOUNT, key) as shown:
        monkeypatch.setattr(shown.app, "set_preference", save)
        await shown.filled()
        await say(shown, "theme nord", "tab")
        assert shown.app.theme == "nord"
        await shown.press("escape")
        assert shown.app.theme == DARK
        await say(shown, "theme gruvbox")
        assert shown.app.theme == "gruvbox"
        await say(shown, "set look.density tight")
        assert "look.density: has to be one of comfortable, compact" in shown.text()
        await shown.press("escape")
        await say(shown, "set look.density compact")
        await say(shown, "unset look.time")
        assert saved == {"look.theme": "gruvbox", "look.density": Density.COMPACT, "look.time": None}
        await say(shown, "theme monokai")
        assert shown.app.theme == "monokai"
        assert shown.shows("monokai is worn until you leave: nothing is kept here")


async def test_every_key_has_a_command_and_its_words_find_it(key: Path) -> None:
    async with scripted(ACCOUNT, key, (80, 24)) as shown:
        await shown.filled()
        await say(shown, "this pane alone", "tab", "enter")
        assert shown.on_dashboard()
        assert shown.screen.is_zoomed
        await say(shown, "the session's log")
        assert isinstance(shown.app.screen, SessionScreen)
        # In a field it is a letter, and in a dialog nothing.
        await shown.press("escape", "slash", "colon")
        assert shown.screen.sessions.filter.value == ":"
        await shown.press("escape", "x", "colon")
        assert isinstance(shown.app.screen, TerminateScreen)


async def test_what_means_the_same_everywhere_is_said_on_every_screen(key: Path) -> None:
    async with scripted(ACCOUNT, key) as shown:
        await shown.filled()
        await shown.press("b")
        account = front(shown)
        assert isinstance(account, AccountScreen)
        await say(shown, "open beta events")
        opened = front(shown)
        assert isinstance(opened, SessionScreen)
        assert opened.session_id == "b"
        bindings = tuple(opened.active_bindings.values())
        assert [one.name for one in commands_of(Scope(opened, bindings, shown.app)) if not one.help] == []
        # By its own name, though the key's first name is that of the tab.
        await say(shown, "tab.1")
        await say(shown, "events")
        assert opened.tab == "Events"
        await shown.press("escape")
        assert front(shown) is account
        await say(shown, "pause")
        assert shown.store.paused_since is not None
        await say(shown, "terminate alpha")
        assert isinstance(front(shown), TerminateScreen)
        await shown.press("escape")
        await say(shown, "history")
        history = front(shown)
        assert isinstance(history, HistoryScreen)
        await say(shown, "filter bet")
        assert history.filter.text == "bet"
        # "launch.copy" is not what this means, as long as there is nothing to copy.
        await say(shown, "copy")
        assert "there is no 'copy' here" in shown.text()
        await shown.press("escape")
        # Without a name it shows what there is.
        await say(shown, "theme")
        assert isinstance(front(shown), ThemeScreen)
        await shown.press("escape")
        await say(shown, "launch T4")
        assert isinstance(front(shown), LaunchScreen)
        # While text is typed "?" is a sign of it.
        await shown.press("alt+2", "question_mark")
        assert isinstance(front(shown).focused, Input)
        await shown.press("f1")
        assert isinstance(front(shown), HelpScreen)
        await shown.press("f1")
        assert isinstance(front(shown), LaunchScreen)

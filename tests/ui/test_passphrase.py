"""The passphrase of a locked key: asked for in front of the dashboard, and never taken for its keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, Static

from mimiry_tui.clouds.errors import KeyLocked
from mimiry_tui.live.store import Resource
from mimiry_tui.ui.screens.passphrase import PassphraseScreen
from tests.support.clients import new_key
from tests.support.scripted_account import Scripted, ScriptedAccount, scripted, session


def account() -> ScriptedAccount:
    return ScriptedAccount(sessions=[session("a", name="alpha")])


@pytest.fixture
def locked_key(tmp_path: Path) -> Path:
    return new_key(tmp_path, passphrase="open sesame")


async def asked(shown: Scripted) -> Input:
    """The field in which the passphrase is wanted."""
    await shown.until(lambda: isinstance(shown.app.screen, PassphraseScreen))
    return shown.app.screen.query_one(Input)


async def test_the_right_passphrase_signs_in(locked_key: Path) -> None:
    async with scripted(account(), locked_key) as shown:
        field = await asked(shown)
        said = str(shown.app.screen.query(Static).first().content)
        assert said == f"{locked_key} has a passphrase", "the path once"
        await shown.press(*"open sesame")
        assert field.value == "open sesame"
        assert "sesame" not in shown.text()
        await shown.press("enter")
        await shown.until(lambda: "a" in shown.store.sessions)
        await shown.until(shown.on_dashboard)
        assert "alpha" in shown.text()
        assert "sesame" not in repr(vars(shown.app))
        # Locked once more, and typed blindly before it is asked for: no letter ends anything.
        locked = replace(shown.store.health(Resource.SESSIONS), error=KeyLocked(""), loading=True)
        shown.store.set_health(Resource.SESSIONS, locked)
        for key in "xX":
            await shown.press(key)
            assert shown.on_dashboard()
        assert shown.app.account is not None
        assert shown.app.account.endings.armed == ()
        assert "nothing is ended before its passphrase was given" in "".join(
            note.message for note in shown.app._notifications
        )


async def test_a_wrong_passphrase_asks_again_and_says_so(locked_key: Path) -> None:
    async with scripted(account(), locked_key) as shown:
        field = await asked(shown)
        # In one go, as fast fingers do it: nothing that follows the wrong one gets lost, or ends anything.
        for key in (*"wrong", "enter", *"open", "space", *"se"):
            shown.app.post_message(events.Key(key, " " if key == "space" else key if len(key) == 1 else None))
        await shown.until(lambda: shown.shows("the passphrase does not open"))
        assert shown.server.asked("/api/v1/auth/token") == []
        assert field.has_focus
        assert field.value == "open se"
        await shown.press(*"same", "enter")
        await shown.until(lambda: "a" in shown.store.sessions)
        await shown.until(shown.on_dashboard)


async def test_escape_goes_on_signed_out_and_is_not_asked_again(locked_key: Path) -> None:
    async with scripted(account(), locked_key) as shown:
        await asked(shown)
        await shown.press("escape")
        assert shown.on_dashboard()
        await shown.until(lambda: shown.store.health(Resource.OFFERS).as_of is not None)
        await shown.live_for(40)
        await shown.press("r")
        await shown.live_for(3)
        assert shown.on_dashboard()
        assert "locked" in shown.text()
        assert shown.server.asked("/api/v1/auth/token") == []


async def test_the_palette_unlocks_a_key_that_was_left_locked(locked_key: Path) -> None:
    async with scripted(account(), locked_key) as shown:
        await asked(shown)
        await shown.press("escape")
        commands = {command.title: command for command in shown.app.get_system_commands(shown.app.screen)}
        # In one go, as fast fingers do it: the field is there before the next key is looked at.
        shown.app.call_later(commands["Unlock the key"].callback)
        for key in ("o", "p", "e", "n", "space", *"sesame", "enter"):
            shown.app.post_message(events.Key(key, " " if key == "space" else key if len(key) == 1 else None))
        await shown.until(lambda: "a" in shown.store.sessions)
        assert "Unlock the key" not in {
            command.title for command in shown.app.get_system_commands(shown.app.screen)
        }

"""Keys are offered where they can do something: in the key line, the palette and the help."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widgets import OptionList, Static

from mimiry_tui.clouds.errors import ReadOnly
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.ui.screens.dashboard import DashboardScreen
from mimiry_tui.ui.screens.help import HelpScreen
from mimiry_tui.ui.screens.session import SessionScreen
from tests.support.keys_desk import KeysDesk, keys_desk, read_only
from tests.support.running_app import RunningApp
from tests.support.scripted_account import ScriptedAccount, scripted, session, volume

ENTERING = {"ssh": "A shell on the machine", "logs": "The session's log"}
ENDING = {"terminate": "End the session", "terminate_soon": "End it in a few seconds"}
SESSION_KEYS = ENTERING | ENDING
LABELS = ("s ssh", "l logs", "x terminate")


def offered(shown: RunningApp) -> set[str]:
    """The actions that have a key that works now."""
    active = shown.app.screen.active_bindings.values()
    return {one.binding.action for one in active if one.enabled}


async def told_by_help(shown: RunningApp) -> str:
    """What the help says, also what has to be scrolled to."""
    await shown.press("question_mark")
    assert isinstance(shown.app.screen, HelpScreen)
    text = str(shown.app.screen.query_one(Static).content)
    await shown.press("escape")
    return text


async def told_by_palette(shown: RunningApp) -> str:
    """What the palette lists."""
    await shown.press("ctrl+p")
    palette = shown.app.screen
    assert isinstance(palette, CommandPalette)
    options = palette.query_one(OptionList)
    await shown.until(lambda: any("Leave" in str(one.prompt) for one in options.options))
    text = "\n".join(str(option.prompt) for option in options.options)
    await shown.press("escape")
    await shown.until(lambda: not isinstance(shown.app.screen, CommandPalette))
    return text


async def assert_offered(shown: RunningApp, wanted: dict[str, str], unwanted: dict[str, str]) -> None:
    """By bindings, key line, help and palette alike."""
    actions = offered(shown)
    assert wanted.keys() <= actions
    assert not unwanted.keys() & actions
    for text in (await told_by_help(shown), await told_by_palette(shown)):
        assert [words for words in wanted.values() if words not in text] == []
        assert [words for words in unwanted.values() if words in text] == []
    bar = shown.lines()[-1]
    for label in LABELS:
        action = label.partition(" ")[2]
        assert (label in bar) == (action in wanted), label


async def test_on_a_session_every_key_is_offered() -> None:
    async with keys_desk((120, 60)) as desk:
        await desk.filled()
        await desk.at("train-llama")
        await assert_offered(desk, SESSION_KEYS, {})


@pytest.mark.parametrize("pane", ["2", "3"])
async def test_offers_and_volumes_have_no_shell_no_log_and_no_end(pane: str) -> None:
    async with keys_desk((120, 60)) as desk:
        await desk.filled()
        await desk.at("train-llama")
        await desk.press(pane)
        await assert_offered(desk, {}, SESSION_KEYS)
        await desk.press("s", "S", "l", "x", "X")
        assert desk.on_dashboard()
        assert desk.toasts == []
        await desk.live_for(7)
        assert desk.deletes == 0
        await desk.press("1")
        await desk.pilot.pause()
        assert SESSION_KEYS.keys() <= desk.offered()


async def test_marks_are_not_meant_while_looking_at_another_pane() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.at("train-llama")
        await desk.press("space", "2", "x", "X")
        await desk.live_for(7)
        assert desk.on_dashboard()
        assert desk.deletes == 0


async def test_a_record_that_cannot_be_read_has_none_of_them(key: Path) -> None:
    nameless = {"name": "odd", "state": "started"}
    account = ScriptedAccount(sessions=[nameless, session("b")], volumes=[volume("v")])
    async with scripted(account, key, (120, 60)) as shown:
        await shown.filled()
        rows = shown.store.sessions.items()
        (odd,) = [key for key, row in rows if isinstance(row, Unreadable)]
        assert shown.screen.sessions.table.move_to(odd)
        await shown.pilot.pause()
        await assert_offered(shown, {}, SESSION_KEYS)
        await shown.press("s", "l", "x", "X")
        await shown.live_for(7)
        assert shown.on_dashboard()
        assert [seen for seen in shown.server.seen if seen.method == "DELETE"] == []
        assert shown.screen.sessions.table.move_to("b")
        await shown.pilot.pause()
        await assert_offered(shown, SESSION_KEYS, {})


async def test_before_the_account_is_open_and_where_there_is_nothing_none_is_offered(key: Path) -> None:
    async with scripted(ScriptedAccount(), key, (120, 60)) as shown:
        await shown.press("s", "S", "l", "x", "X", "u", "y", "o")
        await assert_offered(shown, {}, SESSION_KEYS)
        await shown.filled()
        await assert_offered(shown, {}, SESSION_KEYS)


async def test_a_screen_without_an_account_does_nothing_by_these_keys() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.at("train-llama")
        services, desk.screen.services = desk.screen.services, None
        assert isinstance(desk.screen, DashboardScreen)
        desk.screen.refresh_bindings()
        assert not SESSION_KEYS.keys() & desk.offered()
        await desk.press("s", "S", "l", "x", "X", "enter")
        assert desk.on_dashboard()
        desk.screen.services = services


async def test_read_only_nothing_can_be_ended_and_nothing_is_sent() -> None:
    async with keys_desk((120, 60), change=read_only) as desk:
        await desk.filled()
        assert "read-only" in desk.lines()[0]
        await desk.at("train-llama")
        await assert_offered(desk, ENTERING, ENDING)
        await press_every_ending(desk)
        screen = await desk.open("train-llama")
        assert isinstance(screen, SessionScreen)
        assert "read-only" in desk.lines()[0]
        await assert_offered(desk, ENTERING, ENDING)
        await press_every_ending(desk)
        account = desk.app.account
        assert account is not None
        with pytest.raises(ReadOnly):
            await account.cloud.terminate(screen.session_id)
        assert (desk.deletes, desk.ended) == (0, set())


async def press_every_ending(desk: KeysDesk) -> None:
    before = desk.app.screen
    await desk.press("x", "X")
    await desk.live_for(7)
    assert desk.app.screen is before


async def test_on_the_session_screen_the_same_keys_are_offered() -> None:
    async with keys_desk((120, 60)) as desk:
        await desk.filled()
        await desk.open("train-llama")
        await assert_offered(desk, SESSION_KEYS, {})


async def test_what_is_typed_into_a_filter_is_no_key() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.at("train-llama")
        await desk.press("slash", *"xXslyou")
        await desk.live_for(7)
        assert desk.on_dashboard()
        assert desk.screen.sessions.table.filter_text == "xXslyou"
        assert desk.deletes == 0


async def test_the_help_tells_of_filters_only_where_there_is_one() -> None:
    async with keys_desk() as shown:
        assert "Filters" in await told_by_help(shown)
        await shown.press("enter")
        await shown.until(lambda: isinstance(shown.app.screen, SessionScreen))
        assert "Filters" not in await told_by_help(shown)

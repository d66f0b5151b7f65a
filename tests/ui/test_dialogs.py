"""What asks or tells in front of the dashboard: help, palette, copying, leaving."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.command import CommandPalette
from textual.widgets import OptionList

from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.ssh.command import UnsafeEndpointError, ssh_argv
from mimiry_tui.ui.screens.farewell import FarewellScreen
from mimiry_tui.ui.screens.help import HelpScreen
from mimiry_tui.ui.screens.yank import YankScreen
from mimiry_tui.ui.widgets.key_bar import key_label
from tests.support.scripted_account import Scripted, ScriptedAccount, ended, scripted, session, volume

SSH = {"host": "ssh.example.com", "port": 2222, "username": "root"}


def account(**fields: object) -> ScriptedAccount:
    """Two sessions at €2 an hour, one of them with these fields, an ended one, and €36."""
    return ScriptedAccount(
        sessions=[session("a", name="alpha", ssh=SSH, **fields), session("b"), ended("c", 9)],
        volumes=[volume("v", name="scratch")],
        balance={"balance": 36, "currency": "EUR"},
    )


def toasts(shown: Scripted) -> list[str]:
    return [note.message for note in shown.app._notifications]


# Help and palette


async def test_help_lists_every_key_that_works_here(key: Path) -> None:
    async with scripted(account(), key, (120, 80)) as shown:
        await shown.filled()
        active = list(shown.app.screen.active_bindings.values())
        await shown.press("question_mark")
        assert isinstance(shown.app.screen, HelpScreen)
        text = shown.text()
        meant = {one.tooltip or one.binding.tooltip: one for one in active if one.enabled}
        assert {"Filter this pane", "Sort by the next column", "Leave"} <= meant.keys()
        for meaning, one in meant.items():
            if meaning:
                assert key_label(one.binding.key) in shown.line_with(meaning)
        for words in ("!text", "that column has it: where:fin", "estimated"):
            assert words in text
        # First of all what one looks at, its columns among them.
        assert "Everything you rent" in text
        for column in shown.screen.sessions.table.columns[1:]:
            assert column.title in shown.line_with(column.about)
        await shown.press("escape", "2", "question_mark")
        assert "What can be rented right now" in shown.text()
        await shown.press("escape")
        assert shown.on_dashboard()


async def test_help_fits_small_terminals_and_scrolls(key: Path) -> None:
    async with scripted(account(), key, (60, 16)) as shown:
        await shown.filled()
        await shown.press("question_mark")
        assert "Everything you rent" in shown.text()
        await shown.press("G")
        assert "where:fin" in shown.text()
        await shown.press("g", "j")
        assert "Everything you rent" not in shown.text()


async def test_the_palette_holds_every_action_and_runs_one(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        wanted = {
            one.tooltip or one.binding.tooltip
            for one in shown.app.screen.active_bindings.values()
            if one.enabled and (one.tooltip or one.binding.tooltip)
        }
        await shown.press("ctrl+p")
        palette = shown.app.screen
        assert isinstance(palette, CommandPalette)
        options = palette.query_one(OptionList)
        await shown.until(lambda: options.option_count >= len(wanted))
        offered = "\n".join(str(option.prompt) for option in options.options)
        for meaning in wanted:
            assert meaning in offered
        # Textual's own would leave without a word about what goes on costing money.
        assert "Quit the application" not in offered
        await shown.press(*"pane alone")
        await shown.until(lambda: options.option_count == 1)
        for _ in range(4):  # so quick that the last ones find the palette gone
            shown.app.post_message(events.Key("enter", "\r"))
        await shown.until(lambda: shown.screen.is_zoomed)
        await shown.live_for(1)
        assert shown.on_dashboard()
        assert shown.screen.is_zoomed, "once, not twice"


# Copying


@pytest.mark.parametrize(
    ("choice", "copied"), [("i", "a"), ("n", "alpha"), ("m", "docker.io/library/ubuntu:24.04")]
)
async def test_copying_puts_one_piece_of_a_session_on_the_clipboard(
    key: Path, choice: str, copied: str
) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        await shown.press("y", choice)
        assert shown.app.clipboard == copied
        assert shown.on_dashboard()
        assert any("clipboard" in message for message in toasts(shown))


async def test_copying_gives_the_whole_ssh_command(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        await shown.press("y", "enter")
        assert shown.app.clipboard == f"ssh -i {key} -o IdentitiesOnly=yes -p 2222 root@ssh.example.com"


@pytest.mark.parametrize(
    "host", ["-oProxyCommand=touch /tmp/pwned", "a b", "host;rm", "host\nx", "$(id)", "[::1]", "häst"]
)
async def test_an_unsafe_host_is_never_offered_for_copying(key: Path, host: str) -> None:
    with pytest.raises(UnsafeEndpointError):
        ssh_argv(SshEndpoint(host), key)
    async with scripted(account(), key) as shown:
        shown.account.sessions[0]["ssh"] = {"host": host}
        await shown.filled()
        assert "not a host name" in shown.text()
        await shown.press("y")
        assert isinstance(shown.app.screen, YankScreen)
        assert "ssh command" not in shown.text()
        await shown.press("s")
        assert shown.app.clipboard == ""
        await shown.press("enter")
        assert shown.app.clipboard == "a"


async def test_escape_copies_nothing(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        await shown.press("y", "escape")
        assert shown.app.clipboard == ""
        assert shown.on_dashboard()


async def test_where_there_is_nothing_to_copy_that_is_said(key: Path) -> None:
    async with scripted(ScriptedAccount(), key) as shown:
        await shown.filled()
        await shown.press("y")
        assert shown.on_dashboard()
        assert toasts(shown) == ["nothing to copy here"]


# Leaving


async def test_with_nothing_running_quitting_is_immediate(key: Path) -> None:
    async with scripted(ScriptedAccount(sessions=[ended("c", 9)]), key) as shown:
        await shown.filled()
        await shown.press("q")
        assert not shown.app.is_running
        assert shown.app.return_value is None


async def test_leaving_while_sessions_run_says_what_that_costs(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        await shown.press("q")
        assert isinstance(shown.app.screen, FarewellScreen)
        assert "2 sessions keep running and cost €4.00/h" in shown.text()
        assert "overnight (9 h) that is ≈€36.00" in shown.text()
        assert "the balance of €36.00 lasts ≈ 9h00m" in shown.text()
        await shown.press("escape")
        assert shown.on_dashboard()
        await shown.press("q", "y")
        assert not shown.app.is_running
        assert shown.app.return_value == (
            "2 sessions keep running: €4.00/h · the balance of €36.00 lasts ≈ 9h00m, until 21:00"
        )


async def test_staying_is_what_enter_means(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        await shown.press("q", "enter")
        assert shown.app.is_running
        assert shown.on_dashboard()
        await shown.press("q", "right", "enter")
        assert not shown.app.is_running


async def test_the_farewell_counts_one_session_as_one(key: Path) -> None:
    async with scripted(ScriptedAccount(sessions=[session("a")]), key) as shown:
        await shown.filled()
        await shown.press("ctrl+q")
        assert "1 session keeps running" in shown.text()
        await shown.press("ctrl+q")
        assert str(shown.app.return_value).startswith("1 session keeps running: €2.00/h")


async def test_leaving_before_anything_is_known_is_immediate(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.press("q")
        await shown.until(lambda: not shown.app.is_running or isinstance(shown.app.screen, FarewellScreen))

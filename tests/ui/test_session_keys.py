"""The keys that act on a session, on the whole dashboard: opening, entering, looking, copying."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mimiry_tui.simulator.render import ssh_username
from mimiry_tui.simulator.scenarios import Scenario
from mimiry_tui.ui import shell as shell_module
from mimiry_tui.ui import shell_elsewhere
from mimiry_tui.ui.screens.account import AccountScreen
from mimiry_tui.ui.screens.session import SessionScreen
from mimiry_tui.ui.screens.waiting import WaitingScreen
from mimiry_tui.ui.screens.yank import YankScreen
from tests.support.keys_desk import EITHER, keys_desk, ssh_stands_in, with_state

# Opening


async def test_enter_opens_a_session_and_escape_comes_back_to_the_same_place() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        session_id = await desk.at("ablation-4")
        table = desk.screen.sessions.table
        top = table.scroll_offset.y
        await desk.press("enter")
        screen = desk.app.screen
        assert isinstance(screen, SessionScreen)
        assert (screen.session_id, screen.tab) == (session_id, "Overview")
        assert desk.shows("╭ ablation-4 ")
        await desk.press("escape")
        assert desk.on_dashboard()
        assert (table.cursor_id, table.scroll_offset.y, table.has_focus) == (session_id, top, True)
        await desk.clock.advance(0.5)
        await desk.until(lambda: desk.store.detail is not None and desk.store.detail.id == session_id)


async def test_b_in_a_session_that_the_account_opened_goes_back_to_the_account() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        session_id = await desk.at("train-llama")
        await desk.press("b")
        await desk.until(lambda: isinstance(desk.app.screen, AccountScreen))
        account = desk.app.screen
        desk.screen.open_session(session_id)
        await desk.until(lambda: isinstance(desk.app.screen, SessionScreen))
        await desk.press("b")
        await desk.until(lambda: desk.app.screen is account)
        await desk.press("escape")
        assert desk.on_dashboard()


@pytest.mark.parametrize("where", EITHER)
async def test_l_opens_the_log_that_was_kept(where: str, tmp_path: Path) -> None:
    async with keys_desk(change=with_state(tmp_path / "state")) as desk:
        await desk.filled()
        session_id = await desk.on(where, "train-llama")
        await desk.press("l")
        screen = desk.app.screen
        assert isinstance(screen, SessionScreen)
        assert (screen.session_id, screen.tab) == (session_id, "Logs")
        for _ in range(5):
            await desk.live_for(1)
        await desk.until(lambda: desk.shows("epoch"))
        kept = tmp_path / "state" / "logs"
        assert any(session_id in path.name for path in kept.iterdir())
        await desk.press("escape")
        assert desk.on_dashboard()


# Entering


@pytest.mark.parametrize("where", EITHER)
async def test_s_hands_the_terminal_to_ssh(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = ssh_stands_in(monkeypatch)
    async with keys_desk(change=with_state(tmp_path)) as desk:
        await desk.filled()
        session_id = await desk.on(where, "train-llama")
        before = desk.app.screen
        await desk.press("s")
        await desk.until(lambda: bool(runs))
        (argv,) = runs
        assert argv[0] == "ssh"
        assert f'IdentityFile="{desk.cloud.key_path}"' in argv
        assert argv[argv.index("-p") + 1] == str(desk.cloud.ssh_port)
        assert f'UserKnownHostsFile="{tmp_path / "known_hosts" / session_id}"' in argv
        assert argv[-2:] == ["--", f"{ssh_username(desk.one('train-llama'))}@127.0.0.1"]
        await desk.until(lambda: desk.app.screen is before)
        await desk.live_for(6)
        assert desk.store.health(desk.screen.sessions.resource).error is None


@pytest.mark.parametrize("where", EITHER)
async def test_s_on_a_booting_session_waits_for_it(where: str) -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.on(where, "eval-sweep")
        before = desk.app.screen
        await desk.press("s")
        await desk.until(lambda: isinstance(desk.app.screen, WaitingScreen))
        assert desk.shows("ssh · eval-sweep")
        assert desk.shows("the machine boots")
        assert desk.shows("esc gives up")
        await desk.press("escape")
        await desk.until(lambda: desk.app.screen is before)
        await desk.press("s")
        await desk.until(lambda: isinstance(desk.app.screen, WaitingScreen))
        await desk.press("l")
        await desk.until(lambda: isinstance(desk.app.screen, SessionScreen))
        assert isinstance(desk.app.screen, SessionScreen)
        assert desk.app.screen.tab == "Logs"


async def test_an_ended_session_offers_its_log_instead_of_a_shell() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        session_id = await desk.at("bad-image")
        await desk.press("s")
        await desk.until(lambda: desk.shows("This session has ended"))
        await desk.press("l")
        await desk.until(lambda: isinstance(desk.app.screen, SessionScreen))
        screen = desk.app.screen
        assert isinstance(screen, SessionScreen)
        assert (screen.session_id, screen.tab) == (session_id, "Logs")


async def test_an_endpoint_that_is_none_starts_no_ssh(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = ssh_stands_in(monkeypatch)
    async with keys_desk() as desk:
        evil = desk.cloud.scenarios.ready(Scenario.EVIL_HOST_DASH)
        await desk.filled()
        await desk.until(lambda: evil.id in desk.store.sessions)
        await desk.at(evil.launch.name)
        await desk.press("s")
        await desk.until(lambda: desk.shows("starts with a dash"))
        assert runs == []


@pytest.mark.parametrize("where", EITHER)
async def test_outside_tmux_capital_s_says_so(where: str) -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.on(where, "train-llama")
        await desk.press("S")
        assert any("S needs tmux" in words for words in desk.toasts)
        assert "ssh_in_tmux" in desk.offered()


async def test_inside_tmux_a_window_of_its_own_opens_and_the_dashboard_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[list[str]] = []

    async def open_it(argv: list[str]) -> None:
        opened.append(argv)

    monkeypatch.setattr(shell_module, "is_inside", lambda: True)
    monkeypatch.setattr(shell_elsewhere, "open_in_tmux", open_it)
    async with keys_desk() as desk:
        await desk.filled()
        await desk.at("train-llama")
        await desk.press("S")
        await desk.until(lambda: bool(opened))
        assert "new-window" in opened[0]
        assert desk.on_dashboard()


# Copying


@pytest.mark.parametrize("where", EITHER)
async def test_the_copy_menu_holds_every_way_in_and_the_record(where: str, tmp_path: Path) -> None:
    async with keys_desk((140, 44), change=with_state(tmp_path / "state")) as desk:
        await desk.filled()
        session_id = await desk.on(where, "train-llama")
        await desk.press("y")
        assert isinstance(desk.app.screen, YankScreen)
        copied = {choice.label: choice.text for choice in desk.app.screen._choices}
        assert copied["ssh command"].startswith(f"ssh -i {desk.cloud.key_path} ")
        assert copied["scp command"].startswith("scp ")
        assert copied["rsync command"].startswith("rsync ")
        assert copied["editor's remote URI"].startswith("vscode-remote://ssh-remote+")
        assert session_id in copied["curl: terminate it"]
        assert desk.cloud.base_url in copied["curl: terminate it"]
        assert copied["mirc terminate"].startswith("mirc session terminate ")
        assert copied["id"] == session_id
        assert json.loads(copied["raw JSON"])["id"] == session_id
        assert copied["log file path"].startswith(str(tmp_path / "state" / "logs"))
        for label in copied:
            assert desk.shows(label), label
        await desk.press("i")
        assert desk.app.clipboard == session_id
        assert any(words.startswith("id sent to the terminal") for words in desk.toasts)


async def test_the_log_leaves_the_menu_and_the_way_back_to_the_screen_while_it_has_no_use_for_them() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.at("train-llama")
        await desk.press("l", "y")
        assert isinstance(desk.app.screen, YankScreen)
        await desk.press("escape")
        assert isinstance(desk.app.screen_stack[-1], SessionScreen)
        await desk.press("escape")
        assert desk.on_dashboard()


@pytest.mark.parametrize("where", EITHER)
async def test_without_a_browser_o_copies_the_address(where: str) -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.on(where, "train-llama")
        await desk.press("o")
        await desk.until(lambda: bool(desk.toasts))
        assert desk.app.clipboard == desk.cloud.base_url
        assert "no browser can be opened from here" in desk.toasts[0]

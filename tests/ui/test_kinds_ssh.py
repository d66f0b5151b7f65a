"""`s` over services that publish no address: asked for at each visit, or said why there is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from mimiry_tui.clouds.base import SshAccess
from mimiry_tui.clouds.errors import InvalidState
from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.ssh import client
from mimiry_tui.ssh.ended import Ended
from mimiry_tui.ui import shell as shell_module
from mimiry_tui.ui import shell_elsewhere
from tests.support.kind_app import kind_app

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nsecret\n-----END OPENSSH PRIVATE KEY-----\n"


@asynccontextmanager
async def ssh_server() -> AsyncIterator[SshEndpoint]:
    """One that says its name and nothing else."""

    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-test\r\n")
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        yield SshEndpoint("127.0.0.1", server.sockets[0].getsockname()[1], "root")


async def test_a_sleeper_is_woken_for_a_visit_whose_key_is_gone_afterwards(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    visits: list[tuple[list[str], str]] = []

    async def run(argv: Sequence[str]) -> Ended:
        (key,) = (tmp_path / "visit-keys").iterdir()
        visits.append((list(argv), key.read_text()))
        assert any(str(key) in part for part in argv)
        return Ended(0, "")

    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)
    monkeypatch.setattr(client, "run_ssh", run)
    async with kind_app("mags", monkeypatch, tmp_path) as (app, cloud), ssh_server() as endpoint:
        cloud.answer("ssh_access", InvalidState("it is too tired"), SshAccess(endpoint, KEY))
        give = cloud.hold("ssh_access")
        app.screen.sessions.table.move_to("box")
        await app.press("s")
        await app.until(lambda: app.shows("Waking it up, and asking for a way in"))
        give()
        await app.until(lambda: app.shows("it is too tired"))
        assert not visits
        await app.press("r")
        await app.until(lambda: bool(visits) and app.on_dashboard())
        ((argv, key),) = visits
        assert key == KEY
        assert "IdentitiesOnly=yes" in argv
        assert argv[-1] == "root@127.0.0.1"
        assert not list((tmp_path / "visit-keys").iterdir())
        assert [call.arguments for call in cloud.calls if call.name == "ssh_access"] == [("box",)] * 2


async def test_a_window_of_its_own_takes_the_key_with_it_when_it_ends(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[Sequence[str]] = []

    async def open_in_tmux(argv: Sequence[str]) -> None:
        opened.append(argv)

    monkeypatch.setattr(shell_module, "is_inside", lambda: True)
    monkeypatch.setattr(shell_elsewhere, "open_in_tmux", open_in_tmux)
    async with kind_app("mags", monkeypatch, tmp_path) as (app, cloud), ssh_server() as endpoint:
        cloud.answer("ssh_access", SshAccess(endpoint, KEY))
        app.screen.sessions.table.move_to("web")
        await app.press("S")
        await app.until(lambda: bool(opened))
        (path,) = (tmp_path / "visit-keys").iterdir()
        assert str(path) in opened[0]
        assert any('rm -f -- "$0"' in part for part in opened[0])


async def test_where_there_is_no_shell_it_is_said_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with kind_app("mimiry-jobs", monkeypatch, tmp_path) as (app, _):
        await app.press("s")
        await app.until(lambda: app.shows("mimiry-jobs has no ssh"))
        assert app.on_dashboard()

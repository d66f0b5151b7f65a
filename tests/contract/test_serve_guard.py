"""Who `mimiry-tui serve` lets in, over a loopback socket. What it runs here is no dashboard."""

from __future__ import annotations

import argparse
import asyncio
import shlex
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, WSServerHandshakeError, web

from mimiry_tui import cli
from mimiry_tui.commands.serve import dashboard
from mimiry_tui.commands.serve.command import add_arguments
from mimiry_tui.commands.serve.server import command_line, make_app
from tests.support.processes import wait_until_gone

SECRET = "not-to-be-guessed"


@asynccontextmanager
async def served(command: str = "true") -> AsyncIterator[tuple[str, int]]:
    """The address of the page, and its port."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    runner = web.AppRunner(make_app(command, port, SECRET), access_log=None)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    try:
        yield f"http://127.0.0.1:{port}/{SECRET}/", port
    finally:
        await runner.cleanup()


async def test_only_who_has_the_link_and_names_this_machine_gets_the_page() -> None:
    async with served() as (page, port), ClientSession() as client:

        async def status(url: str, **headers: str) -> int:
            async with client.get(url, headers=headers) as answer:
                return answer.status

        assert await status(page) == 200
        assert await status(page, Origin=f"http://127.0.0.1:{port}") == 200
        assert await status(f"{page}static/js/textual.js") == 200
        assert await status(f"http://127.0.0.1:{port}/") == 404
        assert await status(f"http://127.0.0.1:{port}/static/js/textual.js") == 404
        assert await status(f"{page}static/") == 403
        # A name of somebody else's that points here (DNS rebinding), and a page of somebody else's.
        assert await status(page, Host=f"evil.example:{port}") == 403
        assert await status(page, Host="127.0.0.1:1") == 403
        assert await status(page, Origin="http://evil.example") == 403
        assert await status(page, Origin="null") == 403


async def test_the_page_loads_nothing_from_elsewhere_and_cannot_be_framed() -> None:
    async with served() as (page, port), ClientSession() as client, client.get(page) as answer:
        text = await answer.text()
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    links = [part.split('"')[0] for part in text.split("http://")[1:]]
    assert links
    assert all(link.startswith(f"127.0.0.1:{port}/{SECRET}/") for link in links)


async def test_only_the_page_itself_may_connect() -> None:
    async with served() as (page, port), ClientSession() as client:
        address = f"{page.replace('http:', 'ws:')}ws"
        for headers in ({}, {"Origin": "http://evil.example"}, {"Origin": f"http://localhost:{port}"}):
            with pytest.raises(WSServerHandshakeError) as refused:
                await client.ws_connect(address, headers=headers)
            assert refused.value.status == 403
        ours = {"Origin": f"http://127.0.0.1:{port}"}
        async with client.ws_connect(address, headers=ours) as connection:
            assert not connection.closed


async def shown(script: str) -> list[str]:
    """What a page is given of a dashboard that does this, up to its end."""
    async with served(shlex.join(["sh", "-c", script])) as (page, port), ClientSession() as client:
        ours = {"Origin": f"http://127.0.0.1:{port}"}
        async with client.ws_connect(f"{page.replace('http:', 'ws:')}ws", headers=ours) as connection:
            return [message.data.decode() async for message in connection]


async def test_a_dashboard_that_cannot_start_says_why_in_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    # It may be gone before anything of it is read, or later: which of them has its share of luck.
    broken = "echo 'mimiry-tui: no such \x1b[31mtheme' >&2; exit 2"
    async with asyncio.timeout(30):
        pages = await asyncio.gather(*(shown(broken) for _ in range(4)))
    assert pages == [["\x1b[0m\x1b[2J\x1b[Hno such ␛[31mtheme"]] * 4
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "mimiry-tui: no such ␛[31mtheme\n" * 4)


async def test_what_is_left_running_is_said_in_the_page_when_its_dashboard_was_left() -> None:
    drawn, left = r"D\0\0\0\02hi", r'M\0\0\0\017{"type":"exit"}'
    pages = await shown(rf"printf '__GANGLION__\n{drawn}{left}2 sessions go on\n'")
    assert pages == ["hi", "\x1b[0m\x1b[2J\x1b[H2 sessions go on"]


async def test_a_dashboard_that_sends_what_is_no_packet_is_told_to_leave(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # What tells it to leave is five bytes of head and {"type": "quit"}.
    told_to = r"""test "$(head -c 21 | tail -c 16)" = '{"type": "quit"}' && echo 'mimiry-tui: left' >&2"""
    async with asyncio.timeout(30):
        pages = await shown(rf"printf '__GANGLION__\nD\0\0\0\02hi?\177\0\0\0'; {told_to}")
    assert pages == ["hi", "\x1b[0m\x1b[2J\x1b[Hleft"]
    printed = capsys.readouterr()
    assert printed.err == "mimiry-tui: a dashboard sent what is no packet, and was ended\nmimiry-tui: left\n"


async def test_a_dashboard_that_does_not_leave_with_its_page_is_killed_with_all_that_it_began(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(dashboard, "_ENDS_WITHIN", 0.1)
    pids = tmp_path / "pids"
    begin = rf"sleep 600 & echo $$ $! > {pids}; printf '__GANGLION__\nD\0\0\0\02hi'; wait"
    async with served(shlex.join(["sh", "-c", begin])) as (page, port), ClientSession() as client:
        ours = {"Origin": f"http://127.0.0.1:{port}"}
        async with client.ws_connect(f"{page.replace('http:', 'ws:')}ws", headers=ours) as connection:
            assert await connection.receive_bytes() == b"hi"
        for pid in pids.read_text().split():
            await asyncio.to_thread(wait_until_gone, int(pid))
    assert "was killed" in capsys.readouterr().err


def test_an_account_that_is_none_is_said_before_there_is_a_link(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--api-base", "nonsense"]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "mimiry-tui: --api-base: not an http(s) URL: nonsense\n")


def test_what_is_run_is_told_everything_and_no_more() -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    key = "/home/me/a key; rm"
    options = parser.parse_args(["--key", key, "--api-base", "http://x", "--read-only"])
    assert shlex.split(command_line(options)) == [
        *(sys.executable, "-m", "mimiry_tui"),
        *(f"--key={key}", "--api-base=http://x", "--read-only"),
    ]
    assert shlex.split(command_line(parser.parse_args(["--demo"])))[3:] == ["--demo"]


def test_a_port_that_is_taken_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "mimiry_tui", "serve", "--port", str(taken.getsockname()[1])]
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 1
    assert "Address already in use" in run.stderr


def test_without_the_extra_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delitem(sys.modules, "mimiry_tui.commands.serve.server", raising=False)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    assert cli.main(["serve", "--demo"]) == 2
    assert "pip install 'mimiry-tui[web]'" in capsys.readouterr().err

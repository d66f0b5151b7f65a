"""`mimiry-tui snapshot` over sockets: what it reads, sends and leaves behind."""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
from pathlib import Path
from threading import Event
from threading import enumerate as enumerate_threads
from xml.etree import ElementTree

import pytest

from mimiry_tui import cli
from mimiry_tui.clock import SystemClock
from mimiry_tui.clouds.mimiry.auth import TOKEN_PATH
from mimiry_tui.commands.nobody_waits import WORK
from mimiry_tui.commands.snapshot import taking
from mimiry_tui.commands.snapshot.picture import draw
from mimiry_tui.settings import resolve_profile
from mimiry_tui.settings.settings import Settings
from tests.support.clients import new_key
from tests.support.clock import ManualClock
from tests.support.scripted_server import Reply, ScriptedServer, Seen, scripted_server
from tests.support.simulator import simulator


async def snapshot(url: str, key: Path, *arguments: str) -> int:
    """In a thread, since it has an event loop of its own."""
    given = ["snapshot", "--api-base", url, "--key", str(key), *arguments]
    return await asyncio.to_thread(cli.main, given)


def answer(seen: Seen) -> Reply:
    """A service that lets everybody in and has nothing."""
    if seen.path == TOKEN_PATH:
        return Reply.of({"access_token": "t1", "expires_in": 3600})
    if seen.path.endswith("balance"):
        return Reply.of({"balance": 12.5, "currency": "EUR"})
    return Reply.of({"sessions": [], "volumes": [], "gpu_models": [], "quotas": {}, "total": 0})


def exchanges(server: ScriptedServer) -> int:
    return len(server.asked(TOKEN_PATH))


async def test_a_whole_account_is_read_and_nothing_is_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with simulator() as cloud:
        assert await snapshot(cloud.base_url, cloud.key_path, "--json") == 0
        record = json.loads(capsys.readouterr().out)
        assert {item["name"] for item in record["sessions"]["items"]} >= {"train-llama", "notebook"}
        assert len(record["ended"]["items"]) == record["ended"]["total"] == 14
        assert {item["name"] for item in record["volumes"]["items"]} == {"ckpt", "corpus-eu"}
        assert record["balance"]["value"]["currency"] == "EUR"
        assert await snapshot(cloud.base_url, cloud.key_path, "--line") == 0
        assert capsys.readouterr().out.endswith("/h\n")


async def test_a_token_is_shared_by_all_runs(tmp_path: Path) -> None:
    key = new_key(tmp_path)
    async with scripted_server() as server:
        server.by(answer)
        for shape in ("--line", "--json", "--text"):
            assert await snapshot(server.url, key, shape) == 0
        assert exchanges(server) == 1
        assert {seen.method for seen in server.seen if seen.path != TOKEN_PATH} == {"GET"}


async def test_a_refused_sign_in_is_asked_for_once_however_often_it_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = new_key(tmp_path)
    async with scripted_server() as server:
        server.by(
            lambda seen: (
                Reply.of({"error": "ssh_key_not_found"}, 401) if seen.path == TOKEN_PATH else answer(seen)
            )
        )
        for _ in range(3):
            assert await snapshot(server.url, key, "--text") == 3
            said = capsys.readouterr().out
            assert "Could not read live sessions, ended sessions, volumes, balance, quotas" in said
            assert await snapshot(server.url, key, "--line") == 1
            assert capsys.readouterr().out.startswith("? · ")
        assert exchanges(server) == 1


async def test_where_nobody_answers_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await snapshot("http://127.0.0.1:1", new_key(tmp_path), "--line") == 1
    assert capsys.readouterr().out == "? · offline\n"


def test_a_silent_name_server_has_no_more_time_than_everybody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, over = Event(), Event()

    def look_up(*_: object, **__: object) -> list[object]:
        asked.set()
        over.wait(60)
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    class UntilAsked(SystemClock):
        async def sleep(self, seconds: float) -> None:
            await asyncio.to_thread(asked.wait)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(taking, "SystemClock", UntilAsked)
    url = "https://mimiry.invalid"
    given = ["--api-base", url, "--key", str(new_key(tmp_path)), "--line"]
    assert cli.main(["snapshot", *given]) == 1
    (waiting,) = [one for one in enumerate_threads() if one.name == WORK]
    over.set()
    waiting.join()
    assert capsys.readouterr().out == "? · timed out\n"


@pytest.mark.parametrize(
    "arguments",
    [["--json", "--line"], ["--timeout", "0"], ["--size", "9x9"], ["--size", "wide"], ["--timeout", "soon"]],
)
def test_what_is_not_understood_ends_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["snapshot", *arguments])
    assert end.value.code == 2


def test_a_wrong_setting_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["snapshot", "--api-base", "ftp://there"]) == 2
    assert capsys.readouterr().err.startswith("mimiry-tui: ")


def test_the_schema_is_printed_without_an_account(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["snapshot", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["properties"]["version"] == {"const": 1}


async def test_a_picture_is_drawn_where_there_is_no_terminal(tmp_path: Path) -> None:
    file, link = tmp_path / "kept" / "now.svg", tmp_path / "now.svg"
    file.parent.mkdir()
    file.write_text("the last one")
    file.chmod(0o644)
    link.symlink_to(file)
    before = file.open()  # whoever reads it now gets to the end of what it is
    options = argparse.Namespace(svg=str(link), size=(100, 30), theme=None, timeout=20.0)
    clock = ManualClock()
    async with simulator(clock=clock) as cloud:
        profile = resolve_profile(key=str(cloud.key_path), api_base=cloud.base_url)
        drawing = asyncio.create_task(draw(profile, clock, options, Settings()))
        while not drawing.done():
            await clock.advance(0.05)
            await asyncio.sleep(0.01)
        assert await drawing == 0
    with before:
        assert before.read() == "the last one"
    assert (link.is_symlink(), file.stat().st_mode & 0o777) == (True, 0o644)
    assert list(file.parent.iterdir()) == [file]
    picture = ElementTree.parse(file).getroot()
    words = "".join(picture.itertext()).replace("\xa0", " ")
    assert picture.tag.endswith("svg")
    assert "train-llama" in words

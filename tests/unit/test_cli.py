"""The command line: what it offers, what it says at once, and what it opens for each flag."""

from __future__ import annotations

import argparse
import asyncio
import socket
import subprocess
import sys
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from mimiry_tui import __version__, app, cli
from mimiry_tui.clouds.errors import ReadOnly
from mimiry_tui.commands import nobody_waits, ssh_config
from mimiry_tui.settings import Profile
from mimiry_tui.settings.preferences import Notify, Preferences, TmuxPlace
from mimiry_tui.ui.accounts import Choice

SAY_AND_LIST = """
import contextlib, sys
from mimiry_tui.cli import main
with contextlib.suppress(SystemExit):
    main(sys.argv[1:])
print("\\n---", *sorted({name.partition(".")[0] for name in sys.modules}))
"""
HEAVY = {"textual", "rich", "httpx", "asyncssh", "cryptography", "msgspec", "sqlite3", "starlette"}
BASE = "http://127.0.0.1:1"


def said_and_loaded(*arguments: str) -> tuple[str, set[str]]:
    """What a fresh interpreter prints for these arguments, and what it has loaded then."""
    command = [sys.executable, "-c", SAY_AND_LIST, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    said, _, loaded = run.stdout.rpartition("\n---")
    return said, set(loaded.split())


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        ("--version", [f"mimiry-tui {__version__}"]),
        (
            "--help",
            ["--read-only", "--notify {auto,bell,osc9,osc777,off}", "--split", "ssh-config", "simulate"],
        ),
    ],
)
def test_what_is_only_to_be_said_is_said_without_loading_anything_heavy(flag: str, words: list[str]) -> None:
    said, loaded = said_and_loaded(flag)
    for word in words:
        assert word in said, word
    assert "mimiry_tui" in loaded
    assert not loaded & HEAVY


def test_ssh_config_tells_its_three_deeds() -> None:
    said, loaded = said_and_loaded("ssh-config", "--help")
    for word in ("--print", "--install", "--remove", "--key", "--instance", "--api-base"):
        assert word in said, word
    assert "textual" not in loaded


def test_ssh_config_is_given_what_was_asked_and_its_exit_code_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[argparse.Namespace] = []

    def run(options: argparse.Namespace) -> int:
        asked.append(options)
        return 1

    monkeypatch.setattr(ssh_config, "run", run)
    assert cli.main(["ssh-config", "--install", "--key", "/k", "--instance", "alpha"]) == 1
    (options,) = asked
    assert (options.install, options.print, options.remove) == (True, False, False)
    assert (options.key, options.instance) == ("/k", "alpha")


def test_remove_needs_no_account(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ssh-config", "--remove"]) == 0
    assert "there was nothing to remove" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["ssh-config"], ["--notify", "fax"], ["ssh-config", "--print", "--remove"]]
)
def test_what_is_not_understood_ends_with_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 2
    assert "usage: mimiry-tui" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        pytest.param((), id="dashboard"),
        pytest.param(("setup",), id="setup"),
        pytest.param(("snapshot",), id="snapshot"),
        pytest.param(("serve",), id="serve"),
    ],
)
def test_two_accounts_at_once_are_refused_in_one_sentence(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("gc.disable", lambda: None)
    monkeypatch.setattr(cli, "_has_terminal", lambda: True)
    for flag in ("--profile", "--key", "--instance", "--api-base"):
        assert cli.main([*command, "--demo", flag, "x"]) == 2
        assert capsys.readouterr().err.endswith(f"--demo is an account of its own: leave it out, or {flag}\n")
    assert cli.main([*command, "--instance", "alpha", "--api-base", BASE]) == 2
    assert "leave one out\n" in capsys.readouterr().err


class Seen:
    """Stands for the app: what it was made with."""

    return_code = 0

    def __init__(self, start: Choice, **options: Any) -> None:
        self.start, self.options = start, options

    @property
    def preferences(self) -> Preferences:
        """The defaults, with what the flags say."""
        adjusted: Preferences = self.options["adjust"](Preferences())
        return adjusted

    async def run_async(self) -> str:
        return ""


def made(monkeypatch: pytest.MonkeyPatch, *arguments: str, run: bool = False) -> Seen:
    """The app that these arguments make, without running it unless told to."""
    apps: list[Seen] = []

    def make(start: Choice, **options: Any) -> Seen:
        apps.append(Seen(start, **options))
        return apps[0]

    monkeypatch.setattr(app, "MimiryApp", make)
    if not run:
        monkeypatch.setattr(nobody_waits, "run_unheld", Coroutine.close)
    # It would stay off for the rest of the tests.
    monkeypatch.setattr("gc.disable", lambda: None)
    monkeypatch.setattr(cli, "_has_terminal", lambda: True)
    place = () if "--demo" in arguments else ("--api-base", BASE)
    assert cli.main([*place, *arguments]) == 0
    return apps[0]


async def profile_of(seen: Seen) -> Profile:
    async with seen.start.opening() as profile:
        return profile


async def test_without_flags_everything_is_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = made(monkeypatch)
    assert seen.options["theme"] is None
    assert seen.preferences == Preferences()
    profile = await profile_of(seen)
    assert (profile.api_base, profile.read_only, profile.home) == (BASE, False, None)
    assert profile.state_dir is not None
    assert profile.state_dir.is_relative_to(Path.home() / ".local" / "state")


@pytest.mark.parametrize("how", ["auto", "bell", "osc9", "osc777", "off"])
def test_the_flags_reach_the_app(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    seen = made(monkeypatch, "--notify", how, "--split", "--theme", "mimiry-light")
    assert seen.options["theme"] == "mimiry-light"
    assert seen.preferences.notifications.by == Notify(how)
    assert seen.preferences.ssh.tmux is TmuxPlace.SPLIT


async def test_read_only_reaches_the_client(monkeypatch: pytest.MonkeyPatch) -> None:
    from mimiry_tui.clouds.registry import open_cloud
    from tests.support.clock import ManualClock

    profile = await profile_of(made(monkeypatch, "--read-only"))
    assert profile.read_only
    cloud = open_cloud(profile, ManualClock())
    with pytest.raises(ReadOnly):
        await cloud.terminate("s")
    await cloud.aclose()


async def test_a_kind_leads_to_that_service(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = await profile_of(made(monkeypatch, "--kind", "mags"))
    assert (profile.cloud, profile.api_base, profile.key_path, profile.token_dir) == (
        "mags",
        BASE,
        None,
        None,
    )
    assert made(monkeypatch, "--demo", "--kind", "mags").start.name == "demo-mags"


async def test_each_account_has_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = set()
    for key in ("/one", "/two"):
        folders.add((await profile_of(made(monkeypatch, "--key", key))).state_dir)
    assert len(folders) == 2


def test_at_its_end_it_waits_for_what_is_saved_and_for_no_name_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answered, saved, asked = threading.Event(), threading.Event(), threading.Event()
    saving: list[asyncio.Future[None]] = []

    def silent(*_: object) -> list[object]:
        asked.set()
        answered.wait(60)
        return []

    def save() -> None:
        asked.wait(60)
        saved.set()

    async def run_async(_: Seen) -> str:
        loop = asyncio.get_running_loop()
        lookups = [asyncio.create_task(loop.getaddrinfo("nowhere.test", 443)) for _ in range(40)]
        saving.append(loop.run_in_executor(None, save))
        await asyncio.wait(lookups, timeout=0)
        return ""

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    monkeypatch.setattr(Seen, "run_async", run_async)
    try:
        made(monkeypatch, run=True)
        assert saved.is_set()
        assert not answered.is_set()
    finally:
        answered.set()


def test_without_a_terminal_it_ends_at_once_and_says_why() -> None:
    command = [sys.executable, "-m", "mimiry_tui", "--demo"]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    assert run.returncode == 2
    assert run.stderr == b"mimiry-tui: needs a terminal for its keys and its screen\n"

"""The set-up where it belongs: before the dashboard of an app whose user has configured nothing yet."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mimiry_tui.app import MimiryApp
from mimiry_tui.clouds.mimiry import instances
from mimiry_tui.clouds.registration import Instance
from mimiry_tui.commands.accounts import Book, Flags
from mimiry_tui.settings.settings import Settings
from mimiry_tui.ui.screens.setup import SetupScreen
from tests.support.clock import ManualClock
from tests.support.running_app import RunningApp
from tests.support.scripted_server import Reply, scripted_server
from tests.support.simulator import simulator


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("MIMIRY_API_BASE", "MIMIRY_SSH_KEY", "SSH_AUTH_SOCK"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    return tmp_path


@asynccontextmanager
async def first_run(monkeypatch: pytest.MonkeyPatch, home: Path) -> AsyncIterator[tuple[RunningApp, str]]:
    """Of two instances the first answers with a page; the second has the one key in `~/.ssh`."""
    clock = ManualClock()
    async with scripted_server() as page, simulator(clock=clock) as cloud:
        page.give(Reply(200, b"<title>Coming soon</title>"))
        known = (Instance("softlaunch", page.url), Instance("alpha", cloud.base_url))
        monkeypatch.setattr(instances, "INSTANCES", known)
        (home / ".ssh").mkdir(mode=0o700)
        for half in ("", ".pub"):
            shutil.copy(f"{cloud.key_path}{half}", home / ".ssh" / f"id_ed25519{half}")
        book = Book(Flags())
        app = MimiryApp(book.start(Settings()), clock=clock, book=book)
        async with app.run_test(size=(100, 30), notifications=True) as pilot:
            shown = RunningApp(app, pilot, clock)
            await shown.until(lambda: shown.shows("id_ed25519"))
            yield shown, cloud.base_url
        assert all(seen.path.endswith("/availability") for seen in page.seen)


async def test_the_instance_that_answers_is_proposed_saved_and_opened(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    async with first_run(monkeypatch, home) as (shown, base):
        await shown.pilot.press("enter")
        await shown.until(lambda: shown.shows("✗ does not answer") and shown.shows("✓ answers"))
        assert "alpha" in shown.line_with("●")
        await shown.pilot.press("enter")
        await shown.until(lambda: shown.shows("saved in"))
        saved = tomllib.loads((home / "XDG_CONFIG_HOME" / "mimiry" / "config.toml").read_text())
        assert saved == {"ssh_key_path": str(home / ".ssh" / "id_ed25519"), "api_base": base}
        await shown.pilot.press("enter")
        await shown.until(lambda: shown.app.account is not None)
        # The next start finds it, and asks nothing.
        found = Book(Flags()).start(Settings()).profile
        assert found is not None
        assert (found.api_base, found.key_path) == (base, home / ".ssh" / "id_ed25519")


async def test_neither_its_command_line_nor_its_palette_opens_another_one(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    async with first_run(monkeypatch, home) as (shown, _):
        await shown.pilot.press("colon")
        await shown.until(lambda: len(shown.app.screen_stack) == 3)
        await shown.pilot.press("escape")
        await shown.until(lambda: isinstance(shown.app.screen, SetupScreen))
        await shown.app.action_set_up().wait()
        assert [type(screen).__name__ for screen in shown.app.screen_stack] == [
            "DashboardScreen",
            "SetupScreen",
        ]

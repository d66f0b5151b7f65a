"""Setting up a token: its place is kept, tried before, and the token itself is never seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import OptionList

from mimiry_tui.app import MimiryApp
from mimiry_tui.clouds.errors import CloudError, ScopeMissing, TokenRefused
from mimiry_tui.clouds.registry import kind_names
from mimiry_tui.commands.accounts import Book, Flags
from mimiry_tui.live.settings_keeper import SettingsKeeper
from mimiry_tui.live.setup.token_trial import TokenTrial, UsualPlace
from mimiry_tui.settings import SettingsError
from mimiry_tui.settings.file import SettingsFile
from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.settings.settings import Settings
from mimiry_tui.ui.screens.token_setup import TokenSetup, TokenSetupScreen
from mimiry_tui.ui.setting_up import has_token
from tests.support.clock import ManualClock
from tests.support.dialog_app import DialogApp
from tests.support.kinds import running_kind
from tests.support.running_app import RunningApp

PLACES = (
    UsualPlace("env ONE", "env ONE is not set"),
    UsualPlace("env TWO", ""),
    UsualPlace("~/three", "there is no ~/three"),
)


class Desk:
    """What the screen acts through: answers in turn, and what was tried and kept."""

    def __init__(self, *answers: CloudError | None) -> None:
        self.answers = list(answers)
        self.tried: list[ProfileEntry] = []
        self.kept: list[ProfileEntry] = []
        self.is_full = False

    @property
    def setup(self) -> TokenSetup:
        return TokenSetup(
            title="mags",
            offered=ProfileEntry("mags", kind="mags"),
            look=self.look,
            try_it=self.try_it,
            keep=self.keep,
            why_not_name=lambda name: "" if name else "give it a name",
        )

    async def look(self) -> tuple[UsualPlace, ...]:
        return PLACES

    async def try_it(self, entry: ProfileEntry) -> TokenTrial:
        self.tried.append(entry)
        return TokenTrial("a place", self.answers.pop(0))

    async def keep(self, entry: ProfileEntry) -> None:
        if self.is_full:
            raise SettingsError("the disk is full")
        self.kept.append(entry)


async def test_a_token_is_tried_before_its_place_is_kept() -> None:
    """Along the whole way: a token for a place, one that is refused, a name left out, one that works."""
    desk = Desk(TokenRefused("no such token\x1b[31m"), ScopeMissing("lacks jobs:read"), None)
    done: list[ProfileEntry | None] = []
    app = DialogApp()
    async with app.run_test(size=(90, 30)) as pilot:
        await app.push_screen(TokenSetupScreen(desk.setup), done.append)
        await pilot.pause()
        assert "○ env ONE  is not set" in app.shown()
        assert "✓ env TWO  has a token" in app.shown()
        await pilot.press(*"s3cret", "enter")
        await pilot.pause()
        assert "has to say where the token is" in app.shown()
        assert desk.tried == []
        await pilot.press("ctrl+u", *"env:A", "enter")
        await pilot.pause()
        assert "✗ API token refused: no such token␛[31m" in app.shown()
        assert (desk.kept, done) == ([], [])
        await pilot.press("down", "ctrl+u", "enter")
        await pilot.pause()
        assert "give it a name" in app.shown()
        desk.is_full = True
        await pilot.press(*"box", "enter")
        await pilot.pause()
        assert "✗ not saved: the disk is full" in app.shown()
        desk.is_full = False
        await pilot.press("enter")
        await pilot.pause()
    assert desk.kept == done == [ProfileEntry("box", kind="mags", token="env:A")]
    assert [one.token for one in desk.tried] == ["env:A"] * 3


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    for name in ("MAGS_API_TOKEN", "MAGS_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


async def test_a_service_whose_token_is_nowhere_is_set_up_first(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ManualClock()
    async with running_kind("mags", clock=clock) as (base, token):
        monkeypatch.setenv("MAGS_API_URL", base)
        book = Book(Flags(kind="mags"))
        file = SettingsFile(home / "config", kind_names())
        keeper = SettingsKeeper(file, Settings(), clock)
        app = MimiryApp(book.start(Settings()), clock=clock, book=book, keeper=keeper)
        async with app.run_test(size=(80, 24)) as pilot:
            shown = RunningApp(app, pilot, clock)
            await shown.until(lambda: shown.shows("mags: its API token"))
            assert app.account is None
            # Meanwhile it was put where it usually is.
            kept = home / ".mags" / "config.json"
            kept.parent.mkdir(mode=0o700)
            kept.write_text(json.dumps({"api_token": token}))
            kept.chmod(0o600)
            await shown.press("enter")
            await shown.opened()
        # From now on it is there at every start, and nobody asks for a key.
        start = Book(Flags()).start(file.load())
        assert start.name == "mags"
        assert await has_token(start)


async def test_a_token_set_up_from_the_list_of_accounts_opens_its_account(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ManualClock()
    file = SettingsFile(home / "config", kind_names())
    async with running_kind("mags", clock=clock) as (base, token):
        monkeypatch.setenv("MAGS_API_URL", base)
        monkeypatch.setenv("LATER", token)
        book = Book(Flags(api_base="http://127.0.0.1:1", key=str(home / "none")))
        keeper = SettingsKeeper(file, Settings(), clock)
        app = MimiryApp(book.start(Settings()), clock=clock, book=book, keeper=keeper)
        async with app.run_test(size=(100, 32)) as pilot:
            shown = RunningApp(app, pilot, clock)
            await shown.opened()
            await shown.press("p")
            lines = app.screen.query_one(OptionList)
            assert [option.id for option in lines.options][-2:] == [
                "set up a token of mimiry jobs…",
                "set up a token of mags…",
            ]
            await shown.press("end", "enter")
            await shown.until(lambda: shown.shows("mags: its API token"))
            await shown.press(*"env:LATER", "enter")
            await shown.until(lambda: app.choice.name == "mags" and app.account is not None)
            assert app.account is not None
            assert app.account.profile.token == "env:LATER"
    (entry,) = file.load().profiles
    assert (entry.name, entry.kind, entry.api_base, entry.token) == ("mags", "mags", base, "env:LATER")
    assert token not in file.path.read_text()

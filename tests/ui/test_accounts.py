"""Going on with another account: nothing of the one before is left, and its own is found again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from textual.widgets import OptionList

from mimiry_tui.app import MimiryApp
from mimiry_tui.live.settings_keeper import SettingsKeeper
from mimiry_tui.settings import Profile
from mimiry_tui.settings.file import SettingsFile
from mimiry_tui.settings.profiles import ProfileColour
from mimiry_tui.settings.settings import Settings
from mimiry_tui.simulator.server import RunningSimulator
from mimiry_tui.ui.accounts import Choice, OnlyOne
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.profiles import Accounts, ProfilesScreen
from tests.support.clock import ManualClock
from tests.support.dashboard import Dashboard
from tests.support.dialog_app import DialogApp
from tests.support.simulator import simulator


class Book(OnlyOne):
    """A book of these."""

    def __init__(self, *choices: Choice) -> None:
        super().__init__(choices[0])
        self.all = choices

    def choices(self, settings: Settings) -> tuple[Choice, ...]:
        return self.all


@dataclass
class Two(Dashboard):
    """A dashboard with an account at each of two clouds."""

    other: RunningSimulator
    folder: Path

    async def switch(self, name: str) -> None:
        """By the command's way, until the other account's pane is filled."""
        before = self.app.account
        self.app.switch_profile(name)
        await self.until(lambda: self.app.account is not None and self.app.account is not before)
        await self.until(lambda: bool(self.store.sessions))
        await self.clock.advance(0.5)

    def colour_of(self, word: str, line: str) -> str:
        """The colour in which that word stands on the first line with that."""
        strip = next(strip for strip in self.strips() if line in strip.text)
        piece = next(one for one in strip if one.text.strip() == word and one.style is not None)
        assert piece.style is not None
        assert piece.style.color is not None
        return piece.style.color.get_truecolor().hex

    def copied(self) -> str:
        """Everything that `y` would copy of the session under the cursor."""
        return "\n".join(choice.text for choice in self.screen._yankable())


@asynccontextmanager
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    clock = ManualClock()
    async with (
        simulator(clock=clock, seed=1, speed=1.0) as one,
        simulator(clock=clock, seed=2, speed=1.0) as other,
    ):
        choices = (
            _choice("one", one, tmp_path / "one", ProfileColour.GREEN),
            _choice("other", other, tmp_path / "other", ProfileColour.RED),
        )
        file = SettingsFile(tmp_path / "config")
        app = MimiryApp(
            choices[0], clock=clock, book=Book(*choices), keeper=SettingsKeeper(file, Settings(), clock)
        )
        async with app.run_test(size=(120, 36), notifications=True) as pilot:
            shown = Two(app, pilot, clock, one, other, tmp_path)
            await shown.filled()
            yield shown


def _choice(name: str, cloud: RunningSimulator, folder: Path, colour: ProfileColour) -> Choice:
    profile = Profile(
        name=name,
        api_base=cloud.base_url,
        api_base_source="test",
        key_path=cloud.key_path,
        key_source="test",
        token_dir=folder / "tokens",
        state_dir=folder,
        config_dir=folder,
        home=folder,
        colour=colour,
    )
    return Choice(
        ProfileMark(name, colour), lambda: nullcontext(profile), place=cloud.base_url, profile=profile
    )


async def test_nothing_of_the_account_before_is_left(tmp_path: Path) -> None:
    async with two(tmp_path) as shown:
        first = shown.app.account
        assert first is not None
        ids, insights = set(first.store.sessions), shown.screen.insights
        await shown.press("/", *"tra", "enter", "space")
        await shown.press("enter")
        assert len(shown.app.screen_stack) == 2
        await shown.switch("other")
        assert shown.on_dashboard()
        assert shown.line_with("mimiry other")
        # What is shown and what would be copied is the other account's alone.
        assert ids.isdisjoint(shown.store.sessions)
        assert shown.screen.insights is not insights
        assert shown.screen.sessions.table.marked == frozenset()
        assert shown.screen.sessions.table.filter_text == ""
        copied = shown.copied()
        assert str(shown.other.key_path) in copied
        assert str(shown.cloud.key_path) not in copied
        assert shown.cloud.base_url not in copied
        assert not [session_id for session_id in ids if session_id in copied]
        # The account before is asked for nothing any more, nor told of anything.
        asked = sum(shown.cloud.requests.values())
        await shown.live_for(40)
        assert sum(shown.cloud.requests.values()) == asked


async def test_each_account_keeps_its_own_tokens_history_and_logs(tmp_path: Path) -> None:
    async with two(tmp_path) as shown:
        ids = {"one": set(shown.store.sessions)}
        await shown.press("colon", *"zoom", "enter")
        await shown.switch("other")
        # Nor is a command recalled that was typed about another account.
        await shown.press("colon", "up")
        assert "zoom" not in shown.line_with("│ : ")
        await shown.press("escape")
        ids["other"] = set(shown.store.sessions)
        await shown.live_for(20)
    for name, foreign in (("one", "other"), ("other", "one")):
        folder = tmp_path / name
        assert (folder / "command-history").exists() == (name == "one")
        assert len(list((folder / "tokens").iterdir())) == 1
        kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
        names = b"".join(str(path.relative_to(folder)).encode() for path in folder.rglob("*"))
        assert any(one.encode() in kept + names for one in ids[name])
        assert not [one for one in ids[foreign] if one.encode() in kept + names]


async def test_coming_back_finds_the_account_as_it_was(tmp_path: Path) -> None:
    async with two(tmp_path) as shown:
        ids = set(shown.store.sessions)
        exchanges = shown.cloud.requests["POST /api/v1/auth/token"]
        await shown.switch("other")
        await shown.switch("one")
        assert set(shown.store.sessions) >= ids
        # Its token is still good.
        assert shown.cloud.requests["POST /api/v1/auth/token"] == exchanges


async def test_an_ending_that_counts_down_is_not_left_behind(tmp_path: Path) -> None:
    async with two(tmp_path) as shown:
        await shown.press("X")
        account = shown.app.account
        shown.app.switch_profile("other")
        await shown.pilot.pause()
        assert shown.app.account is account
        assert any("u undoes it" in note.message for note in shown.app._notifications)
        # Where one was bound for then is forgotten: later it is the account that is gone to, and no session.
        shown.app.go_to("other", "s-of-before")
        await shown.press("u")
        await shown.switch("other")
        assert not any("not there" in note.message for note in shown.app._notifications)


async def test_the_list_says_where_each_is_and_dangerous_dialogs_whose_they_are(tmp_path: Path) -> None:
    async with two(tmp_path) as shown:
        good = shown.app.theme_variables["tone-good"]
        assert shown.colour_of("one", "mimiry one") == good
        await shown.press("x")
        assert shown.colour_of("one", "Terminate on one?") == good
        await shown.press("escape")
        for keys, title in (
            ("t", "Guards · "),
            ("W", "Watches on one"),
            ("3v", "New volume on one"),
            ("+", "Grow a volume on one"),
            ("q", "Leave? · one"),
        ):
            await shown.press(*keys)
            assert shown.colour_of("one", title) == good, shown.text()
            await shown.press("escape")
        await shown.press("p")
        assert isinstance(shown.app.screen, ProfilesScreen)
        assert shown.cloud.base_url in shown.line_with("● one")
        assert shown.other.base_url in shown.line_with("○ other")
        await shown.press("down", "enter")
        await shown.until(lambda: shown.app.choice.name == "other" and shown.app.account is not None)
        assert shown.line_with("mimiry other")


async def test_that_an_account_is_only_looked_at_is_said_before_what_may_be_cut(tmp_path: Path) -> None:
    app = DialogApp()
    long = f"~/{'deep/' * 30}key"
    look = Choice(
        ProfileMark("work"), lambda: nullcontext(Profile("", "", "", None, "")), key=long, read_only=True
    )
    accounts = Accounts(lambda: [look], lambda: (), keep=None, forget=None)
    async with app.run_test(size=(60, 16)) as pilot:
        await app.push_screen(ProfilesScreen(accounts, "work", None))
        await pilot.pause()
        assert "read-only · ~/deep" in app.shown()


async def test_an_account_can_be_kept_marked_and_forgotten(tmp_path: Path) -> None:
    async with two(tmp_path) as shown:
        file = SettingsFile(tmp_path / "config")
        await shown.press("p", "k")
        await shown.press(*(["backspace"] * 3), *"work", "enter")
        await shown.until(lambda: bool(file.load().profiles))
        (entry,) = file.load().profiles
        assert (entry.name, entry.api_base, entry.key) == (
            "work",
            shown.cloud.base_url,
            str(shown.cloud.key_path),
        )
        screen = shown.app.screen
        assert isinstance(screen, ProfilesScreen)
        assert screen.query_one(OptionList).option_count == 5  # two of them, and what sets up more
        assert "k keeps" in shown.text()
        # From now on it is called and marked as the settings do, and its line can be changed.
        assert isinstance(shown.app.book, Book)
        named = replace(shown.app.choice, mark=ProfileMark("work", ProfileColour.TEAL))
        shown.app.book.all = (named, shown.app.book.all[1])
        shown.app.settings_read()
        await shown.press("escape", "p")
        assert "k keeps" not in shown.text()
        await shown.press("c", "o")
        await shown.until(lambda: file.load().profiles[0].read_only)
        assert file.load().profiles[0].colour is ProfileColour.GREEN
        await shown.until(lambda: "it stays open as it was" in shown.text())
        await shown.press("down")
        assert "d forgets" not in shown.text()
        await shown.press("up", "d", "y")
        await shown.until(lambda: not file.load().profiles)

"""What makes the dashboard one's own, as pictures show it: accounts, settings, columns, commands, themes."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from textual.widgets import OptionList

from mimiry_tui.settings import Profile
from mimiry_tui.settings.options import option
from mimiry_tui.settings.preferences import Density
from mimiry_tui.settings.profiles import ProfileColour, ProfileEntry
from mimiry_tui.settings.settings import Problem
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.density import apply_density
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.profiles import Accounts, ProfilesScreen
from mimiry_tui.ui.screens.settings import SettingsScreen
from mimiry_tui.ui.settings.values import with_value
from tests.support import scenes
from tests.support.dashboard import Dashboard

SETTINGS_FILE = Path("~/.config/mimiry-tui/settings.toml")
LONG_NAME = "production-of-the-vision-team"
"""Longer than the header has room for."""


async def profiles(shown: Dashboard) -> None:
    """Accounts of several colours, one of them only to look at, and the demo that is open."""
    await scenes.as_it_is(shown)
    entries = (
        ProfileEntry("work", instance="softlaunch", colour=ProfileColour.RED),
        ProfileEntry("team", instance="alpha", colour=ProfileColour.AMBER, read_only=True),
        ProfileEntry("lab", api_base="https://gpu.lab.example", colour=ProfileColour.VIOLET),
    )
    choices = (
        _choice(entries[0], "softlaunch.mimiry.com", "~/.ssh/mimiry_work"),
        _choice(entries[1], "alpha.mimiry.com", "~/.ssh/mimiry_team"),
        _choice(entries[2], "gpu.lab.example", ""),
        Choice(ProfileMark("demo"), lambda: nullcontext(_PROFILE), "a simulated cloud", "costs nothing"),
    )

    async def keep(_: ProfileEntry) -> None: ...

    async def forget(_: str) -> None: ...

    accounts = Accounts(lambda: choices, lambda: entries, keep=keep, forget=forget)
    shown.app.push_screen(ProfilesScreen(accounts, "demo", None))
    await shown.pilot.pause()
    await shown.press("up", "up")


async def settings(shown: Dashboard) -> None:
    """The common settings, one of them changed."""
    await _settings(shown)


async def settings_with_problems(shown: Dashboard) -> None:
    """The same after a file with mistakes."""
    await _settings(
        shown,
        Problem(12, "refresh.sessions", "at least 2 s"),
        Problem(31, "look.densety", "is no setting; did you mean look.density?"),
    )


async def columns(shown: Dashboard) -> None:
    """The columns of the sessions, one more than usual."""
    await scenes.as_it_is(shown)
    await shown.press("vertical_line")
    listed = shown.app.screen.query_one(OptionList)
    listed.highlighted = [one.id for one in listed.options].index("image")
    await shown.press("space")


async def command(shown: Dashboard) -> None:
    """A launch that is typed, with what could come next."""
    await scenes.as_it_is(shown)
    await shown.press("colon", *"launch H100 --m")


async def themes(shown: Dashboard) -> None:
    """Another theme tried on."""
    await scenes.as_it_is(shown)
    shown.app.action_themes()
    await shown.pilot.pause()
    await shown.press(*"nord")


async def compact(shown: Dashboard) -> None:
    """Frames and air given to rows."""
    await scenes.as_it_is(shown)
    apply_density(shown.app, Density.COMPACT)
    await shown.pilot.pause()


async def pane_help(shown: Dashboard) -> None:
    """What the GPUs' columns and signs mean."""
    await scenes.as_it_is(shown)
    await shown.press("2", "question_mark")


async def long_name(shown: Dashboard) -> None:
    """An account with a name that the header has no room for, and that can only be looked at."""
    await scenes.as_it_is(shown)
    header = shown.app.dashboard.header
    header.profile, header.read_only = ProfileMark(LONG_NAME, ProfileColour.RED), True
    header.repaint()
    await shown.pilot.pause()


async def _settings(shown: Dashboard, *problems: Problem) -> None:
    await scenes.as_it_is(shown)
    desk = PreferenceDesk.of(shown.app)

    async def save(name: str, value: object) -> None:
        one = option(name)
        desk.use(with_value(desk.now, one, one.default if value is None else one.read(value)))

    shown.app.push_screen(SettingsScreen(save, path=SETTINGS_FILE))
    await shown.pilot.pause()
    desk.unused.report("file", problems)
    listed = shown.app.screen.query_one(OptionList)
    listed.highlighted = [one.id for one in listed.options].index("refresh.sessions")
    await shown.press("right")


_PROFILE = Profile("demo", "http://127.0.0.1:1", "test", None, "")


def _choice(entry: ProfileEntry, place: str, key: str) -> Choice:
    profile = Profile(entry.name, f"https://{place}", "profile", Path(key) if key else None, "profile")
    return Choice(
        ProfileMark(entry.name, entry.colour),
        lambda: nullcontext(profile),
        place,
        key or "no key",
        entry.read_only,
        profile=profile,
    )

"""Which accounts there are, and which one is begun with."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mimiry_tui.commands.accounts import Book, Flags
from mimiry_tui.settings import SettingsError
from mimiry_tui.settings.profiles import ProfileColour, ProfileEntry
from mimiry_tui.settings.reading import read_settings
from mimiry_tui.settings.settings import Settings

WORK = ProfileEntry("work", api_base="https://one.example", key="~/.ssh/work", colour=ProfileColour.RED)
LAB = ProfileEntry("lab", instance="alpha", key="/keys/lab", read_only=True)
NO_FLAGS = Flags()
BOTH = Settings(profiles=(WORK, LAB), profile="lab")


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path)}


def book(env: dict[str, str], flags: Flags = NO_FLAGS) -> Book:
    return Book(flags, env)


def test_profiles_come_first_and_the_demo_last(env: dict[str, str]) -> None:
    found = book(env).choices(BOTH)
    assert [one.name for one in found] == ["work", "lab", "demo"]
    assert [(one.place, one.key) for one in found[:2]] == [
        ("one.example", "~/.ssh/work"),
        ("alpha.mimiry.com", "/keys/lab"),
    ]
    assert found[0].mark.colour is ProfileColour.RED
    assert [one.read_only for one in found] == [False, True, False]


def test_what_the_environment_says_is_an_account_of_its_own(env: dict[str, str]) -> None:
    env["MIMIRY_SSH_KEY"] = "/keys/own"
    assert [one.name for one in book(env).choices(BOTH)] == ["work", "lab", "softlaunch", "demo"]
    env["MIMIRY_SSH_KEY"] = "/keys/lab"
    env["MIMIRY_API_BASE"] = "https://alpha.mimiry.com"
    assert [one.name for one in book(env).choices(BOTH)] == ["work", "lab", "demo"]


def test_it_begins_with_the_profile_the_settings_name_unless_flags_name_an_account(
    env: dict[str, str],
) -> None:
    assert book(env).start(BOTH).name == "lab"
    assert book(env, Flags(profile="work")).start(BOTH).name == "work"
    other = book(env, Flags(key="/keys/other", instance="beta")).start(BOTH)
    assert (other.name, other.read_only) == ("beta", False)
    assert book(env, Flags(demo=True)).start(BOTH).name == "demo"


def test_an_environment_that_points_elsewhere_does_not_bend_a_profile(env: dict[str, str]) -> None:
    env["MIMIRY_SSH_KEY"], env["MIMIRY_API_BASE"] = "/keys/own", "https://elsewhere.example"
    start = book(env, Flags(profile="work")).start(BOTH)
    assert start.profile is not None
    assert start.profile.api_base == "https://one.example"
    assert start.profile.key_path == Path(env["HOME"]) / ".ssh" / "work"


def test_two_accounts_at_one_host_are_never_called_the_same(env: dict[str, str]) -> None:
    """The name is what tells whose machine is about to be ended."""
    settings = Settings(profiles=(ProfileEntry("softlaunch", instance="softlaunch", key="/keys/work"),))
    flags = Flags(key="/keys/own", instance="softlaunch")
    start = book(env, flags).start(settings)
    assert (start.name, start.profile and start.profile.name) == ("softlaunch-2", "softlaunch-2")
    assert [one.name for one in book(env, flags).choices(settings)] == ["softlaunch", "softlaunch-2", "demo"]
    same = Flags(key="/keys/work", instance="softlaunch")
    assert book(env, same).start(settings).name == "softlaunch"


def test_without_any_key_setting_up_comes_first(env: dict[str, str]) -> None:
    assert book(env).start(Settings()).without_key
    assert not book(env, Flags(key="/keys/own")).start(Settings()).without_key
    assert not book(env).demo().without_key


def test_a_profile_to_start_with_that_cannot_be_used_ends_it(env: dict[str, str]) -> None:
    """Another account than the one that was meant could be the one that may be changed."""
    settings = read_settings('profile = "lab"\n[profiles.lab]\napi_base = "no url"\n')
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        book(env).start(settings)
    assert book(env, Flags(demo=True)).start(settings).name == "demo"
    assert book(env, Flags(key="/keys/own")).start(settings).name == "softlaunch"


def test_no_profile_passes_for_the_demo() -> None:
    settings = read_settings('[profiles.demo]\ninstance = "alpha"\n')
    assert settings.profiles == ()
    assert "simulated cloud" in str(settings.problems[0])


def test_a_broken_file_that_names_a_profile_does_not_begin_with_another_account(env: dict[str, str]) -> None:
    settings = read_settings('profile = "lab"\n[profiles.lab]\nread_only = true\nkey = "/k\n')
    with pytest.raises(SettingsError, match=r"line 1: profile: .*not TOML \(line 4"):
        book(env).start(settings)
    with pytest.raises(SettingsError, match="line 4: not TOML"):
        book(env, Flags(profile="lab")).start(settings)
    assert book(env, Flags(key="/keys/own")).start(settings).name == "softlaunch"
    for text in ('#profile = "lab"\nx = [', 'profile = ""\nx = [', '[look]\nprofile = "lab"\nx = ['):
        assert book(env).start(read_settings(text)).name == "softlaunch"


def test_each_account_has_folders_of_its_own(env: dict[str, str]) -> None:
    async def folder(name: str) -> Path | None:
        one = next(one for one in book(env).choices(BOTH) if one.name == name)
        async with one.opening() as profile:
            return profile.state_dir

    folders = {asyncio.run(folder(name)) for name in ("work", "lab")}
    assert None not in folders
    assert len(folders) == 2

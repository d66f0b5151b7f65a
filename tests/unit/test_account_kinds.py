"""Accounts at the services that know tokens: what leads to them, and what keeps them apart."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from mimiry_tui.clouds.mags.kind import KIND as MAGS
from mimiry_tui.clouds.registry import kind_names
from mimiry_tui.commands.accounts import Book, Flags
from mimiry_tui.settings import Profile, SettingsError, account_dir, resolve_profile
from mimiry_tui.settings.profile_editing import with_profile
from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.settings.reading import read_settings
from mimiry_tui.settings.settings import Settings
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.profile_choice import entry_of

CI = ProfileEntry("ci", kind="mimiry-jobs", token="file:~/ci.token")
BOXES = ProfileEntry("boxes", kind="mags", read_only=True)
BOTH = Settings(profiles=(CI, BOXES))


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "MIMIRY_SSH_KEY": "/keys/own", "MIMIRY_API_BASE": "https://own.example"}


def names(book: Book, settings: Settings) -> list[str]:
    return [one.name for one in book.choices(settings)]


def profile_of(choice: Choice) -> Profile:
    assert choice.profile is not None
    return choice.profile


def test_nothing_that_is_the_sdks_leads_to_another_service(env: dict[str, str]) -> None:
    profile = resolve_profile(kind=MAGS, env=env)
    assert (profile.api_base, profile.api_base_source) == ("https://api.magpiecloud.com", "default")
    assert (profile.key_path, profile.token_dir, profile.cloud, profile.name) == (None, None, "mags", "mags")
    env["MAGS_API_URL"] = "http://127.0.0.1:8080/"
    profile = resolve_profile(kind=MAGS, env=env)
    assert (profile.name, profile.api_base) == ("127.0.0.1:8080", "http://127.0.0.1:8080")
    assert profile.api_base_source == "MAGS_API_URL"
    entry = ProfileEntry("lab", kind="mags", api_base="https://mags.example", key="/keys/lab")
    profile = resolve_profile(kind=MAGS, entry=entry, env=env)
    assert (profile.api_base, profile.key_path) == ("https://mags.example", None)
    assert "SSH key is not used" in profile.warnings[0]
    assert resolve_profile(kind=MAGS, entry=entry, api_base="https://flag.example", env=env).name == "lab"


def test_flags_that_such_a_service_has_no_use_for_are_refused(env: dict[str, str]) -> None:
    for flags in (Flags(kind="mags", key="/keys/own"), Flags(kind="mags", instance="alpha")):
        with pytest.raises(SettingsError, match="mags"):
            Book(flags, env).start(Settings())
    with pytest.raises(SettingsError, match="mimiry, mimiry-jobs, mags"):
        Book(Flags(kind="\x1b[31mmagz"), env).start(Settings())
    with pytest.raises(SettingsError, match="mimiry, mimiry-jobs, mags"):
        Book(Flags(kind="magz", demo=True), env).start(Settings())
    with pytest.raises(SettingsError, match="goes with --demo"):
        Book(Flags(kind="all"), env).start(Settings())
    with pytest.raises(SettingsError, match="profile ci is at mimiry-jobs"):
        Book(Flags(kind="mags", profile="ci"), env).start(BOTH)


def test_a_kind_is_an_account_with_its_usual_token(env: dict[str, str]) -> None:
    settings = Settings(profiles=(CI, BOXES), profile="ci")
    start = Book(Flags(kind="mags"), env).start(settings)
    assert (start.name, start.place, start.key) == ("mags", "mags", "token from ~/.mags/config.json")
    assert not start.without_key  # whether there is a token shows when one is needed
    assert Book(Flags(), env).start(settings).name == "ci"
    assert profile_of(Book(Flags(kind="mimiry"), env).start(settings)).key_path == Path("/keys/own")


def test_profiles_of_every_service_stand_beside_each_other(env: dict[str, str]) -> None:
    found = Book(Flags(), env).choices(BOTH)
    assert [(one.name, one.place, one.key) for one in found[:2]] == [
        ("ci", "mimiry jobs", "token from ~/ci.token"),
        ("boxes", "mags", "token from ~/.mags/config.json"),
    ]
    assert [one.name for one in found[2:]] == ["own.example", "demo"]
    assert profile_of(found[0]).token == "file:~/ci.token"
    assert found[1].read_only


def test_a_token_in_the_environment_is_an_account_unless_a_profile_is_that(env: dict[str, str]) -> None:
    env["MIMIRY_API_KEY"], env["MAGS_TOKEN"] = "mky_x", "t"
    assert names(Book(Flags(), env), Settings()) == ["own.example", "mimiry-jobs", "mags", "demo"]
    assert names(Book(Flags(), env), BOTH) == ["ci", "boxes", "own.example", "mimiry-jobs", "demo"]
    assert names(Book(Flags(demo=True), env), Settings()) == ["demo"]


def test_a_demo_is_of_the_service_asked_for_or_of_each(env: dict[str, str]) -> None:
    assert Book(Flags(kind="mags", demo=True), env).start(BOTH).name == "demo-mags"
    assert names(Book(Flags(kind="mimiry-jobs", demo=True), env), Settings()) == ["demo-jobs"]
    every = Book(Flags(kind="all", demo=True), env)
    assert every.start(Settings()).name == "demo"
    assert names(every, Settings()) == ["demo", "demo-jobs", "demo-mags"]
    for name in ("demo-jobs", "demo-mags"):
        settings = read_settings(f'[profiles.{name}]\nkind = "mags"\n', kind_names())
        assert settings.profiles == ()
        assert "simulated cloud" in str(settings.problems[0])


def test_what_is_kept_lies_apart_for_each_service_and_place_of_a_token() -> None:
    state, base = Path("/state"), "https://one.example"
    folders = {
        account_dir(state, base, None),
        account_dir(state, base, None, cloud="mags"),
        account_dir(state, base, None, cloud="mimiry-jobs"),
        account_dir(state, base, None, cloud="mags", token="env:A"),
        account_dir(state, base, None, cloud="mags", token="env:B"),
    }
    assert len(folders) == 5


def folder_of(choice: Choice) -> Path | None:
    async def opened() -> Path | None:
        async with choice.opening() as profile:
            return profile.state_dir

    return asyncio.run(opened())


def test_accounts_of_different_tokens_are_different_ones(env: dict[str, str]) -> None:
    book = Book(Flags(), env)
    one, other = (book.of_profile(ProfileEntry("x", kind="mags", token=f"env:{name}")) for name in "AB")
    assert not one.is_same_account(other)
    assert one.is_same_account(book.of_profile(ProfileEntry("y", kind="mags", token="env: A")))
    assert folder_of(one) != folder_of(other)


def test_a_usual_place_of_a_token_is_one_account_whether_it_is_named_or_not(env: dict[str, str]) -> None:
    """And another usual place is another account, whose history and logs are not for the first one."""

    def at(token: str) -> Choice:
        return Book(Flags(), env).of_profile(ProfileEntry("x", kind="mags", token=token))

    from_file, where_it_was = at(""), folder_of(at("env:MAGS_API_TOKEN"))
    env["MAGS_TOKEN"] = "two"
    usual, named, other = at(""), at("env:MAGS_TOKEN"), at("env:MAGS_API_TOKEN")
    assert usual.is_same_account(named)
    assert not named.is_same_account(other)
    assert folder_of(usual) == folder_of(named) != folder_of(other) == where_it_was
    assert folder_of(from_file) not in (folder_of(usual), folder_of(other))
    # An account of another token than the profile's own is offered beside it.
    lab = Settings(profiles=(ProfileEntry("lab", kind="mags", token="env:MAGS_API_TOKEN"),))
    assert names(Book(Flags(), env), lab) == ["lab", "own.example", "mags", "demo"]
    assert folder_of(at("file:~/t")) == folder_of(at(f"file:{env['HOME']}/t"))


def test_a_key_is_the_same_account_from_whichever_folder_it_is_named(
    env: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here = Book(Flags(key="id"), env).start(Settings())
    assert profile_of(here).key_path == tmp_path / "id"
    # Nobody of that name is known here: a path like any other, that nothing is found at.
    odd = Book(Flags(key="~nobody-here/id"), env).start(Settings())
    assert profile_of(odd).key_path == tmp_path / "~nobody-here" / "id"


def test_an_account_is_kept_as_a_profile_with_the_place_of_its_token(env: dict[str, str]) -> None:
    choice = Book(Flags(), env).of_profile(ProfileEntry("x", kind="mimiry-jobs", token="keyring:work"))
    kept = entry_of(choice)
    assert kept is not None
    text = with_profile("", kept)
    assert 'token = "keyring:work"' in text
    read = read_settings(text, kind_names())
    assert read.problems == ()
    assert Book(Flags(), env).of_profile(read.profiles[0]).is_same_account(choice)


def test_an_instance_is_no_place_of_another_service() -> None:
    text = '[profiles.x]\nkind = "mags"\ninstance = "alpha"\n'
    read = read_settings(text, kind_names())
    assert read.profiles == ()
    assert "only mimiry has instances" in str(read.problems[0])


def test_that_there_are_more_services_costs_nothing_before_the_first_frame() -> None:
    code = (
        "import sys; from mimiry_tui.commands.accounts import Book, Flags;"
        "from mimiry_tui.settings.settings import Settings;"
        "Book(Flags(kind='mags'), {'HOME': '/nowhere'}).choices(Settings());"
        "print(*(m for m in sys.modules if m.startswith(('mimiry_tui.clouds', 'httpx', 'keyring', 'msgspec'))"
        " and not m.endswith('.kind') and m.count('.') > 1))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {
        "mimiry_tui.clouds.registry",
        "mimiry_tui.clouds.mimiry",
        "mimiry_tui.clouds.jobs",
        "mimiry_tui.clouds.mags",
    }

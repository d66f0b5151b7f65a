"""The file on disk: written privately, edited in place, refused where it cannot be trusted."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from mimiry_tui.settings import SettingsError
from mimiry_tui.settings.default_file import default_file
from mimiry_tui.settings.file import LARGEST, SettingsFile
from mimiry_tui.settings.profiles import ProfileColour, ProfileEntry
from mimiry_tui.settings.settings import Settings

WORK = ProfileEntry("work", api_base="https://example.org", colour=ProfileColour.RED, read_only=True)


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "mimiry-tui")


def written(file: SettingsFile, text: str, mode: int = 0o600) -> SettingsFile:
    file.path.parent.mkdir(exist_ok=True)
    file.path.write_bytes(text.encode())
    file.path.chmod(mode)
    return file


def test_without_a_file_everything_has_its_default_and_nothing_is_written(file: SettingsFile) -> None:
    assert file.load() == Settings()
    assert not file.path.parent.exists()


def test_the_first_file_is_the_commented_one_and_the_owners_alone(file: SettingsFile) -> None:
    assert file.ensure()
    assert file.path.read_text() == default_file()
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in file.path.parent.iterdir()] == ["settings.toml"]
    file.path.write_text("# mine\n")
    assert not file.ensure()
    assert file.path.read_text() == "# mine\n"


def test_a_setting_takes_the_place_of_its_default_and_gives_it_back(file: SettingsFile) -> None:
    file.set("guards.max_duration", timedelta(hours=8))
    file.set("look.title", False)
    text = file.path.read_text()
    assert text == default_file().replace('#max_duration = ""', 'max_duration = "8h"').replace(
        "#title = true", "title = false"
    )
    assert file.load().preferences.guards.max_duration == timedelta(hours=8)
    file.unset("guards.max_duration")
    file.unset("look.title")
    assert file.path.read_text() == default_file()


def test_none_and_no_columns_or_keys_are_the_default_again(file: SettingsFile) -> None:
    file.set("guards.max_hourly_rate", "4.50")
    file.set("columns.gpus", ("model",))
    file.set("keys.offer.watch", "f5")
    file.set("profile", "work")
    before = file.load()
    assert (before.preferences.columns, before.preferences.keys) == (
        {"gpus": ("model",)},
        {"offer.watch": "f5"},
    )
    for name, value in (("guards.max_hourly_rate", None), ("columns.gpus", ()), ("keys.offer.watch", "")):
        file.set(name, value)
    file.unset("profile")
    assert file.path.read_text() == default_file()


def test_the_id_of_a_binding_is_found_with_and_without_quotes(file: SettingsFile) -> None:
    written(file, '[keys]\noffer.watch = "w" # mine\n"quit.alias" = "q"\n')
    file.set("keys.offer.watch", "f5")
    file.set("keys.quit.alias", "f6")
    assert file.path.read_text() == '[keys]\noffer.watch = "f5" # mine\n"quit.alias" = "f6"\n'
    file.unset("keys.offer.watch")
    assert file.path.read_text() == '[keys]\n"quit.alias" = "f6"\n'


def test_a_profile_is_added_changed_and_taken_out(file: SettingsFile) -> None:
    file.set_profile(WORK)
    file.set_profile(ProfileEntry("büro.2", instance="alpha"))
    file.set("profile", "work")
    assert file.load().profiles == (WORK, ProfileEntry("büro.2", instance="alpha"))
    commented = file.path.read_text().replace("\n[profiles.work]", "\n# mine\n[profiles.work] # too")
    file.path.write_text(commented)
    changed = ProfileEntry("work", instance="softlaunch", read_only=True)
    file.set_profile(changed)
    assert file.load() == Settings(
        profiles=(changed, ProfileEntry("büro.2", instance="alpha")), profile="work"
    )
    assert "# mine\n[profiles.work] # too\n" in file.path.read_text()
    file.remove_profile("work")
    file.remove_profile("work")
    assert file.load() == Settings(profiles=(ProfileEntry("büro.2", instance="alpha"),))


@pytest.mark.parametrize(
    "entry",
    [
        ProfileEntry("a b"),
        ProfileEntry("a", instance="x", api_base="https://example.org"),
        ProfileEntry("a", api_base="nowhere"),
        ProfileEntry("a", token="sk-0815"),
        ProfileEntry("a", key="a\nb"),
    ],
    ids=lambda entry: repr(entry.name),
)
def test_a_profile_that_could_not_be_read_back_is_not_written(
    file: SettingsFile, entry: ProfileEntry
) -> None:
    with pytest.raises(SettingsError) as caught:
        file.set_profile(entry)
    assert "0815" not in str(caught.value)
    assert not file.path.exists()


def test_a_value_or_name_that_cannot_be_is_not_written(file: SettingsFile) -> None:
    for name, value in (("refresh.sessions", 0), ("look.teme", "x"), ("look.theme", "a\nb")):
        with pytest.raises(SettingsError):
            file.set(name, value)
    assert not file.path.exists()


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_neither_used_nor_changed(file: SettingsFile, mode: int) -> None:
    written(file, '[profiles.a]\napi_base = "https://evil.example"\n', mode)
    settings = file.load()
    assert settings.profiles == ()
    assert str(settings.problems[0]) == (
        f"{file.path}: group or others may write it (chmod 600 it); nothing in it is used"
    )
    with pytest.raises(SettingsError, match="chmod 600"):
        file.set("look.theme", "nord")
    assert stat.S_IMODE(file.path.stat().st_mode) == mode


def test_what_cannot_be_read_as_text_is_one_problem(file: SettingsFile) -> None:
    written(file, "x" * (LARGEST + 1))
    assert "larger than 256 KB" in str(file.load().problems)
    file.path.write_bytes(b"a = '\xff'")
    assert "not UTF-8 text" in str(file.load().problems)
    file.path.unlink()
    os.mkfifo(file.path)
    assert "not a file" in str(file.load().problems)


@pytest.mark.parametrize(("start", "line"), [('#\nprofile = "a"\n', 2), ("[profiles.a]\n", None)])
def test_an_unused_file_does_not_let_its_profile_be_passed_over(
    file: SettingsFile, start: str, line: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lines() -> list[int | None]:
        return [one.line for one in file.load().problems if one.setting == "profile"]

    def refuse(*_: object) -> object:
        raise PermissionError(13, "Permission denied")

    told = [line] if line else []
    for text, mode in ((start, 0o664), (f"\ufeff{start}\udcff", 0o600), (start + "#" * LARGEST, 0o600)):
        file.path.parent.mkdir(exist_ok=True)
        file.path.write_text(text, encoding="utf-8", errors="surrogateescape")
        file.path.chmod(mode)
        assert lines() == told
    monkeypatch.setattr(type(file.path), "open", refuse)
    assert lines() == [None], "one that cannot be opened may name any"


def test_a_broken_file_is_left_alone_and_its_line_named(file: SettingsFile) -> None:
    text = "[look]\ntheme = \n"
    written(file, text)
    told = r"settings\.toml, line 2: not TOML: .*not saved"
    with pytest.raises(SettingsError, match=told):
        file.set("look.theme", "nord")
    with pytest.raises(SettingsError, match=told):
        file.remove_profile("a")
    assert file.path.read_text() == text


def test_a_disk_that_refuses_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    file = SettingsFile(tmp_path / "taken")
    assert file.load() == Settings()
    with pytest.raises(SettingsError, match=r"settings\.toml: .*; the setting is not saved"):
        file.ensure()


def test_line_ends_of_windows_and_a_byte_order_mark_do_no_harm(file: SettingsFile) -> None:
    written(file, '\ufeff# mine\r\n[look]\r\ntheme = "nord"\r\n')
    assert file.load().preferences.look.theme == "nord"
    file.set("look.title", False)
    assert file.path.read_bytes() == b'# mine\r\n[look]\r\ntheme = "nord"\r\ntitle = false\r\n'


def test_a_link_stays_one(file: SettingsFile, tmp_path: Path) -> None:
    (tmp_path / "dotfiles.toml").write_text("# mine\n")
    file.path.parent.mkdir()
    file.path.symlink_to(tmp_path / "dotfiles.toml")
    file.set("look.theme", "nord")
    assert file.path.is_symlink()
    assert (tmp_path / "dotfiles.toml").read_text() == '# mine\n\n[look]\ntheme = "nord"\n'


def test_two_dashboards_that_write_at_once_lose_nothing(file: SettingsFile) -> None:
    other = SettingsFile(file.path.parent)
    with ThreadPoolExecutor(2) as threads:
        changes = [
            threads.submit(each.set, f"keys.{name}{number}", "f5")
            for number in range(8)
            for each, name in ((file, "a"), (other, "b"))
        ]
    assert [change.result() for change in changes] == [None] * 16
    assert set(file.load().preferences.keys) == {f"{name}{number}" for name in "ab" for number in range(8)}


def test_the_stamp_tells_when_the_file_is_another(file: SettingsFile) -> None:
    none = file.stamp()
    assert file.stamp() == none
    file.ensure()
    first = file.stamp()
    assert first == file.stamp() != none
    file.set("look.theme", "nord")
    assert file.stamp() != first
    file.path.unlink()
    assert file.stamp() == none


def test_settings_load_nothing_heavy_where_there_is_no_file(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from mimiry_tui.settings.file import SettingsFile;"
        f"SettingsFile(pathlib.Path({str(tmp_path)!r})).load();"
        "print(sorted({'tomllib', 'tomlkit', 'difflib', 'textual'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

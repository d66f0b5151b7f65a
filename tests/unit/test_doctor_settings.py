"""The doctor on the settings: whatever of them is not used is told, by whomever it is found out."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import pytest

from mimiry_tui.commands.account_options import add_account_options, profile_of
from mimiry_tui.commands.doctor.findings import Level
from mimiry_tui.commands.doctor.settings_check import check_settings
from mimiry_tui.settings import SettingsError
from tests.support.doctor import profile_for, surroundings, the, troubles

BASE = "http://127.0.0.1:1"


async def test_settings_are_told_with_each_thing_that_is_not_used(tmp_path: Path) -> None:
    profile = replace(profile_for(BASE), warnings=("config.toml ignored: it is not valid TOML",))
    around = surroundings(tmp_path, profile)
    found = await check_settings(around)
    assert troubles(found) == {"settings.sdk_config": Level.WARN}
    assert the(found, "settings.account").words == f"account test at {BASE}"
    around.paths.config_dir.mkdir(parents=True)
    file = around.paths.config_dir / "settings.toml"
    file.write_text("[look]\ntheme = 17\n")
    file.chmod(0o600)
    wrong = await check_settings(surroundings(tmp_path, profile_for(BASE)))
    assert troubles(wrong) == {"settings.problem": Level.WARN}
    assert the(wrong, "settings.problem").words.startswith("line 2: look.theme: ")
    file.write_text('[look]\ntheme = "gone"\n[keys]\nlaunch = "f5"\nlanch = "f6"\n')
    (file.parent / "themes").mkdir()
    (file.parent / "themes" / "mine.toml").write_text("nonsense")
    drawn = [one for one in await check_settings(around) if one.id == "settings.problem"]
    assert [one.words.partition(": ")[0] for one in drawn] == ["line 5", "themes/mine.toml", "line 2"]
    assert "did you mean launch?" in drawn[0].words
    assert drawn[1].fix == f"mend it in {file.parent}/themes/mine.toml"
    assert drawn[2].words == "line 2: look.theme: there is no gone"
    (file.parent / "themes" / "mine.toml").unlink()
    file.write_text("")
    assert troubles(await check_settings(surroundings(tmp_path, profile_for(BASE)))) == {}


@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        ('profile = "x"\n[[profiles\n', 0o600, "line 2: not TOML"),
        ('profile = "x"\n[profiles.x]\n', 0o666, "group or others may write it"),
    ],
)
async def test_a_file_of_which_nothing_is_used_is_told_once_with_the_reason(
    tmp_path: Path, text: str, mode: int, reason: str
) -> None:
    around = surroundings(tmp_path, None)
    around.paths.config_dir.mkdir(parents=True)
    file = around.paths.config_dir / "settings.toml"
    file.write_text(text)
    file.chmod(mode)
    options = argparse.ArgumentParser()
    add_account_options(options)
    with pytest.raises(SettingsError) as trouble:
        profile_of(options.parse_args([]), around.env)
    found = await check_settings(replace(around, profile_trouble=str(trouble.value)))
    assert troubles(found) == {"settings.file": Level.WARN, "settings.account": Level.FAIL}
    told = [one.words for one in found]
    assert sum(reason in words for words in told) == 1
    assert sum(str(file) in words for words in told) == 1
    assert the(found, "settings.account").words == "which account is meant cannot be told without that file"
    # What has nothing to do with the file is told as ever.
    other = await check_settings(replace(around, profile_trouble="--kind: there is no kind x"))
    assert the(other, "settings.account").words == "--kind: there is no kind x"

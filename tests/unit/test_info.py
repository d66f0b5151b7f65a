"""`mimiry-tui info` and whose account a subcommand means."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mimiry_tui import __version__
from mimiry_tui.commands.account_options import add_account_options, entry_of, profile_of
from mimiry_tui.commands.info import add_arguments, run
from mimiry_tui.commands.info_facts import LIBRARIES
from mimiry_tui.commands.info_schema import SCHEMA
from mimiry_tui.settings import SettingsError
from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.settings.reading import read_settings
from mimiry_tui.settings.schema import json_schema
from mimiry_tui.settings.settings import Settings

LIST_LOADED = """
import sys
from mimiry_tui.cli import main
code = main(sys.argv[1:])
print("\\n---", code, *sorted({name.partition(".")[0] for name in sys.modules}))
"""
WORK = ProfileEntry("work", instance="alpha", key="~/.ssh/work", read_only=True)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A home folder of one's own, and nothing else."""
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "STATE", "CACHE")}
    return {"HOME": str(tmp_path), "PATH": os.environ["PATH"], **folders}


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    folder = tmp_path / "config" / "mimiry-tui"
    folder.mkdir(parents=True)
    path = folder / "settings.toml"
    path.touch(0o600)
    return path


def options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_account_options(parser)
    return parser.parse_args(arguments)


def info(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def test_the_report_keeps_to_its_schema_and_names_nobody(
    tmp_path: Path,
    env: dict[str, str],
    settings_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in {**env, "TMUX": "/tmp/tmux-1/secret,1,0", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    settings_file.write_text("[look]\ntheme = 17\n")
    assert info("--json", "--key", f"{tmp_path}/.ssh/id", "--instance", "alpha") == 0
    said = capsys.readouterr().out
    report = json.loads(said)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(report)
    assert (report["program"], report["trouble"]) == (__version__, None)
    assert report["libraries"]["textual"] is not None
    assert report["account"] == {
        "name": "alpha",
        "cloud": "mimiry",
        "api_base": "https://alpha.mimiry.com",
        "api_base_source": "--instance",
        "key": "~/.ssh/id",
        "key_source": "--key",
        "token": None,
    }
    assert report["folders"]["config"] == {"path": "~/config/mimiry-tui", "bytes": 18}
    assert report["folders"]["cache"]["bytes"] is None
    assert report["settings_problems"][0].startswith("line 2: look.theme: ")
    assert report["terminal"]["TMUX"] == "set"
    assert str(tmp_path) not in said
    assert "secret" not in said


def test_people_read_the_same_in_lines(
    env: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert info("--instance", "alpha") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"mimiry-tui {__version__}"
    assert "  name             alpha" in lines
    assert "  key              —" in lines
    assert "  config   ~/config/mimiry-tui  not there yet" in lines
    assert lines[lines.index("settings problems") + 1] == "  none"


def test_where_no_account_can_be_told_the_rest_is(
    settings_file: Path,
    env: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    settings_file.write_text('profile = "gone"\n[profiles.work]\ninstance = "alpha"\n')
    assert info("--json") == 2
    report = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA).validate(report)
    assert report["trouble"] == "settings.toml, line 1: profile: there is no such profile"
    assert set(report["account"].values()) == {None}
    assert report["settings_problems"] == ["line 1: profile: there is no such profile"]
    assert info() == 2
    assert "\ntrouble: settings.toml, line 1" in capsys.readouterr().out


def test_every_library_that_is_needed_is_told() -> None:
    lines = requires("mimiry-tui") or []
    needed = {re.split(r"[\s<>=!~;\[]", line)[0] for line in lines if "extra == 'dev'" not in line}
    assert needed <= set(LIBRARIES)


@pytest.mark.parametrize(("subcommand", "code"), [("info", "0"), ("doctor", "2")])
def test_no_terminal_library_is_loaded_for_a_report(subcommand: str, code: str, env: dict[str, str]) -> None:
    argv = [sys.executable, "-c", LIST_LOADED, subcommand, "--api-base", "http://127.0.0.1:1"]
    said = subprocess.run(argv, env=env, capture_output=True, text=True, check=True).stdout
    report, _, loaded = said.partition("\n--- ")
    assert report.startswith(f"mimiry-tui {__version__}\n")
    assert loaded.split()[0] == code
    assert not {"textual", "rich"} & set(loaded.split())


def test_the_account_is_that_of_the_named_profile_unless_options_say_otherwise(
    tmp_path: Path, env: dict[str, str], settings_file: Path
) -> None:
    settings_file.write_text(
        'profile = "home"\n[profiles.home]\ninstance = "beta"\n'
        '[profiles.work]\ninstance = "alpha"\nkey = "~/.ssh/work"\nread_only = true\n'
    )
    work = profile_of(options("--profile", "work"), env)
    assert (work.name, work.api_base) == ("work", "https://alpha.mimiry.com")
    assert work.key_path == tmp_path / ".ssh" / "work"
    assert work.read_only
    assert work.state_dir is not None
    assert work.state_dir.parent == tmp_path / "state" / "mimiry-tui" / "accounts"
    assert work.config_dir == settings_file.parent
    other = profile_of(options("--profile", "work", "--instance", "gamma"), env)
    assert other.api_base == "https://gamma.mimiry.com"
    assert profile_of(options(), env).api_base == "https://beta.mimiry.com"


def test_a_profile_that_is_not_there_is_told_with_those_that_are() -> None:
    settings = Settings(profiles=(WORK,), profile="gone")
    assert entry_of(None, settings, is_named=False) is None
    assert entry_of("work", settings, is_named=True) is WORK
    with pytest.raises(SettingsError, match=r"no profile wrok \(there are: work\)"):
        entry_of("wrok", settings, is_named=False)
    with pytest.raises(SettingsError, match=r"there are: none"):
        entry_of("x", Settings(), is_named=False)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[[profiles]]\nname = "x"', r"line 1: profiles: has to be tables: \[profiles.NAME\]"),
        ('[profiles.x]\ncolour = "q"\ninstance = 5', "line 3: profiles.x.instance: has to be a text"),
    ],
)
def test_a_profile_that_the_file_spoils_is_told_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(SettingsError, match=f"--profile: settings.toml, {why}"):
        entry_of("x", read_settings(text), is_named=False)


def test_the_schema_of_the_settings_is_printed_whatever_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert info("--settings-schema", "--profile", "none") == 0
    assert json.loads(capsys.readouterr().out) == json_schema()

"""The subcommands at services that take tokens: what they tell, and what they say they cannot do."""

from __future__ import annotations

import argparse
import json
import shlex

import pytest

from mimiry_tui import cli
from mimiry_tui.cli_parser import dashboard_parser
from mimiry_tui.clouds.registry import kind_names
from mimiry_tui.commands.completion import _WORDS
from mimiry_tui.commands.serve.server import command_line


@pytest.fixture(autouse=True)
def _no_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MAGS_API_TOKEN", "MAGS_TOKEN", "MAGS_API_URL", "MIMIRY_API_KEY", "MIMIRY_JOBS_API_BASE"):
        monkeypatch.delenv(name, raising=False)


def test_info_tells_where_a_token_is_looked_for_and_never_the_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAGS_TOKEN", "s3cret")
    assert cli.main(["info", "--kind", "mags", "--json"]) == 0
    said = capsys.readouterr().out
    account = json.loads(said)["account"]
    assert account["cloud"] == "mags"
    assert account["key"] is None
    assert account["token"] == "env MAGS_API_TOKEN, env MAGS_TOKEN, ~/.mags/config.json"
    assert "s3cret" not in said


@pytest.mark.parametrize("kind", ["mimiry-jobs", "mags"])
def test_ssh_config_refuses_in_words_where_sessions_tell_no_shell(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ssh-config", "--print", "--kind", kind]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("mimiry-tui: ")
    assert said.err.endswith("ssh can be taught no names\n")


@pytest.mark.parametrize("command", [["info"], ["snapshot"], ["ssh-config", "--print"], ["serve"]])
def test_a_kind_that_nobody_knows_is_refused_with_those_there_are(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*command, "--kind", "magz"]) == 2
    said = capsys.readouterr()
    told = said.out if command == ["info"] else said.err  # it tells whatever can be told
    assert "there is no kind magz (there are: mimiry, mimiry-jobs, mags)" in told


def test_each_page_of_serve_opens_the_kind_that_was_asked_for() -> None:
    parser = dashboard_parser(takes_words=False)
    options = parser.parse_args(["--demo", "--kind", "all"])
    assert shlex.split(command_line(options))[-2:] == ["--kind=all", "--demo"]
    plain = argparse.Namespace(**{**vars(options), "kind": None})
    assert "--kind" not in command_line(plain)


def test_kinds_are_completed() -> None:
    assert tuple(_WORDS["kind"]()) == kind_names()

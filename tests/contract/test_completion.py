"""Completion, as the shells ask for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mimiry_tui import cli
from tests.support.tools import need

_SETTINGS = """
[profiles.work]
instance = "alpha"
[profiles.weekend]
instance = "softlaunch"
"""


def completed(line: str, folder: Path, **env: str) -> list[str]:
    """The words that the program answers for this line, with the cursor at its end."""
    answers = folder / "answers"
    asked = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answers),
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    subprocess.run(
        [sys.executable, "-m", "mimiry_tui"],
        env={**os.environ, **asked, **env},
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=True,
    )
    return [word.strip() for word in answers.read_text().split("\n")]


@pytest.mark.parametrize(
    ("line", "there", "not_there"),
    [
        ("mimiry-tui --notify o", {"osc9", "osc777", "off"}, {"bell"}),
        ("mimiry-tui snapshot --", {"--json", "--line", "--svg", "--timeout"}, {"--notify"}),
        ("mimiry-tui --instance so", {"softlaunch"}, {"alpha"}),
        ("mimiry-tui --theme mimiry-", {"mimiry-dark", "mimiry-contrast"}, {"nord"}),
        ("mimiry-tui simulate --fault error5", {"error500", "error503"}, {"reset"}),
        ("mimiry-tui simulate --scopes jobs:read,ssh", {"jobs:read,ssh_keys:write"}, {"jobs:read"}),
        ("mimiry-tui --demo --kind ", {"mimiry", "mags", "all"}, {"doctor"}),
        ("mimiry-tui snapshot --demo --kind ", {"mimiry", "mags"}, {"all"}),
        ("FOO=1 mimiry-tui --demo ", {"--kind"}, {"doctor", "setup"}),
    ],
)
def test_words_and_values_are_completed(
    line: str, there: set[str], not_there: set[str], tmp_path: Path
) -> None:
    words = set(completed(line, tmp_path))
    assert there <= words
    assert not words & not_there


@pytest.mark.parametrize("line", ["simulate --port ", "doctor --kind a"])
def test_nothing_is_offered_where_nothing_fits(line: str, tmp_path: Path) -> None:
    assert completed(f"mimiry-tui {line}", tmp_path) == [""]


def test_profiles_are_completed_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "mimiry-tui"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(_SETTINGS)
    line = "mimiry-tui snapshot --profile we"
    assert completed(line, tmp_path, XDG_CONFIG_HOME=str(tmp_path / "config")) == ["weekend"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_its_code(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", shell]) == 0
    said = capsys.readouterr().out
    assert "mimiry-tui" in said
    assert ("complete --command" in said) == (shell == "fish")


SHELLS = {
    "bash": """
        eval "$(mimiry-tui completion bash)"
        COMP_LINE="mimiry-tui sna" COMP_POINT=14 COMP_TYPE=9 COMP_WORDS=(mimiry-tui sna) COMP_CWORD=1
        _python_argcomplete mimiry-tui sna mimiry-tui
        echo "${COMPREPLY[0]}"
    """,
    "zsh": """
        autoload -Uz is-at-least
        compdef() { :; }
        _describe() { print -r -- ${${(P)2}%%:*}; }
        eval "$(mimiry-tui completion zsh)"
        BUFFER="mimiry-tui sna" CURSOR=14 words=(mimiry-tui sna)
        _python_argcomplete
    """,
    "fish": """
        mimiry-tui completion fish | source
        complete -C "mimiry-tui sna" | string split -f1 \\t
    """,
}
"""What has each shell complete a command, and print it."""


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_a_command_with_it(shell: str, tmp_path: Path) -> None:
    found = need("bash") if shell == "bash" else shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not here")
    program = tmp_path / "mimiry-tui"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mimiry_tui "$@"\n')
    program.chmod(0o755)
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    env = {**os.environ, **home, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(Path.cwd())}
    run = subprocess.run(
        [found, "-c", SHELLS[shell]], env=env, capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stdout.strip() == "snapshot"

"""What `--help` teaches: every command with its examples, all of them true, in the width there is."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest

from mimiry_tui import cli, cli_parser
from mimiry_tui.commands.guide import two_columns
from mimiry_tui.commands.table import DASHBOARD_EXAMPLES, SUBCOMMANDS, Subcommand, find

EXAMPLES = [*DASHBOARD_EXAMPLES, *(example for one in SUBCOMMANDS for example in one.examples)]
HELP_OF_ALL = """
import contextlib, sys
from mimiry_tui.cli import main
for name in sys.argv[1:]:
    with contextlib.suppress(SystemExit):
        main([name, "--help"])
print(*sys.modules)
"""
HEAVY = {"textual", "rich", "httpx", "asyncssh", "cryptography", "msgspec", "sqlite3", "aiohttp", "tomlkit"}


def help_of(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as end:
        cli.main([name, "--help"] if name else ["--help"])
    assert end.value.code == 0
    return capsys.readouterr().out


def arguments_of(line: str) -> list[str]:
    """What the program is given by a line of an example."""
    called = re.search(r"mimiry-tui\b([^|)\"]*)", line)
    assert called is not None
    return shlex.split(called[1])


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_help_keeps_to_the_terminal_and_names_every_command(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    said = help_of("", capsys)
    copied = {example.line for example in DASHBOARD_EXAMPLES}
    assert all(len(row) <= columns or row.strip() in copied for row in said.splitlines())
    assert all(f"\n  {one.name} " in said for one in SUBCOMMANDS)
    assert all(example.line in said for example in DASHBOARD_EXAMPLES)


@pytest.mark.parametrize("subcommand", SUBCOMMANDS, ids=lambda one: one.name)
def test_every_command_shows_how_it_is_used(
    subcommand: Subcommand, capsys: pytest.CaptureFixture[str]
) -> None:
    said = help_of(subcommand.name, capsys)
    assert f"usage: mimiry-tui {subcommand.name}" in said
    assert len(subcommand.examples) >= 2
    assert all(example.line in said for example in subcommand.examples)


@pytest.mark.parametrize("line", [example.line for example in EXAMPLES])
def test_every_example_is_understood(line: str) -> None:
    words = arguments_of(line)
    subcommand = find(words[0]) if words else None
    if subcommand is None:
        cli_parser.parse_dashboard(words)
    elif not subcommand.module:
        cli_parser.parse_setup(words[1:])
    else:
        parser = cli_parser.subcommand_parser(subcommand)
        cli_parser.load(subcommand).add_arguments(parser)
        parser.parse_args(words[1:])


def test_the_help_of_no_command_loads_anything_heavy() -> None:
    command = [sys.executable, "-c", HELP_OF_ALL, *(one.name for one in SUBCOMMANDS)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.splitlines()[-1].split()}
    assert "mimiry_tui" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["doctr"], "no such command: doctr; did you mean doctor?"),
        (["--demo", "snapshot"], "the command comes first: mimiry-tui snapshot"),
        (["fax\x1b[31m"], "no such command: fax␛[31m"),
    ],
)
def test_a_word_in_the_wrong_place_is_explained(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    assert end.value.code == 2
    assert told in capsys.readouterr().err


def test_words_go_below_their_line_where_there_is_no_room_beside_it() -> None:
    rows = [("command --with options", "what it does, in more words than fit beside it here")]
    assert two_columns("examples", rows, 50).splitlines() == [
        "examples:",
        "  command --with options",
        "      what it does, in more words than fit beside",
        "      it here",
    ]
    assert two_columns("examples", rows, 90).splitlines()[1] == (
        "  command --with options   what it does, in more words than fit beside it here"
    )

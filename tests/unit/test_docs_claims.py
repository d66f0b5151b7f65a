"""What the comparison in the README says of the SDK's program is what its published version does."""

from __future__ import annotations

import inspect
import re
from importlib.metadata import version

import pytest
from mimiry import _cli as sdk  # type: ignore[import-untyped]
from mimiry import _ssh as sdk_ssh

from tests.support import docs

README = (docs.ROOT / "README.md").read_text("utf-8")
COLUMN = 2
"""Of the comparison: 0 what is compared, 1 ours, 2 the SDK's program, 3 mirc."""


def _rows() -> dict[str, list[str]]:
    text = README.partition("## Compared with the others")[2].partition("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "|" in line
    ]
    return {row[0]: row for row in cells}


def _help(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What the SDK's program prints of a command; "" for one that it does not know."""
    with pytest.raises(SystemExit) as ended:
        sdk.main([*words, "--help"])
    printed = capsys.readouterr().out
    return "" if ended.value.code else printed


def test_the_version_named_is_the_one_that_was_looked_at() -> None:
    assert f"`mimiry` {version('mimiry')}" in README
    assert f"version {version('mimiry')}" in README


def test_every_command_of_the_sdks_program_that_is_named_exists(capsys: pytest.CaptureFixture[str]) -> None:
    named = {
        tuple(words.split())
        for row in _rows().values()
        for words in re.findall(r"`([a-z][a-z -]*)`", row[COLUMN])
        if not words.startswith("mimiry")
    }
    assert ("session", "create") in named
    for words in named:
        commands = [word for word in words if not word.startswith("-")]
        told = _help(capsys, *commands)
        assert told, words
        assert all(option in told for option in words if option.startswith("-")), words


def test_the_sdks_program_has_no_option_for_longest_run_and_highest_price(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _rows()["longest run, highest price"][COLUMN] == "no option for either"
    told = _help(capsys, "session", "create")
    assert not re.search(r"--[a-z-]*(duration|rate|price|family|vram)", told)
    assert re.search(r"--gpu GPU\b", told)


def test_the_sdks_program_ends_a_session_without_a_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert _rows()["ending"][COLUMN].endswith("sends at once")
    assert "input(" not in inspect.getsource(sdk.cmd_session_terminate)
    assert "confirm" not in inspect.getsource(sdk.cmd_session_terminate)
    assert "--yes" not in _help(capsys, "session", "terminate")


def test_the_sdks_program_takes_any_host_key() -> None:
    assert _rows()["ssh"][COLUMN].endswith("any host key is accepted")
    source = inspect.getsource(sdk_ssh)
    assert "StrictHostKeyChecking=no" in source
    assert "UserKnownHostsFile=/dev/null" in source


def test_the_sdks_list_of_sessions_has_the_columns_that_are_named() -> None:
    assert "id, state, creation, name" in _rows()["sessions"][COLUMN]
    headings = re.findall(r'\("([A-Z() ]+)", "', inspect.getsource(sdk.cmd_session_list))
    assert headings == ["ID", "STATE", "CREATED (UTC)", "NAME"]


def test_what_is_not_there_yet_is_not_claimed() -> None:
    from mimiry_tui.commands.table import SUBCOMMANDS

    ours = {name: row[1] for name, row in _rows().items()}
    assert ours["registering a key"].startswith("`setup`")
    named = set(re.findall(r"`([a-z-]+)(?: --[a-z]+)?`", " ".join(ours.values())))
    assert named <= {one.name for one in SUBCOMMANDS}


def test_what_is_said_of_transactions_can_be_opened() -> None:
    from mimiry_tui.domain.accounting.spend import By
    from mimiry_tui.ui.screens.account_keys import SPEND, TABS, TRANSACTIONS

    assert {TRANSACTIONS, SPEND} <= set(TABS)
    said = _rows()["transactions"][1]
    _, _, spent = said.partition("spent by ")
    assert {word.strip() for word in spent.lower().split(",")} <= {str(one.value).lower() for one in By}

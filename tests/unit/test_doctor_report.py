"""The doctor's report: for people, for scripts, and with nothing in it that is nobody's business."""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mimiry_tui.clouds import errors
from mimiry_tui.commands.doctor.command import add_arguments, run
from mimiry_tui.commands.doctor.diagnosis import diagnose
from mimiry_tui.commands.doctor.examination import examine
from mimiry_tui.commands.doctor.findings import Finding, Group, Level, exit_code
from mimiry_tui.commands.doctor.printing import as_json, as_text, can_print_signs, is_coloured, summary
from mimiry_tui.commands.doctor.schema import SCHEMA
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.commands.doctor.waiting import Waiting
from mimiry_tui.commands.plain_words import in_command, plain_words
from tests.support.doctor import surroundings

HOME = Path("/home/ann")
FINE = Finding("key.file", Group.KEY, Level.OK, "/home/ann/.ssh/id: ed25519")
SLOW = Finding("network.http", Group.NETWORK, Level.WARN, "slowly", "wait", 1.24)
BROKEN = Finding("network.tls", Group.NETWORK, Level.FAIL, "expired", "check the date", 0.0123)


def test_people_read_signs_groups_fixes_and_times() -> None:
    assert as_text((FINE, SLOW, BROKEN), HOME, coloured=False) == (
        "\nKey\n  ✓ ~/.ssh/id: ed25519\n"
        "\nNetwork\n  ⚠ slowly  1.2 s\n    → wait\n  ✗ expired  12 ms\n    → check the date\n"
    )
    long = Finding(
        "key.agent", Group.KEY, Level.WARN, "no answer at /tmp/a-path-that-stays-whole", "start it"
    )
    assert as_text((long,), HOME, width=30) == (
        "\nKey\n  ⚠ no answer at\n    /tmp/a-path-that-stays-whole\n    → start it\n"
    )
    assert "\x1b[31m✗\x1b[0m expired" in as_text((BROKEN,), HOME, coloured=True)
    plain = as_text((FINE, SLOW, BROKEN), HOME, has_signs=can_print_signs("latin-1"))
    assert [line[:6] for line in plain.splitlines() if line[:1] == " "] == [
        *("  + ~/", "  ! sl", "    > ", "  x ex", "    > ")
    ]
    assert summary((FINE, SLOW, BROKEN)) == "1 failure, 1 warning"
    assert summary((FINE,)) == "All is well."


@pytest.mark.parametrize(
    ("is_tty", "env", "coloured"),
    [
        (True, {"TERM": "xterm"}, True),
        (False, {"TERM": "xterm"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (True, {}, False),
    ],
)
def test_colour_is_for_people_who_like_it(is_tty: bool, env: dict[str, str], coloured: bool) -> None:
    assert is_coloured(is_tty, env) is coloured


@pytest.mark.parametrize(
    ("findings", "code"), [((), 0), ((FINE,), 0), ((FINE, SLOW), 1), ((FINE, SLOW, BROKEN), 2)]
)
def test_the_worst_finding_is_the_exit_code(findings: Sequence[Finding], code: int) -> None:
    assert exit_code(findings) == code


def test_scripts_read_what_the_schema_says() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    told = json.loads(as_json((FINE, SLOW), HOME))
    Draft202012Validator(SCHEMA).validate(told)
    assert told["level"] == "warn"
    assert told["findings"][0]["words"] == "~/.ssh/id: ed25519"
    assert told["findings"][1] == {
        "id": "network.http",
        "group": "network",
        "level": "warn",
        "words": "slowly",
        "fix": "wait",
        "seconds": 1.24,
    }


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("in /home/ann/.ssh and /home/ann", "in ~/.ssh and ~"),
        ("/home/anna and /mnt/home/ann stay", "/home/anna and /mnt/home/ann stay"),
        ("no account of ann.b+c@mail.example.org", "no account of [hidden]"),
        ("Bearer abcdef.ghi", "[hidden]"),
        ("at foo://ann:[secure]@host:1 and x://ann@h", "at foo://[hidden]@host:1 and x://[hidden]@h"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjF9.sig refused", "[hidden] refused"),
        ("two\nlines \x1b[31mred", "two␊lines ␛[31mred"),
    ],
)
def test_nothing_of_the_person_and_nothing_secret_is_told(text: str, plain: str) -> None:
    assert plain_words(text, HOME) == plain


@pytest.mark.parametrize("name", ["id", "my key", "it's mine; rm -rf ~", "$(id)"])
def test_a_shell_reads_the_path_in_a_command_as_one_word(name: str) -> None:
    home = Path("/home/an n's")
    shown = plain_words(f"printf %s {in_command(home / '.ssh' / name)}", home)
    assert shown.startswith("printf %s ~/")
    read = subprocess.run(
        ["/bin/sh", "-c", shown], env={"HOME": str(home)}, capture_output=True, text=True, check=True
    )
    assert read.stdout == str(home / ".ssh" / name)


def test_a_home_that_is_a_link_is_hidden_by_both_its_names(tmp_path: Path) -> None:
    (tmp_path / "ann").mkdir()
    (tmp_path / "home").symlink_to("ann")
    text = f"{tmp_path}/home/.ssh and {tmp_path}/ann/.ssh"
    assert plain_words(text, tmp_path / "home") == "~/.ssh and ~/.ssh"


def test_a_home_at_the_root_hides_no_slash() -> None:
    assert plain_words("/etc/ssl", Path("/")) == "/etc/ssl"


async def test_all_checks_run_at_once_and_what_is_near_is_told_first(tmp_path: Path) -> None:
    order: list[str] = []
    near_is_told = asyncio.Event()

    async def near(_: Surroundings) -> list[Finding]:
        return [FINE]

    async def far(_: Surroundings) -> list[Finding]:
        await near_is_told.wait()
        return [SLOW]

    def tell(findings: Sequence[Finding]) -> None:
        order.extend(finding.id for finding in findings)
        near_is_told.set()

    found = await examine(surroundings(tmp_path), tell, near=[near], far=[far])
    assert order == ["key.file", "network.http"]
    assert found == (FINE, SLOW)


@pytest.mark.parametrize(
    ("error", "words", "fix"),
    [
        (errors.Unreachable("no way"), "Offline: no way", "check the network, the proxy variables"),
        (
            errors.StillBooting(status=503, retry_after=7),
            "(HTTP 503), again in 7 s",
            "once the machine is up",
        ),
        (errors.NotFound("?", status=404), "Not found: ? (HTTP 404)", "any path in its base URL"),
        (errors.UnreadableAnswer("x", title="Redirected", hint="set it"), "Redirected: x", "set it"),
        (errors.Forbidden("no", status=403), "Not allowed: no (HTTP 403)", ""),
        (
            errors.KeyNotRegistered("ssh key not registered.", status=401),
            "not registered (HTTP 401)",
            "setup",
        ),
        (errors.SignatureRefused("bad"), "Signature refused: bad", "may not belong together"),
    ],
)
def test_an_error_becomes_a_cause_and_a_remedy(error: errors.CloudError, words: str, fix: str) -> None:
    cause = diagnose(error)
    assert words in cause.words
    assert fix in cause.fix


def test_a_person_is_told_who_is_waited_for_until_there_is_more_to_say() -> None:
    said: list[str] = []
    waiting = Waiting(said.append, "https://gpu.example/api")
    waiting.say("near\n")
    assert said == ["near\n\n  … asking gpu.example"]
    waiting.say("\nfar\n")
    waiting.end()
    assert said[1:] == ["\r\x1b[K\x1b[A", "\nfar\n"]
    silent = Waiting(said.append, "")
    silent.say("all")
    silent.end()
    assert said[3:] == ["all"]


def doctor(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def test_the_command_tells_a_setting_that_is_wrong_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert doctor("--api-base", "nonsense", "--json") == 2
    told = json.loads(capsys.readouterr().out)
    Draft202012Validator(SCHEMA).validate(told)
    groups = [finding["group"] for finding in told["findings"]]
    assert set(groups) == {"settings", "programs", "terminal", "storage"}
    assert groups == sorted(groups, key=[group.value for group in Group].index)
    assert doctor("--api-base", "nonsense") == 2
    text = capsys.readouterr().out
    assert text.startswith("mimiry-tui ")
    assert "✗ --api-base: not an http(s) URL: nonsense" in text
    assert text.rstrip().endswith("1 failure")
    assert "\x1b" not in text


def test_the_command_can_be_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mimiry_tui.commands.doctor.examination.examine", interrupt)
    assert doctor("--json") == 130

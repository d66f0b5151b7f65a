"""Commands typed before come back, in this run and in the next, and secrets do not."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from mimiry_tui.ui.command_line.history import FILE, LONGEST, MOST, CommandHistory
from mimiry_tui.ui.command_line.recalling import Recalling
from mimiry_tui.ui.command_line.secrets import without_secrets


async def test_commands_outlive_the_run_and_nobody_else_reads_them(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    first = CommandHistory(folder)
    for line in ("ssh train", "launch --env TOKEN=s3cret", "  ssh train "):
        await first.add(line)
    file = folder / FILE
    assert file.read_text() == "launch --env TOKEN=\nssh train\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    second = CommandHistory(folder)
    await second.add("zoom")  # typed before the file was read
    await second.load()
    assert list(second.lines) == ["launch --env TOKEN=", "ssh train", "zoom"]


async def test_two_dashboards_add_to_one_file(tmp_path: Path) -> None:
    one, other = CommandHistory(tmp_path), CommandHistory(tmp_path)
    await one.add("a")
    await other.add("b")
    await one.add("c")
    assert (tmp_path / FILE).read_text() == "a\nb\nc\n"


async def test_only_the_latest_are_kept(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("".join(f"ssh {number}\n" for number in range(MOST)))
    history = CommandHistory(tmp_path)
    await history.load()
    await history.add("the last")
    assert len(history.lines) == MOST
    assert (history.lines[0], history.lines[-1]) == ("ssh 1", "the last")


async def test_a_disk_that_fails_and_no_disk_cost_only_the_memory_of_other_runs(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    for history in (CommandHistory(tmp_path / "state"), CommandHistory(None)):
        await history.load()
        await history.add("zoom")
        await history.add("two\nlines")
        await history.add("launch --command " + "a-" * LONGEST)
        assert list(history.lines) == ["zoom"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("'run --hf-token S3CRET -n 4'", "'run --hf-token … -n 4'"),
        ("'HF_TOKEN=S3CRET python x.py'", "'HF_TOKEN=… python x.py'"),
        ("\"curl -H 'X-Api-Key: S3CRET' a\"", "\"curl -H 'X-Api-Key: …' a\""),
        ('"run --password=\\"S3CRET x\\" -v"', '"run --password=… -v"'),
        ("'run --passwd \"S3CRET and more\"'", "'run --passwd …'"),
        ("'git clone https://me:S3CRET@host/x'", "'git clone https://…@host/x'"),
        ("'login hf_S3CRETS3CRETS3CRET'", "'login …'"),
        ("'curl -H \"Authorization: Bearer S3CRET\"'", "'curl -H \"Authorization: …\"'"),
        ("'python train.py --tokens-per-batch'", "'python train.py --tokens-per-batch'"),
    ],
)
def test_what_a_command_is_given_as_a_secret_is_not_kept(typed: str, kept: str) -> None:
    line = without_secrets(f"launch --command {typed}")
    assert line == f"launch --command {kept}"
    assert without_secrets(line) == line


def test_going_back_passes_only_what_begins_like_what_was_typed() -> None:
    history = ("ssh a", "logs b", "ssh c")
    recalling = Recalling()
    steps = [
        recalling.step(-1, "ss", history),
        recalling.step(-1, "", history),
        recalling.step(-1, "", history),
    ]
    assert steps == ["ssh c", "ssh a", None]
    assert [recalling.step(1, "", history), recalling.step(1, "", history)] == ["ssh c", "ss"]
    assert recalling.step(1, "ss", history) is None
    recalling.step(-1, "", history)
    recalling.forget()
    assert not recalling.is_back

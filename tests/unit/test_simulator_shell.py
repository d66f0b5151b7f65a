"""The toy shell answers a few words, and never touches the host."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimiry_tui.simulator.toy_shell import ToyShell
from tests.support.worlds import demo_world


@pytest.fixture
def shell(tmp_path: Path) -> ToyShell:
    world, clock = demo_world()
    session = next(s for s in world.live_sessions() if s.launch.name == "train-llama")
    scratch = tmp_path / "scratch"
    (scratch / "runs").mkdir(parents=True)
    (scratch / "README.txt").write_text("hello\nworld\n")
    (tmp_path / "secret.txt").write_text("host secret\n")
    return ToyShell(session, scratch.resolve(), clock.now, 1.0)


@pytest.mark.parametrize(
    ("line", "out", "status"),
    [
        ("", "", 0),
        ("true", "", 0),
        ("false", "", 1),
        ("false; echo $?", "1\n", 0),
        ("false && echo no", "", 1),
        ("true && echo yes", "yes\n", 0),
        ("ls", "README.txt\nruns\ntrain.log\n", 0),
        ("ls -la /root/runs", "", 0),
        ("cat README.txt", "hello\nworld\n", 0),
        ("cat /root/README.txt", "hello\nworld\n", 0),
        ("tail -n 1 README.txt", "world\n", 0),
        ("whoami", "root\n", 0),
        ("hostname", "train-llama\n", 0),
        ("nvidia-smi -L", "GPU 0: NVIDIA H100 SXM 80GB\n", 0),
    ],
)
def test_known_words(shell: ToyShell, line: str, out: str, status: int) -> None:
    answer = shell.run(line)
    assert (answer.out, answer.status, answer.leave) == (out, status, False)


@pytest.mark.parametrize(
    "line",
    [
        "cat ../secret.txt",
        "cat /etc/passwd",
        "ls ..",
        "ls /../..",
        "cat /root/../../secret.txt",
        "cat nothing",
    ],
)
def test_nothing_outside_the_scratch_folder_is_seen(shell: ToyShell, line: str) -> None:
    answer = shell.run(line)
    assert answer.status != 0
    assert answer.out == ""
    assert "No such file" in answer.err


@pytest.mark.parametrize("line", ["rm -rf /", "$(reboot)", "`reboot`", "sh -c reboot", "../../bin/ls"])
def test_unknown_words_are_not_found(shell: ToyShell, line: str) -> None:
    assert shell.run(line).status == 127


def test_an_open_quote_is_a_syntax_error(shell: ToyShell) -> None:
    assert shell.run('echo "oops').status == 2


def test_exit_says_its_code_or_the_last_one(shell: ToyShell) -> None:
    assert shell.run("exit 3").status == 3
    assert shell.run("exit 259").status == 3
    assert shell.run("false; exit").status == 1
    assert shell.run("exit 4; echo never").leave
    assert shell.run("exit 4; echo never").out == ""


def test_the_training_log_can_be_followed(shell: ToyShell) -> None:
    answer = shell.run("tail -n 3 -f train.log")
    assert answer.follow
    assert answer.out.splitlines() == shell.log_lines(3)
    assert not shell.run("tail -f README.txt").follow


def test_csv_queries_with_and_without_header_and_units(shell: ToyShell) -> None:
    fields = "--query-gpu=index,memory.total,utilization.gpu"
    full = shell.run(f"nvidia-smi {fields} --format=csv").out.splitlines()
    assert full[0] == "index, memory.total [MiB], utilization.gpu [%]"
    assert full[1].startswith("0, 81920 MiB, ")
    bare = shell.run(f"nvidia-smi {fields} --format=csv,noheader,nounits").out.splitlines()
    assert bare[0].startswith("0, 81920, ")
    assert "%" not in bare[0]
    assert shell.run("nvidia-smi --query-gpu=mood").status == 2


def test_volumes_are_mounted(shell: ToyShell) -> None:
    assert "/data" in shell.run("df -h").out

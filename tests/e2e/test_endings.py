"""However the program ends, the terminal is as it was and nothing is left behind."""

from __future__ import annotations

import re
import signal
import stat
from pathlib import Path

import pytest

from tests.e2e.conftest import Start, simulator_pid
from tests.e2e.crashing_app import SECRET
from tests.support.home import Home
from tests.support.processes import wait_until_gone
from tests.support.pty_app import PtyProgram

DEMO = ("-m", "mimiry_tui", "--demo")
CRASHING = (str(Path(__file__).with_name("crashing_app.py")), "--demo")


def _running_demo(start: Start, *arguments: str, modern: bool = False) -> tuple[PtyProgram, int]:
    program = start(*arguments, modern=modern)
    program.wait_for("train-llama", "3 live", "quit")
    return program, simulator_pid(program)


def _assert_nothing_left(program: PtyProgram, cloud: int, home: Home) -> None:
    assert program.unrestored() == []
    assert b"\x1b[?1049l" in program.raw
    assert home.left_behind == []
    wait_until_gone(cloud)


@pytest.mark.parametrize(
    "modern",
    [
        pytest.param(False, id="plain terminal"),
        # A visit by ssh ends in such a terminal, too: test_ssh.py.
        pytest.param(True, id="modern terminal", marks=pytest.mark.thorough),
    ],
)
def test_quitting_says_what_keeps_running(start: Start, home: Home, modern: bool) -> None:
    program, cloud = _running_demo(start, *DEMO, modern=modern)
    program.send("q")
    program.wait_for("Leave?", "3 sessions keep running")
    program.send("y")
    assert program.wait() == 0
    line = program.after_end()
    runs = "3 sessions keep running: €5.55/h"
    assert re.match(rf"{re.escape(runs)} · the balance of €46\.\d\d lasts ≈ 8h\d\dm, until .+\n", line), line
    _assert_nothing_left(program, cloud, home)


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(signal.SIGTERM, id="SIGTERM"),
        # A closed terminal, below, sends the same.
        pytest.param(signal.SIGHUP, id="SIGHUP", marks=pytest.mark.thorough),
    ],
)
def test_a_signal_ends_it_in_order(start: Start, home: Home, number: signal.Signals) -> None:
    program, cloud = _running_demo(start, *DEMO)
    program.signal(number)
    assert program.wait() == 0
    assert program.after_end() == ""
    _assert_nothing_left(program, cloud, home)


def test_a_closed_terminal_ends_it(start: Start, home: Home) -> None:
    program, cloud = _running_demo(start, *DEMO)
    program.hang_up()
    # As the system, tmux and shells do; Textual then writes to that terminal anew each time.
    for _ in range(3):
        program.signal(signal.SIGCONT)
    # 120 is how Python tells that its last output found no terminal any more.
    assert program.wait() in {0, 120}
    assert home.left_behind == []
    assert not home.state.exists(), "a closed window is no crash"
    wait_until_gone(cloud)


def test_a_signal_before_the_cloud_is_up_ends_it(start: Start, home: Home) -> None:
    program = start(*DEMO)
    program.wait_for("Sessions", "quit")
    program.signal(signal.SIGTERM)
    assert program.wait() == 0
    assert program.unrestored() == []
    assert home.left_behind == []


def test_the_cloud_of_a_killed_demo_ends_too(start: Start, home: Home) -> None:
    program, cloud = _running_demo(start, *DEMO)
    program.signal(signal.SIGKILL)
    assert program.wait() == -signal.SIGKILL
    wait_until_gone(cloud)
    assert home.left_behind == []


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("\x1b[20~", id="in a key's action", marks=pytest.mark.thorough),
        pytest.param("\x1b[21~", id="in the live picture"),
    ],
)
def test_a_crash_leaves_a_report_without_secrets(start: Start, home: Home, key: str) -> None:
    program, cloud = _running_demo(start, *CRASHING)
    program.send(key)
    assert program.wait() == 1
    last_words = program.after_end()
    assert re.fullmatch(r"mimiry-tui broke; a report is in \S+\n", last_words)
    report = Path(last_words.split()[-1])
    assert report.parent == home.state / "mimiry-tui"
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    told = report.read_text()
    assert "RuntimeError: a bug met [hidden]" in told
    assert "crashing_app.py" in told, "where it happened"
    assert SECRET.encode() not in program.raw
    assert SECRET not in told
    _assert_nothing_left(program, cloud, home)

"""`s` hands the terminal to a real ssh and takes it back as it was, however ssh ends."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from tests.e2e.conftest import Start, simulator_pid
from tests.support.fake_ssh import FakeSsh
from tests.support.home import Home
from tests.support.processes import children, wait_until_gone
from tests.support.pty_app import PtyProgram
from tests.support.simulator import simulator
from tests.support.tools import need

DEMO = ("-m", "mimiry_tui", "--demo")
SESSIONS = "GET /api/compute/v1/sessions"
NEEDED_MODES = (b"?1049h", b"?1000h", b"?1003h", b"?1006h", b"?1004h", b"?2004h")
"""What Textual switches on: its screen, mouse, focus and paste."""


def at_train_llama(program: PtyProgram) -> PtyProgram:
    """The dashboard with the cursor on a session that has been ready for long."""
    program.wait_for("train-llama", "3 live", "quit")
    program.send("j")
    program.wait_for("4 train-llama")
    return program


def in_the_shell(program: PtyProgram) -> int:
    """Press `s`; how much had been written when the shell there prompted."""
    program.send("s")
    program.wait_for("root@train-llama:~#")
    return len(program.raw)


def dashboard_is_back(program: PtyProgram, since: int) -> None:
    """Drawn anew, with every mode switched on again, taking keys and clicks."""
    program.wait_for("1 Sessions", "2 GPUs", "3 Volumes", "4 train-llama", "quit")
    for mode in NEEDED_MODES:
        assert mode in program.raw[since:], mode
    line = next(row for row, text in enumerate(program.text.split("\n"), 1) if "notebook" in text)
    program.send(f"\x1b[<0;10;{line}M\x1b[<0;10;{line}m")
    program.wait_for("4 notebook")
    program.send("z")
    program.wait_until(lambda text: "T4 PCIe" not in text)
    program.send("z")
    program.wait_for("T4 PCIe")


def leave(program: PtyProgram) -> None:
    program.send("q")
    program.wait_for("Leave?")
    program.send("y")
    assert program.wait() == 0
    assert program.unrestored() == []


@pytest.mark.parametrize(
    "modern",
    [
        # All other visits here are from such a terminal.
        pytest.param(False, id="plain terminal", marks=pytest.mark.thorough),
        pytest.param(True, id="modern terminal"),
    ],
)
def test_a_visit_to_a_session_leaves_the_dashboard_as_it_was(start: Start, home: Home, modern: bool) -> None:
    need("ssh")
    program = start(*DEMO, modern=modern)
    cloud = simulator_pid(at_train_llama(program))
    since = in_the_shell(program)
    # The terminal is ssh's own now: no mouse, no paste, no keys of ours. Only the line discipline is raw.
    assert program.unrestored() == ["line discipline"]
    text = program.text
    assert "train-llama · €2.10/h" in text
    assert "ssh -o " in text
    program.send("nvidia-smi\r")
    program.wait_for("NVIDIA-SMI", "NVIDIA H100")
    program.send("exit\r")
    if modern:
        # Clicks come in pixels there, of a terminal that does not say how large it is.
        program.wait_for("1 Sessions", "4 train-llama", "quit")
        program.wait_until(lambda _: b"?1016h" in program.raw[since:])
    else:
        dashboard_is_back(program, since)
    leave(program)
    wait_until_gone(cloud)
    assert home.left_behind == []


async def test_the_pollers_go_on_while_the_terminal_is_ssh_s(start: Start) -> None:
    need("ssh")
    async with simulator(speed=1.0) as cloud:
        program = start(
            *("-m", "mimiry_tui", "--api-base", cloud.base_url, "--key", str(cloud.key_path)),
        )
        await asyncio.to_thread(at_train_llama, program)
        since = await asyncio.to_thread(in_the_shell, program)
        before = cloud.requests[SESSIONS]
        while cloud.requests[SESSIONS] < before + 3:
            assert await asyncio.to_thread(program.read, 0.05), "the program ended"
        assert "root@train-llama:~#" in program.text
        assert b"1 Sessions" not in program.raw[since:], "nothing of the dashboard is written into the shell"
        program.send("exit\r")
        # Outside a demo the first visit ends with a question, whose focus is on no.
        await asyncio.to_thread(program.wait_for, "Names for ssh?", "ssh mimiry-train-llama")
        program.send("\r")
        await asyncio.to_thread(dashboard_is_back, program, since)
        await asyncio.to_thread(leave, program)


def test_a_shell_that_ends_in_trouble_says_which_and_takes_nothing_with_it(
    start: Start, home: Home, tmp_path: Path
) -> None:
    ssh = FakeSsh(home, tmp_path)
    program = at_train_llama(start(*DEMO))

    # An exit code of the shell there is told, and is no failure of ssh.
    ssh.does("exit 3")
    program.send("s")
    program.wait_for("the shell there ended with exit code 3", "4 train-llama", "quit")

    # Ctrl+C before the shell is there ends ssh and not the dashboard.
    ssh.does("echo LISTENING; exec sleep 600")
    program.send("s")
    program.wait_for("LISTENING")
    program.send("\x03")
    program.wait_for("ssh was ended by signal 2")
    program.send("\r")
    program.wait_until(lambda text: "by signal 2" not in text and "4 train-llama" in text)

    # Trying again runs it again.
    ssh.does("exit 255")
    program.send("s")
    program.wait_for("r tries again")
    ssh.does("exit 0")
    program.send("r")
    program.wait_until(lambda text: "r tries again" not in text and "4 train-llama" in text)
    leave(program)


def test_a_dropped_connection_leaves_none_of_its_modes_and_says_why(
    start: Start, home: Home, tmp_path: Path
) -> None:
    left_on = "1049 1002 1003 1006 1015 1016 1004 2004 2031 1 6".replace(" ", ";")
    FakeSsh(home, tmp_path).does(
        f"printf '\\033[?{left_on}h\\033[=5u\\033[?25l\\033[?7l\\033[31;7mIN THERE'\n"
        "stty raw -echo\n"
        "echo 'client_loop: send disconnect: Broken pipe' >&2\n"
        "exit 255"
    )
    program = at_train_llama(start(*DEMO))
    since = len(program.raw)
    program.send("s")
    program.wait_for("the connection was cut", "client_loop: send disconnect: Broken pipe", "r tries again")
    after = bytes(program.raw[since:])
    # Each is switched off after ssh, before Textual switches on what it needs.
    between = after.partition(b"IN THERE")[2].partition(b"\x1b[?1049h")[0]
    for code in (b"\x1b[?1002l", b"\x1b[?1016l", b"\x1b[?2004l", b"\x1b[=0u", b"\x1b[?1047l", b"\x1b[0m"):
        assert code in between, code
    program.send("\x1b")
    program.wait_until(lambda text: "tries again" not in text)
    dashboard_is_back(program, since)
    leave(program)


def test_what_happens_to_the_terminal_during_a_visit_is_the_shell_s_and_its_size_ours_afterwards(
    start: Start, home: Home, tmp_path: Path
) -> None:
    ssh = FakeSsh(home, tmp_path)
    program = at_train_llama(start(*DEMO))

    # What was typed for the shell presses no keys here.
    ssh.listens("LISTENING")
    program.send("s")
    program.wait_for("LISTENING")
    since = len(program.raw)
    program.send("qqyyXX")
    program.wait_for("qqyyXX")  # the terminal's own echo: it has them
    ssh.ends()
    dashboard_is_back(program, since)
    assert "Leave?" not in program.text

    # A terminal resized meanwhile is filled afterwards.
    program.send("k")
    program.wait_for("4 train-llama")
    ssh.listens("ONCE MORE")
    program.send("s")
    program.wait_for("ONCE MORE")
    program.resize(80, 24)
    ssh.ends()
    # Panes are tabs there.
    program.wait_until(lambda text: "notebook" in text and "T4 PCIe" not in text and "quit" in text)
    assert program.text.split("\n")[0].startswith(" ◆ mimiry demo")
    leave(program)


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(signal.SIGTERM, id="SIGTERM"),
        # Of a closed terminal without ssh, test_endings.py tells always.
        pytest.param(signal.SIGHUP, id="SIGHUP", marks=pytest.mark.thorough),
    ],
)
def test_a_signal_while_ssh_runs_ends_both(start: Start, home: Home, number: signal.Signals) -> None:
    need("ssh")
    program = start(*DEMO)
    cloud = simulator_pid(at_train_llama(program))
    in_the_shell(program)
    (ssh,) = [child for child in children(program.pid) if child.command.startswith("ssh ")]
    program.signal(number)
    assert program.wait() == 0
    assert program.unrestored() == []
    wait_until_gone(ssh.pid)
    wait_until_gone(cloud)
    assert home.left_behind == []


def test_without_an_ssh_program_it_connects_all_the_same(start: Start, home: Home, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    home.env["PATH"] = str(empty)
    program = at_train_llama(start(*DEMO))
    since = in_the_shell(program)
    assert "connecting without it" in program.text
    program.send("nvidia-smi\r")
    program.wait_for("NVIDIA-SMI")
    program.send("exit\r")
    dashboard_is_back(program, since)
    leave(program)


def test_s_on_a_booting_session_waits_and_connects_by_itself(start: Start) -> None:
    need("ssh")
    program = start(*DEMO)
    program.wait_for("eval-sweep", "3 live", "quit")
    program.send("s")
    program.wait_for("ssh · eval-sweep", "the machine boots", "esc gives up")
    program.wait_for("root@eval-sweep:~#", seconds=60)
    program.send("exit\r")
    program.wait_for("1 Sessions", "4 eval-sweep", "quit")
    leave(program)

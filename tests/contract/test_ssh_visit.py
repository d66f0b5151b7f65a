"""A visit in a real terminal: by the system's ssh, and without one; the terminal is as it was afterwards."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import asyncssh
import pytest

from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.simulator.server import RunningSimulator
from mimiry_tui.ssh.command import ssh_argv
from tests.support.clients import new_key
from tests.support.home import Home
from tests.support.processes import children, wait_until_gone
from tests.support.pty_app import PtyProgram
from tests.support.simulator import simulator
from tests.support.ssh_place import alone, place
from tests.support.ssh_visits import told_by
from tests.support.tools import need

PROMPT = "root@train-llama:~#"


def by_ssh(cloud: RunningSimulator, known_hosts: Path, endpoint: SshEndpoint) -> list[str]:
    need("ssh")
    return ["ssh", *alone(ssh_argv(endpoint, cloud.key_path, known_hosts=known_hosts))]


def without_ssh(cloud: RunningSimulator, known_hosts: Path, endpoint: SshEndpoint) -> list[str]:
    return [
        *("asyncssh", endpoint.host, str(endpoint.port), endpoint.username),
        *(str(cloud.key_path), str(known_hosts)),
    ]


Way = Callable[[RunningSimulator, Path, SshEndpoint], list[str]]
both_ways = pytest.mark.parametrize("way", [by_ssh, without_ssh])


def work(terminal: PtyProgram) -> None:
    terminal.wait_for(PROMPT)
    terminal.send("nvidia-smi\r")
    terminal.wait_for("NVIDIA H100 SXM 80GB")
    terminal.send("exit 7\r")


def nothing(_terminal: PtyProgram) -> None:
    return


@both_ways
async def test_a_shell_is_entered_and_left_while_everything_goes_on(tmp_path: Path, way: Way) -> None:
    async with simulator(speed=1) as cloud:
        ended = await told_by(tmp_path, way(cloud, tmp_path / "known hosts", place(cloud)), work)
    assert ended["code"] == 7
    assert ended["why"] == "the shell there ended with exit code 7"
    assert ended["lived"]
    assert "ssh-ed25519" in (tmp_path / "known hosts").read_text()


@both_ways
async def test_a_changed_host_key_is_refused_and_explained(tmp_path: Path, way: Way) -> None:
    async with simulator(speed=1) as cloud:
        arguments = way(cloud, tmp_path / "known_hosts", place(cloud))
        await told_by(tmp_path, arguments, work)
        await cloud.change_host_key()
        known = (tmp_path / "known_hosts").read_bytes()
        logins = cloud.front.logins.total()
        (tmp_path / "again").mkdir()
        ended = await told_by(tmp_path / "again", arguments, nothing)
        assert cloud.front.logins.total() == logins
    assert ended["code"] == 255
    assert "not the one this session showed before" in ended["why"]
    assert (tmp_path / "known_hosts").read_bytes() == known


@both_ways
async def test_where_nothing_listens_that_is_said(tmp_path: Path, way: Way) -> None:
    async with simulator(speed=1) as cloud:
        endpoint = SshEndpoint("127.0.0.1", 1, "root")
        ended = await told_by(tmp_path, way(cloud, tmp_path / "known_hosts", endpoint), nothing)
    assert ended["code"] == 255
    assert "nothing listens there" in ended["why"]


@both_ways
async def test_ctrl_c_ends_the_connecting_and_not_the_program(tmp_path: Path, way: Way) -> None:
    met = asyncio.Event()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.set()
        await reader.read()
        writer.close()

    async with simulator(speed=1) as cloud, await asyncio.start_server(meet, "127.0.0.1", 0) as silent:
        endpoint = SshEndpoint("127.0.0.1", silent.sockets[0].getsockname()[1], "root")
        loop = asyncio.get_running_loop()

        def interrupt(terminal: PtyProgram) -> None:
            asyncio.run_coroutine_threadsafe(met.wait(), loop).result(30)
            terminal.send("\x03")

        ended = await told_by(tmp_path, way(cloud, tmp_path / "known_hosts", endpoint), interrupt)
    assert ended["code"] in (255, -2)


async def tell_size(process: asyncssh.SSHServerProcess[str]) -> None:
    """A shell that tells how large the terminal is, at first and at every change, until a line comes."""
    process.stdout.write("at first {}x{}\r\n".format(*process.term_size[:2]))
    while True:
        try:
            await process.stdin.read(1)
        except asyncssh.TerminalSizeChanged as change:
            process.stdout.write(f"now {change.width}x{change.height}\r\n")
        else:
            process.exit(0)
            return


@pytest.mark.parametrize("program", [True, False])
async def test_a_new_size_of_the_terminal_reaches_the_shell(tmp_path: Path, program: bool) -> None:
    key, known_hosts = new_key(tmp_path), tmp_path / "known_hosts"
    server = await asyncssh.create_server(
        asyncssh.SSHServer,
        "127.0.0.1",
        0,
        server_host_keys=[asyncssh.generate_private_key("ssh-ed25519")],
        authorized_client_keys=f"{key}.pub",
        process_factory=tell_size,
        line_editor=False,
    )

    def resize(terminal: PtyProgram) -> None:
        terminal.wait_for("at first 200x24")
        terminal.resize(150, 30)
        terminal.wait_for("now 150x30")
        terminal.send("x")

    async with server:
        endpoint = SshEndpoint("127.0.0.1", server.get_port(), "root")
        if program:
            argv = ["ssh", *alone(ssh_argv(endpoint, key, known_hosts=known_hosts))]
        else:
            argv = ["asyncssh", "127.0.0.1", str(endpoint.port), "root", str(key), str(known_hosts)]
        ended = await told_by(tmp_path, argv, resize)
    assert ended["code"] == 0


async def test_ended_from_outside_it_takes_ssh_along(tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud:
        argv = by_ssh(cloud, tmp_path / "known_hosts", place(cloud))
        home = Home(tmp_path)

        def sit() -> int:
            program = [sys.executable, "-m", "tests.support.ssh_visitor", *argv]
            with PtyProgram(program, home.env) as terminal:
                terminal.wait_for(PROMPT)
                (ssh,) = children(terminal.pid)
                terminal.signal(signal.SIGTERM)
                terminal.wait_for("CANCELLED")
                assert terminal.wait() == 2
                assert terminal.unrestored() == []
                return ssh.pid

        await asyncio.to_thread(lambda: wait_until_gone(sit()))


async def test_stopping_ssh_gives_the_terminal_to_the_shell_below(tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud:
        argv = by_ssh(cloud, tmp_path / "known_hosts", place(cloud))
        script = tmp_path / "visit"
        quoted = " ".join(f"'{part}'" for part in [sys.executable, "-m", "tests.support.ssh_visitor", *argv])
        script.write_text(f"exec {quoted}\n")
        home = Home(tmp_path)

        def sit() -> None:
            with PtyProgram([need("sh"), "-i"], {**home.env, "PS1": "BELOW> "}, (200, 24)) as terminal:
                terminal.wait_for("BELOW>")
                terminal.send(f"sh {script}\r")
                terminal.wait_for(PROMPT)
                terminal.send("\r~\x1a")
                terminal.wait_for("Stopped")
                terminal.send("fg\r")
                terminal.wait_until(lambda text: text.count(PROMPT) == 2)
                terminal.send("exit 9\r")
                terminal.wait_for('ENDED {"code": 9')
                terminal.send("exit\r")
                terminal.wait()

        await asyncio.to_thread(sit)


async def test_without_the_program_that_is_told(tmp_path: Path) -> None:
    home = Home(tmp_path)

    def sit() -> None:
        argv = [sys.executable, "-m", "tests.support.ssh_visitor", "ssh", str(tmp_path / "ssh"), "host"]
        with PtyProgram(argv, home.env, (200, 24)) as terminal:
            assert terminal.wait() == 1
            assert "cannot be run: No such file or directory" in terminal.after_end()

    await asyncio.to_thread(sit)


@pytest.mark.parametrize(("typed", "code"), [(["no", "sesame"], 7), (["no", "no", "no"], 255)])
async def test_a_locked_key_is_asked_for_in_the_terminal(tmp_path: Path, typed: list[str], code: int) -> None:
    async with simulator(speed=1) as cloud:
        key = asyncssh.read_private_key(cloud.key_path)
        locked = tmp_path / "locked"
        key.write_private_key(locked, passphrase="sesame", rounds=1, ignore_few_rounds=True)
        locked.chmod(0o600)

        def asks(times: int, text: str) -> bool:
            return text.count("Enter passphrase") == times

        def unlock(terminal: PtyProgram) -> None:
            for number, word in enumerate(typed, 1):
                terminal.wait_until(partial(asks, number))
                terminal.send(f"{word}\r")
            if code == 7:
                work(terminal)

        arguments = without_ssh(cloud, tmp_path / "known_hosts", place(cloud))
        arguments[4] = str(locked)
        ended = await told_by(tmp_path, arguments, unlock)
    assert ended["code"] == code
    assert ("stays locked" in ended["words"]) is (code == 255)

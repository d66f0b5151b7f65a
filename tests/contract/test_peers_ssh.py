"""OpenSSH's own programs log in to simulated sessions."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mimiry_tui.simulator.render import ssh_username
from mimiry_tui.simulator.server import RunningSimulator
from mimiry_tui.simulator.ssh_proxy import PAGE_PORT
from tests.support.simulator import simulator
from tests.support.tools import Finished, need, run_program


def _options(cloud: RunningSimulator, key: Path | None = None) -> list[str]:
    return [
        *("-F", "none", "-i", str(key or cloud.key_path), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"),
        *("-o", "IdentityAgent=none", "-o", "StrictHostKeyChecking=no"),
        *("-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"),
    ]


def _user(cloud: RunningSimulator, name: str) -> str:
    session = next(s for s in cloud.world.live_sessions() if s.launch.name == name)
    return ssh_username(session)


async def _ssh(cloud: RunningSimulator, name: str, *command: str, stdin: str = "") -> Finished:
    where = ["-p", str(cloud.ssh_port), f"{_user(cloud, name)}@127.0.0.1"]
    return await run_program(need("ssh"), *_options(cloud), *where, *command, stdin=stdin)


async def test_a_command_runs_and_its_exit_code_comes_back() -> None:
    async with simulator(speed=1) as cloud:
        table = await _ssh(cloud, "train-llama", "nvidia-smi")
        assert table.status == 0
        assert "NVIDIA H100 SXM 80GB" in table.out
        assert (await _ssh(cloud, "train-llama", "exit 3")).status == 3
        unknown = await _ssh(cloud, "train-llama", "rm", "-rf", "/")
        assert unknown.status == 127
        assert "not found in this simulated machine" in unknown.err


async def test_the_user_name_chooses_the_session() -> None:
    async with simulator(speed=1) as cloud:
        assert (await _ssh(cloud, "notebook", "hostname")).out == "notebook\n"
        assert (await _ssh(cloud, "train-llama", "hostname")).out == "train-llama\n"


async def test_a_shell_reads_lines_until_exit() -> None:
    async with simulator(speed=1) as cloud:
        shell = await _ssh(cloud, "train-llama", stdin="ls\ndf -h\ntail -n 2 train.log\nexit 7\n")
        assert shell.status == 7
        assert "train.log" in shell.out
        assert "/data" in shell.out


async def test_metrics_can_be_queried_as_csv() -> None:
    async with simulator(speed=1) as cloud:
        asked = "nvidia-smi --query-gpu=utilization.gpu,memory.total --format=csv,noheader,nounits"
        answer = await _ssh(cloud, "train-llama", asked)
        load, memory = answer.out.strip().split(", ")
        assert 80 <= int(load) <= 100
        assert int(memory) == 80 * 1024


async def test_only_the_sessions_key_opens_it(tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud:
        stranger = tmp_path / "stranger"
        made = await run_program(need("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(stranger))
        assert made.status == 0
        where = ["-p", str(cloud.ssh_port), f"{_user(cloud, 'train-llama')}@127.0.0.1", "true"]
        refused = await run_program(need("ssh"), *_options(cloud, stranger), *where)
        assert refused.status == 255
        assert "Permission denied" in refused.err


async def test_an_ended_session_hangs_up_and_lets_nobody_in() -> None:
    async with simulator(speed=200) as cloud:
        user = _user(cloud, "notebook")
        argv = [need("ssh"), *_options(cloud), "-p", str(cloud.ssh_port), f"{user}@127.0.0.1"]
        follower = await asyncio.create_subprocess_exec(
            *argv, "tail -f train.log", stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE
        )
        assert follower.stdout is not None
        assert b"ssh-proxy" in await follower.stdout.readline()
        session = next(s for s in cloud.world.live_sessions() if ssh_username(s) == user)
        cloud.world.terminate_session(session.id)
        async with asyncio.timeout(30):
            assert await follower.wait() != 0
        assert (await run_program(*argv, "true")).status == 255


async def test_sftp_sees_the_scratch_folder_and_nothing_else(tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud:
        local = tmp_path / "up.txt"
        local.write_text("kept\n")
        batch = f"put {local} model.txt\nls\nget model.txt {tmp_path}/down.txt\n"
        where = ["-P", str(cloud.ssh_port), "-b", "-", f"{_user(cloud, 'train-llama')}@127.0.0.1"]
        moved = await run_program(need("sftp"), *_options(cloud), *where, stdin=batch)
        assert moved.status == 0, moved.err
        assert "README.txt" in moved.out
        assert (tmp_path / "down.txt").read_text() == "kept\n"
        for escape in ("get /etc/passwd", "get ../../../etc/passwd", "ln -s /etc/passwd way-out"):
            denied = await run_program(need("sftp"), *_options(cloud), *where, stdin=f"{escape}\n")
            assert denied.status != 0, escape
        assert not (tmp_path / "passwd").exists()


@pytest.mark.parametrize(("port", "served"), [(PAGE_PORT, True), (22, False)])
async def test_forwarding_reaches_the_demo_page_and_nothing_else(port: int, served: bool) -> None:
    async with simulator(speed=1) as cloud:
        where = ["-p", str(cloud.ssh_port), f"{_user(cloud, 'train-llama')}@127.0.0.1"]
        request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
        argv = [need("ssh"), *_options(cloud), "-W", f"localhost:{port}", *where]
        answer = await run_program(*argv, stdin=request)
        assert ("It works" in answer.out) is served

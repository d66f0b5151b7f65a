"""`simulate` as a program: what it prints, how it stops, what it leaves behind."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shlex
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh
import httpx
import pytest

from mimiry_tui.clock import SystemClock
from mimiry_tui.simulator.scenarios import Scenario
from tests.support.simulator import signed_headers
from tests.support.tools import need, run_program

_COMMAND = (sys.executable, "-W", "error", "-m", "mimiry_tui.simulator")
_PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Started:
    """A simulator process that has said where it listens."""

    process: asyncio.subprocess.Process
    base_url: str
    key: Path

    async def requests(self) -> Any:
        async with httpx.AsyncClient(verify=False) as client:
            return (await client.get(f"{self.base_url}/__simulator__/requests")).json()

    async def sessions(self) -> list[dict[str, Any]]:
        key = asyncssh.read_private_key(self.key)
        async with httpx.AsyncClient(verify=False, base_url=self.base_url) as client:
            signed = signed_headers(key, SystemClock().now())
            token = (await client.post("/api/v1/auth/token", headers=signed, json={})).json()
            bearer = {"Authorization": f"Bearer {token['access_token']}"}
            answer = await client.get("/api/compute/v1/sessions", headers=bearer)
        rows: list[dict[str, Any]] = answer.json()["sessions"]
        return rows

    async def ended(self) -> tuple[int | None, bytes, bytes]:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            out, err = await self.process.communicate()
        return self.process.returncode, out, err


@contextlib.asynccontextmanager
async def simulate(*options: str) -> AsyncIterator[Started]:
    process = await asyncio.create_subprocess_exec(
        *(*_COMMAND, *options),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            base = shlex.split((await process.stdout.readline()).decode())
            key = shlex.split((await process.stdout.readline()).decode())
        assert base[:1] == key[:1] == ["export"]
        yield Started(
            process,
            base[1].removeprefix("MIMIRY_API_BASE="),
            Path(key[1].removeprefix("MIMIRY_SSH_KEY=")),
        )
    finally:
        if process.returncode is None:
            process.terminate()  # not kill: it has a folder to clear away
            await process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_it_prints_two_lines_serves_and_leaves_nothing(number: signal.Signals) -> None:
    async with simulate() as started:
        assert started.base_url.startswith("http://127.0.0.1:")
        assert started.key.stat().st_mode & 0o777 == 0o600
        assert started.key.with_name("key.pub").exists()
        assert (await started.requests())["total"] == 0
        started.process.send_signal(number)
        assert await started.ended() == (0, b"", b"")
        assert not started.key.parent.exists()


async def test_open_connections_do_not_hold_it_back() -> None:
    async with simulate() as started, httpx.AsyncClient(verify=False) as client:
        await client.get(f"{started.base_url}/api/compute/v1/availability")
        started.process.terminate()
        assert (await started.ended())[0] == 0


async def test_it_dies_with_its_parent_when_asked() -> None:
    async with simulate("--die-with-parent") as started:
        assert started.process.stdin is not None
        started.process.stdin.close()
        assert await started.ended() == (0, b"", b"")
        assert not started.key.parent.exists()


async def test_a_shell_can_eval_it_in_the_background() -> None:
    command = shlex.join(_COMMAND)
    script = (
        f'eval "$({command} & echo export SIMULATOR_PID=$!)"; '
        'curl -sS "$MIMIRY_API_BASE/__simulator__/requests"; test -f "$MIMIRY_SSH_KEY"; status=$?; '
        "kill $SIMULATOR_PID; exit $status"
    )
    need("curl")
    finished = await run_program(need("sh"), "-c", script)
    assert finished.status == 0, finished
    assert json.loads(finished.out)["total"] == 0


async def test_state_is_kept_between_runs(tmp_path: Path) -> None:
    folder = tmp_path / "world"
    written = []
    for _ in range(2):
        async with simulate("--state", str(folder)) as started:
            assert started.key == folder / "key"
            started.process.terminate()
            assert (await started.ended())[0] == 0
        world = json.loads((folder / "world.json").read_bytes())
        written.append((world["began"], sorted(world["sessions"]), world["registered_keys"]))
    assert written[0] == written[1]
    assert (folder / "world.json").stat().st_mode & 0o777 == 0o600


async def test_scenarios_are_launched_once_next_to_the_demo_account(tmp_path: Path) -> None:
    wanted = ["--scenario", "stuck-terminate", "--scenario", "ssh-off", "--scenario", "log-409"]
    for _ in range(2):
        async with simulate("--state", str(tmp_path), *wanted) as started:
            listed = await started.sessions()
            rows = {row["name"]: row for row in listed}
            assert len(rows) == len(listed) == 20
            assert rows["sim-log-409"]["command"] == "python train.py --epochs 10 --steps 1200"
            assert rows["sim-ssh-off"]["ssh_enabled"] is False


async def test_the_logs_of_the_past_are_written_where_asked(tmp_path: Path) -> None:
    async with simulate("--past-logs", str(tmp_path)) as started:
        ended = next(row["id"] for row in await started.sessions() if row["name"] == "tokenise")
        started.process.terminate()
        assert await started.ended() == (0, b"", b"")
    assert (tmp_path / "logs" / f"{ended}.log").read_text().endswith(" done\n")


async def test_the_help_lists_the_scenarios() -> None:
    told = await run_program(*_COMMAND, "--help")
    assert [scenario for scenario in Scenario if f"\n  {scenario} " not in told.out] == []


async def test_ones_own_key_can_be_registered(tmp_path: Path) -> None:
    own = tmp_path / "own"
    await run_program(need("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(own))
    async with simulate("--register-key", f"{own}.pub") as started:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "MIMIRY_API_BASE": started.base_url,
            "MIMIRY_SSH_KEY": str(own),
        }
        whoami = await run_program(sys.executable, "-m", "mimiry", "whoami", env=env)
        assert whoami.status == 0, whoami


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--fault", "fire"), 2, "unknown fault"),
        (("--speed", "0"), 2, "speed must be"),
        (("--dialect", "klingon"), 2, "invalid"),
        (("--scenario", "fire"), 2, "unknown scenario 'fire'; --help lists them"),
        (("--register-key", "/nonexistent.pub"), 1, "nonexistent"),
    ],
)
async def test_bad_options_are_explained(options: tuple[str, ...], status: int, said: str) -> None:
    finished = await run_program(*_COMMAND, *options)
    assert finished.status == status
    assert finished.out == ""
    assert said in finished.err
    assert "Traceback" not in finished.err


async def test_a_taken_port_is_explained() -> None:
    async with simulate() as started:
        port = started.base_url.rpartition(":")[2]
        finished = await run_program(*_COMMAND, "--port", port)
        assert finished.status == 1
        assert "Address already in use" in finished.err
        assert "Traceback" not in finished.err


async def test_a_damaged_state_is_explained(tmp_path: Path) -> None:
    (tmp_path / "world.json").write_text('{"seed": ')
    finished = await run_program(*_COMMAND, "--state", str(tmp_path))
    assert finished.status == 1
    assert "Traceback" not in finished.err

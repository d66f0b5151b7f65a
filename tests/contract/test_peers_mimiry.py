"""The service's own client, `mimiry` from PyPI, works against the simulator unchanged."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.server import RunningSimulator
from tests.support.simulator import simulator
from tests.support.tools import Finished, need, run_program

INSTANT = 10_000.0
_IMAGE = "docker.io/pytorch/pytorch:2.4.0"


@dataclass(frozen=True)
class Peer:
    """The `mimiry` command line, in a home of its own, pointed at a simulator."""

    cloud: RunningSimulator
    home: Path

    async def run(self, *arguments: str, stdin: str = "") -> Finished:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "MIMIRY_API_BASE": self.cloud.base_url,
            "MIMIRY_SSH_KEY": str(self.cloud.key_path),
        }
        return await run_program(sys.executable, "-m", "mimiry", *arguments, env=env, stdin=stdin)

    async def succeed(self, *arguments: str) -> str:
        finished = await self.run(*arguments)
        assert finished.status == 0, finished
        return finished.out

    async def read(self, *arguments: str) -> Any:
        return json.loads(await self.succeed(*arguments))

    async def launch(self, *arguments: str) -> str:
        """Create a session and wait for it; returns its id."""
        base = ("session", "create", "--image", _IMAGE, "--gpu", "L4", "--wait")
        out = await self.succeed(*base, *arguments)
        assert "Created session" in out
        return out.split("Created session ")[1].split()[0]


@contextlib.asynccontextmanager
async def peer(
    home: Path, *, speed: float = INSTANT, dialect: Dialect = Dialect.OBSERVED
) -> AsyncIterator[Peer]:
    """The client knows only the words observed on the live service; three token requests must do."""
    need("ssh-keygen")
    async with simulator(speed=speed, dialect=dialect, token_requests=3) as cloud:
        yield Peer(cloud, home)


async def test_account_commands(tmp_path: Path) -> None:
    async with peer(tmp_path, speed=1) as client:
        assert "Authenticated against" in await client.succeed("whoami")
        balance = await client.read("balance")
        assert balance["currency"] == "EUR"
        assert 46 < balance["balance"] <= 46.20
        quota = {row["name"]: row for row in (await client.read("quota"))["quotas"]}
        assert quota["concurrent_sessions"] == {"name": "concurrent_sessions", "limit": 5, "used": 3}
        rows = (await client.read("transactions", "--limit", "4"))["transactions"]
        assert len(rows) == 4
        assert client.cloud.requests["POST /api/v1/auth/token"] == 1, "the client's token cache was not used"


async def test_availability_needs_no_key_and_filters(tmp_path: Path) -> None:
    async with peer(tmp_path, speed=1) as client:
        everything = (await client.read("availability"))["gpu_models"]
        assert len(everything) >= 10
        some = (await client.read("availability", "--gpu-family", "A100", "--provider", "verda"))[
            "gpu_models"
        ]
        assert [model["name"] for model in some] == ["A100_80G_SXM"]
        assert {p["provider"] for p in some[0]["providers"]} == {"verda"}


async def test_sessions_lists_the_demo_account_newest_first(tmp_path: Path) -> None:
    async with peer(tmp_path, speed=1) as client:
        rows = await client.read("sessions", "--limit", "100", "--json")
        assert len(rows) == 17
        created = [row["created_at"] for row in rows]
        assert created == sorted(created, reverse=True)
        active = await client.read("sessions", "--active", "--json")
        assert {row["name"] for row in active} == {"train-llama", "notebook", "eval-sweep"}


async def test_a_session_from_create_to_terminate(tmp_path: Path) -> None:
    async with peer(tmp_path) as client:
        session_id = await client.launch("--name", "from-the-peer")
        detail = await client.read("session", "status", session_id, "--events", "-1")
        assert detail["name"] == "from-the-peer"
        assert detail["state"] == "running"
        assert detail["gpu_type"] == "L4_24G_PCIe"
        assert detail["billing"]["hourly_rate"] > 0
        assert [e["state"] for e in detail["events"]][:1] == ["submitted"]
        assert "Jupyter" in await client.succeed("session", "logs", session_id)
        stamped = await client.succeed("session", "logs", session_id, "--tail", "1", "--timestamps")
        assert stamped.count("\n") == 1
        assert stamped[4] == "-"
        assert "Terminated" in await client.succeed("session", "terminate", session_id)
        ended = await client.read("session", "status", session_id)
        assert ended["state"] in ("terminating", "terminated")
        refused = await client.run("session", "logs", session_id)
        assert refused.status == 1
        assert "not running" in refused.err


async def test_its_ssh_command_logs_in(tmp_path: Path) -> None:
    need("ssh")
    async with peer(tmp_path, speed=1) as client:
        session = next(s for s in client.cloud.world.live_sessions() if s.launch.name == "train-llama")
        shell = await client.run("session", "ssh", session.id, stdin="nvidia-smi\nexit 4\n")
        assert shell.status == 4
        assert "NVIDIA H100" in shell.out


async def test_logs_of_a_booting_session_say_when_to_come_back(tmp_path: Path) -> None:
    async with peer(tmp_path, speed=0.1) as client:
        booting = next(s for s in client.cloud.world.live_sessions() if s.launch.name == "eval-sweep")
        waiting = await client.run("session", "logs", booting.id)
        assert waiting.status == 1
        assert "retry in 5s" in waiting.err


async def test_a_bad_image_fails_the_waiting_create(tmp_path: Path) -> None:
    async with peer(tmp_path) as client:
        image = "nvcr.io/nvidia/cuda:12.3.1-devel-ubuntu22.04"
        failed = await client.run("session", "create", "--image", image, "--gpu", "L4", "--wait")
        assert failed.status == 1
        assert "pull_failed" in failed.err


async def test_a_volume_from_create_to_delete(tmp_path: Path) -> None:
    async with peer(tmp_path) as client:
        spec = ("--name", "scratch", "--size-gb", "100", "--provider", "verda", "--location", "FIN-03")
        volume = await client.read("volume", "create", *spec)
        assert (volume["state"], volume["operation"]) == ("submitted", "provisioning")
        assert "scratch" in await client.succeed("volume", "list")
        assert (await client.read("volume", "status", volume["id"]))["state"] == "provisioned"
        resizing = await client.read("volume", "extend", volume["id"], "--size-gb", "150")
        assert resizing["operation"] == "resizing"
        assert (await client.read("volume", "status", volume["id"]))["size_gb"] == 150
        assert "Delete requested" in await client.succeed("volume", "delete", volume["id"])
        assert (await client.read("volume", "status", volume["id"]))["state"] == "deleted"
        assert "scratch" not in await client.succeed("volume", "list")


async def test_a_volume_in_use_is_neither_deleted_nor_mounted_twice(tmp_path: Path) -> None:
    async with peer(tmp_path) as client:
        volume = next(v for v in client.cloud.world.state.volumes.values() if v.name == "ckpt")
        create = ("session", "create", "--image", _IMAGE, "--gpu", "A100", "--volume", "ckpt:/data")
        assert "Using location FIN-03" in await client.succeed(*create)
        in_use = await client.run("volume", "delete", volume.id)
        assert in_use.status == 1
        assert "409" in in_use.err
        twice = await client.run(*create)
        assert twice.status == 1
        assert "attached to session" in twice.err


@pytest.mark.parametrize("dialect", list(Dialect))
async def test_reading_works_in_every_dialect(tmp_path: Path, dialect: Dialect) -> None:
    async with peer(tmp_path, speed=1, dialect=dialect) as client:
        out = await client.succeed("session", "list")
        assert "train-llama" in out
        assert "corpus-eu" in await client.succeed("volume", "list")

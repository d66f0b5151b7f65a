"""SSH endpoints that are late, closed, silent or somebody else's, met by real sockets and OpenSSH."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from mimiry_tui.simulator.records import Session
from mimiry_tui.simulator.render import ssh_username
from mimiry_tui.simulator.server import RunningSimulator
from tests.support.clock import ManualClock
from tests.support.simulator import signed_in, simulator
from tests.support.tools import Finished, need, run_program

_PATIENCE_SECONDS = 20
_STAYS_SILENT_SECONDS = 0.2


async def port_of(client: httpx.AsyncClient, session: Session) -> int | None:
    endpoint = (await client.get(f"sessions/{session.id}")).json()["ssh"]
    return None if endpoint is None else int(endpoint["port"])


async def greeting(port: int | None) -> str:
    """What a connection meets: `refused`, `silent`, or the banner."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError:
        return "refused"
    try:
        async with asyncio.timeout(_STAYS_SILENT_SECONDS):
            return (await reader.readline()).decode()[:4]
    except TimeoutError:
        return "silent"
    finally:
        writer.close()


async def greeted(port: int | None) -> None:
    """Wait for the banner on one connection, which may have been made before the door opened."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(_PATIENCE_SECONDS):
        assert (await reader.readline()).startswith(b"SSH-2.0-")
    writer.close()


async def ssh(
    cloud: RunningSimulator, session: Session, port: int | None, hosts: Path, *command: str
) -> Finished:
    """OpenSSH with a known-hosts file, taking unknown keys and refusing changed ones."""
    return await run_program(
        need("ssh"),
        *("-F", "none", "-i", str(cloud.key_path), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"),
        *("-o", "IdentityAgent=none", "-o", "StrictHostKeyChecking=accept-new"),
        *("-o", f"UserKnownHostsFile={hosts}", "-p", str(port), f"{ssh_username(session)}@127.0.0.1"),
        *command,
    )


async def test_nothing_listens_until_it_is_let() -> None:
    async with simulator(speed=1) as cloud, signed_in(cloud) as client:
        session = cloud.scenarios.ready("ssh-refused")
        port = await port_of(client, session)
        assert port not in (None, cloud.ssh_port)
        assert await greeting(port) == "refused"
        cloud.scenarios.stop("ssh-refused", session.id)
        assert await port_of(client, session) == port
        await greeted(port)


async def test_an_endpoint_can_say_nothing_until_it_is_let() -> None:
    async with simulator(speed=1) as cloud, signed_in(cloud) as client:
        session = cloud.scenarios.find("train-llama")
        cloud.scenarios.play("ssh-silent", session.id)
        port = await port_of(client, session)
        assert await greeting(port) == "silent"
        waiting = asyncio.create_task(greeted(port))
        cloud.scenarios.stop("ssh-silent", session.id)
        await waiting
        assert await port_of(client, session) == port


async def test_a_slow_endpoint_goes_through_everything_on_one_port() -> None:
    clock = ManualClock()
    async with simulator(speed=1, clock=clock) as cloud, signed_in(cloud) as client:
        session = cloud.scenarios.ready("ssh-slow")
        assert await port_of(client, session) is None
        await clock.advance(12)
        port = await port_of(client, session)
        assert await greeting(port) == "refused"
        await clock.advance(10)
        assert await port_of(client, session) == port
        assert await greeting(port) == "silent"
        await clock.advance(10)
        await greeted(port)
        assert await port_of(client, session) == port


async def test_a_door_that_was_open_is_shut_elsewhere() -> None:
    async with simulator(speed=1) as cloud, signed_in(cloud) as client:
        session = cloud.scenarios.ready("ssh-key-changes")
        open_port = await port_of(client, session)
        await greeted(open_port)
        cloud.scenarios.play("ssh-refused", session.id)
        assert await greeting(await port_of(client, session)) == "refused"


async def test_the_host_key_changes_after_the_first_login(tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud, signed_in(cloud) as client:
        session = cloud.scenarios.ready("ssh-key-changes", name="box")
        port = await port_of(client, session)
        await greeted(port)  # a look is no login
        hosts = tmp_path / "hosts"
        assert (await ssh(cloud, session, port, hosts, "hostname")).out == "box\n"
        refused = await ssh(cloud, session, port, hosts, "hostname")
        assert refused.status == 255
        assert "REMOTE HOST IDENTIFICATION HAS CHANGED" in refused.err
        forgotten = await ssh(cloud, session, port, tmp_path / "others", "exit 3")
        assert forgotten.status == 3


async def test_the_proxy_itself_can_get_another_host_key(tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud:
        session = cloud.scenarios.find("train-llama")
        hosts = tmp_path / "hosts"
        assert (await ssh(cloud, session, cloud.ssh_port, hosts, "true")).status == 0
        await cloud.change_host_key()
        refused = await ssh(cloud, session, cloud.ssh_port, hosts, "true")
        assert "REMOTE HOST IDENTIFICATION HAS CHANGED" in refused.err


@pytest.mark.parametrize("name", ["ssh-off", "ssh-late"])
async def test_no_endpoint_is_no_login(name: str, tmp_path: Path) -> None:
    async with simulator(speed=1) as cloud, signed_in(cloud) as client:
        session = cloud.scenarios.ready(name)
        assert await port_of(client, session) is None
        refused = await ssh(cloud, session, cloud.ssh_port, tmp_path / "hosts", "true")
        assert refused.status == 255
        assert "Permission denied" in refused.err

"""A simulated cloud inside the test's own event loop, on free loopback ports."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from pathlib import Path

import asyncssh
import httpx

from mimiry_tui.clock import Clock, SystemClock
from mimiry_tui.simulator.auth import NAMESPACE, TokenLimit
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.faults import Fault
from mimiry_tui.simulator.server import RunningSimulator, SimulatorConfig, running
from mimiry_tui.simulator.world import Rules


@contextlib.asynccontextmanager
async def simulator(
    *,
    speed: float = 50.0,
    dialect: Dialect = Dialect.DOCUMENTED,
    faults: Iterable[str] = (),
    clock: Clock | None = None,
    seed: int = 1,
    demo: bool = True,
    read_cache_seconds: float = 0.0,
    concurrent_sessions: int = 5,
    token_requests: int = 100,
    state_dir: Path | None = None,
    register_keys: Iterable[str] = (),
    ssh_port: int = 0,
    registration: bool = True,
    portal_email: str = "",
) -> AsyncIterator[RunningSimulator]:
    """Fast, forgiving about token requests and without read cache, unless asked otherwise.

    The market moves by a clock that the test turns, and by no other: how long a test takes must not
    decide what is sold out.
    """
    config = SimulatorConfig(
        ssh_port=ssh_port,
        seed=seed,
        dialect=dialect,
        faults=tuple(Fault.parse(spec) for spec in faults),
        rules=Rules(
            speed=speed,
            concurrent_sessions=concurrent_sessions,
            read_cache_seconds=read_cache_seconds,
            market_moves=clock is not None,
        ),
        token_limit=TokenLimit(token_requests),
        state_dir=state_dir,
        register_keys=tuple(register_keys),
        demo=demo,
        registration=registration,
        portal_email=portal_email,
        clock=clock or SystemClock(),
    )
    async with running(config) as started:
        yield started


def signed_headers(
    key: asyncssh.SSHKey, moment: datetime, nonce: str = "0" * 32, namespace: str = NAMESPACE
) -> dict[str, str]:
    """The headers of a token request, signed."""
    fingerprint = key.get_fingerprint("sha256")
    timestamp = str(int(moment.timestamp()))
    message = f"{fingerprint}\n{timestamp}\n{nonce}".encode()
    armored = asyncssh.create_sshsig(key, message, namespace=namespace)
    return {
        "x-ssh-fingerprint": fingerprint,
        "x-ssh-signature": base64.b64encode(armored).decode(),
        "x-ssh-timestamp": timestamp,
        "x-ssh-nonce": nonce,
    }


@contextlib.asynccontextmanager
async def signed_in(cloud: RunningSimulator) -> AsyncIterator[httpx.AsyncClient]:
    """A plain HTTP client of the compute API with a bearer token of the demo account."""
    key = asyncssh.read_private_key(cloud.key_path)
    headers = signed_headers(key, cloud.world.clock.now())
    token = cloud.service.door.exchange(headers)["access_token"]
    async with httpx.AsyncClient(
        verify=False,  # no TLS here, and the machine's authorities take longer to read than a test
        base_url=f"{cloud.base_url}/api/compute/v1/",
        headers={"Authorization": f"Bearer {token}"},
    ) as client:
        yield client

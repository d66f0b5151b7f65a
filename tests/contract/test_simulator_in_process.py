"""The simulated service without sockets, as the screenshots use it."""

from __future__ import annotations

from pathlib import Path

import asyncssh
import httpx

from mimiry_tui.simulator.faults import Fault
from mimiry_tui.simulator.http_app import build_app
from mimiry_tui.simulator.keys import key_in
from mimiry_tui.simulator.server import SimulatorConfig, assemble
from tests.support.clock import ManualClock
from tests.support.simulator import signed_headers


async def test_the_application_answers_in_ones_own_process(tmp_path: Path) -> None:
    clock = ManualClock()
    service = assemble(SimulatorConfig(clock=clock), tmp_path)
    transport = httpx.ASGITransport(build_app(service))
    async with httpx.AsyncClient(verify=False, transport=transport, base_url="http://simulator") as client:
        headers = signed_headers(asyncssh.read_private_key(key_in(tmp_path)), clock.now())
        token = (await client.post("/api/v1/auth/token", headers=headers, json={})).json()["access_token"]
        bearer = {"Authorization": f"Bearer {token}"}
        rows = (await client.get("/api/compute/v1/sessions", headers=bearer)).json()["sessions"]
        assert len(rows) == 17
        assert rows[1]["ssh"] is None or rows[1]["ssh"]["port"] == 22
        service.faults.order(Fault.parse("reset"))
        assert (await client.get("/api/compute/v1/availability")).status_code == 200

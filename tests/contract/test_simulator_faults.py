"""Ordered troubles reach the wire as they would from a bad network or a bad proxy."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import asyncssh
import httpx
import pytest

from mimiry_tui.simulator.faults import SKEW, Fault
from mimiry_tui.simulator.server import TICK_SECONDS
from tests.support.clock import ManualClock
from tests.support.simulator import signed_headers, signed_in, simulator

_PATH = "/api/compute/v1/availability"


async def _answer(fault: str) -> httpx.Response:
    async with (
        simulator(clock=ManualClock(), faults=[fault]) as cloud,
        httpx.AsyncClient(verify=False) as client,
    ):
        return await client.get(cloud.base_url + _PATH)


@pytest.mark.parametrize(("fault", "status"), [("error500", 500), ("error502", 502), ("error503", 503)])
async def test_server_errors(fault: str, status: int) -> None:
    answer = await _answer(fault)
    assert answer.status_code == status
    assert answer.json()["error"]


async def test_rate_limit_says_when_to_come_back() -> None:
    answer = await _answer("rate429")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")


async def test_malformed_json_is_no_json() -> None:
    answer = await _answer("malformed")
    assert answer.status_code == 200
    with pytest.raises(ValueError, match="Expecting"):
        answer.json()


async def test_a_proxys_error_page_is_html() -> None:
    answer = await _answer("html")
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html")
    assert answer.text.startswith("<html>")


async def test_a_truncated_body_breaks_off() -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await _answer("truncated")


async def test_a_reset_connection_is_reset() -> None:
    with pytest.raises(httpx.ReadError):
        await _answer("reset")


class ImpatientClock(ManualClock):
    """Notes how long it was asked to wait and does not, unless it is the world's own slow tick."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        if seconds == TICK_SECONDS:
            await super().sleep(seconds)
        self.waits.append(seconds)


async def test_latency_waits_on_the_servers_clock() -> None:
    clock = ImpatientClock()
    async with simulator(clock=clock, faults=["latency"]) as cloud, httpx.AsyncClient(verify=False) as client:
        answer = await client.get(cloud.base_url + _PATH)
    assert answer.status_code == 200
    assert [0.3 <= seconds <= 2.0 for seconds in clock.waits] == [True]


async def test_a_skewed_server_shows_it_and_refuses_the_right_time() -> None:
    clock = ManualClock()
    async with simulator(clock=clock, faults=["skew"]) as cloud, httpx.AsyncClient(verify=False) as client:
        key = asyncssh.read_private_key(cloud.key_path)
        headers = signed_headers(key, clock.now())
        refused = await client.post(f"{cloud.base_url}/api/v1/auth/token", headers=headers)
        assert (refused.status_code, refused.json()["message"]) == (401, "Timestamp expired")
        assert parsedate_to_datetime(refused.headers["date"]) == clock.now() + SKEW


async def test_unknown_states_are_told_of_live_sessions() -> None:
    async with simulator(clock=ManualClock(), faults=["unknown-state"]) as cloud, signed_in(cloud) as client:
        rows = (await client.get("sessions?limit=100")).json()["sessions"]
        assert [row["name"] for row in rows if row["state"] == "quiescing"] == [
            "eval-sweep",
            "train-llama",
            "notebook",
        ]


async def test_a_lost_answer_leaves_the_deed_done() -> None:
    async with simulator(clock=ManualClock()) as cloud, signed_in(cloud) as client:
        volume = next(v for v in cloud.world.state.volumes.values() if not v.attached_to)
        cloud.service.faults.order(Fault.parse("lost"))
        with pytest.raises(httpx.ReadError):
            await client.delete(f"volumes/{volume.id}")
        assert volume.operation == "deleting__detaching_volume"
        cloud.service.faults.order(Fault.parse("reset"))
        other = next(s for s in cloud.world.live_sessions())
        with pytest.raises(httpx.ReadError):
            await client.delete(f"sessions/{other.id}")
        assert not other.stage.ending
        cloud.service.faults.order()
        assert (await client.get("volumes")).status_code == 200


async def test_a_fault_keeps_to_its_path() -> None:
    faults = ["error503:/api/compute/v1/volumes"]
    async with simulator(clock=ManualClock(), faults=faults) as cloud, signed_in(cloud) as client:
        assert (await client.get("volumes")).status_code == 503
        assert (await client.get("sessions")).status_code == 200

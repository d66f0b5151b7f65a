"""Launches and volumes that are refused or lost, over the wire."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from mimiry_tui.simulator.faults import Fault
from mimiry_tui.simulator.server import RunningSimulator
from tests.support.clock import ManualClock
from tests.support.simulator import signed_in, simulator

SESSIONS = "POST /api/compute/v1/sessions"
VOLUMES = "POST /api/compute/v1/volumes"
IMPATIENT = httpx.Timeout(30, read=0.2)


def body(cloud: RunningSimulator, name: str = "box") -> dict[str, Any]:
    return {
        "name": name,
        "image": {"uri": "docker.io/library/ubuntu:24.04"},
        "gpu": {"types": ["L4_24G_PCIe"], "count": 1},
        "ssh_public_key": cloud.key_path.with_suffix(".pub").read_text().strip(),
        "auto_terminate": {"mode": "never"},
    }


def exists(cloud: RunningSimulator, name: str) -> bool:
    return any(session.launch.name == name for session in cloud.world.state.sessions.values())


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("error402", 402, "insufficient_balance"),
        ("error409", 409, "invalid_state"),
        ("error422", 422, "validation_error"),
        ("quota429", 429, "quota_exceeded"),
        ("error500", 500, "internal_error"),
    ],
)
async def test_a_launch_is_refused_and_everything_else_is_answered(
    fault: str, status: int, code: str
) -> None:
    async with simulator(clock=ManualClock()) as cloud, signed_in(cloud) as client:
        cloud.service.faults.order(Fault.parse(f"{fault}:{SESSIONS}"))
        answer = await client.post("sessions", json=body(cloud))
        assert (answer.status_code, answer.json()["error"]) == (status, code)
        assert "retry-after" not in answer.headers
        assert not exists(cloud, "box")
        assert (await client.get("sessions")).status_code == 200
        cloud.service.faults.order()
        assert (await client.post("sessions", json=body(cloud))).status_code == 202


@pytest.mark.parametrize(("fault", "made"), [("lost", True), ("reset", False)])
async def test_a_launch_is_cut_off_before_or_after_it_was_carried_out(fault: str, made: bool) -> None:
    faults = [f"{fault}:{SESSIONS}"]
    async with simulator(clock=ManualClock(), faults=faults) as cloud, signed_in(cloud) as client:
        with pytest.raises(httpx.ReadError):
            await client.post("sessions", json=body(cloud))
        assert exists(cloud, "box") is made


@pytest.mark.parametrize(("fault", "made"), [("silent", True), ("ignored", False)])
async def test_a_launch_is_never_answered_whether_or_not_it_was_carried_out(fault: str, made: bool) -> None:
    faults = [f"{fault}:{SESSIONS}"]
    async with simulator(clock=ManualClock(), faults=faults) as cloud, signed_in(cloud) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.post("sessions", json=body(cloud), timeout=IMPATIENT)
        assert (await client.get("balance")).status_code == 200
    # Only after the end is it certain that the request was dealt with, however slow the machine.
    assert exists(cloud, "box") is made


async def test_a_launch_asks_for_its_own_refusal_by_name() -> None:
    async with simulator(clock=ManualClock()) as cloud, signed_in(cloud) as client:
        answer = await client.post("sessions", json=body(cloud, "sim-launch-422"))
        assert (answer.status_code, answer.json()["message"]) == (422, "image.uri: no such image")
        for name, made in (("sim-launch-lost", True), ("sim-launch-unheard", False)):
            with pytest.raises(httpx.ReadError):
                await client.post("sessions", json=body(cloud, name))
            assert exists(cloud, name) is made


async def test_a_launch_asks_by_name_never_to_be_answered() -> None:
    async with simulator(clock=ManualClock()) as cloud, signed_in(cloud) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.post("sessions", json=body(cloud, "sim-launch-silent"), timeout=IMPATIENT)
    assert exists(cloud, "sim-launch-silent")


async def test_volumes_are_refused_and_lost_by_name() -> None:
    async with simulator(clock=ManualClock()) as cloud, signed_in(cloud) as client:
        wanted = {"size_gb": 100, "provider": "verda", "location": "FIN-01"}
        answer = await client.post("volumes", json={"name": "sim-volume-create-500", **wanted})
        assert answer.status_code == 500
        for name, made in (("sim-volume-create-lost", True), ("sim-volume-create-unheard", False)):
            with pytest.raises(httpx.ReadError):
                await client.post("volumes", json={"name": name, **wanted})
            assert any(volume.name == name for volume in cloud.world.state.volumes.values()) is made


async def test_deeds_on_volumes_are_refused_and_lost() -> None:
    async with simulator(clock=ManualClock()) as cloud, signed_in(cloud) as client:
        volumes = cloud.scenarios.volumes
        refused = volumes.ready("volume-delete-409", "volume-resize-500")
        assert (await client.delete(f"volumes/{refused.id}")).status_code == 409
        grown = await client.patch(f"volumes/{refused.id}", json={"size_gb": 200})
        assert (grown.status_code, refused.operation) == (500, "")
        lost = volumes.ready("volume-resize-lost")
        with pytest.raises(httpx.ReadError):
            await client.patch(f"volumes/{lost.id}", json={"size_gb": 200})
        assert lost.operation == "resizing"
        going = volumes.ready("volume-delete-lost")
        with pytest.raises(httpx.ReadError):
            await client.delete(f"volumes/{going.id}")
        assert going.operation == "deleting__detaching_volume"


async def test_a_volumes_faults_keep_to_their_method() -> None:
    faults = [f"error402:{VOLUMES}"]
    async with simulator(clock=ManualClock(), faults=faults) as cloud, signed_in(cloud) as client:
        made = await client.post("volumes", json={"name": "data", "size_gb": 100})
        assert made.status_code == 402
        assert (await client.get("volumes")).status_code == 200

"""The simulated job API over HTTP: lives, limits, scopes, and every documented error."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Collection
from decimal import Decimal
from typing import Any

import httpx
import pytest

from mimiry_tui.simulator.jobs.demo_memory import remembered
from mimiry_tui.simulator.jobs.world import JobsWorld
from mimiry_tui.simulator.kind_config import RunningKind
from mimiry_tui.simulator.kinds import SCOPES
from tests.support.clock import ManualClock
from tests.support.kinds import simulated_kind

_JOB = {"instance_type": "1V100.6V", "image": "ubuntu-22.04-cuda-12.0"}


@contextlib.asynccontextmanager
async def jobs(
    clock: ManualClock | None = None, *, demo: bool = False, scopes: Collection[str] | None = None
) -> AsyncIterator[tuple[RunningKind, httpx.AsyncClient]]:
    async with (
        simulated_kind(
            "mimiry-jobs", demo=demo, speed=1, clock=clock or ManualClock(), scopes=scopes
        ) as running,
        httpx.AsyncClient(
            verify=False, base_url=running.base_url, headers={"Authorization": f"Bearer {running.token}"}
        ) as client,
    ):
        yield running, client


async def submitted(client: httpx.AsyncClient, **fields: Any) -> str:
    answer = await client.post("/jobs", json={**_JOB, **fields})
    assert answer.status_code == 201, answer.text
    job_id: str = answer.json()["id"]
    return job_id


async def told(client: httpx.AsyncClient, job_id: str) -> dict[str, Any]:
    job: dict[str, Any] = (await client.get(f"/jobs/{job_id}")).json()
    return job


async def test_a_job_walks_from_the_queue_to_its_end_and_says_what_its_script_said() -> None:
    clock = ManualClock()
    async with jobs(clock) as (_, client):
        job_id = await submitted(client, startup_script="nvidia-smi\necho Hello\n", auto_shutdown=True)
        first = await told(client, job_id)
        assert (first["name"], first["status"], first["output"]) == (f"job-{job_id[:8]}", "queued", None)
        seen = []
        for seconds in (8, 25, 10):
            await clock.advance(seconds)
            seen.append((await told(client, job_id))["status"])
        assert seen == ["provisioning", "completed", "completed"]
        last = await told(client, job_id)
        assert last["output"].endswith("Hello\n")
        assert last["location"] == "FIN-01"
        assert first["created_at"] < last["started_at"] <= last["completed_at"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"max_runtime_seconds": 120}, "Maximum runtime of 120 seconds exceeded"),
        (
            {"name": "sim-silent", "heartbeat_timeout_seconds": 90},
            "Heartbeat timeout: no heartbeat received for 90 seconds",
        ),
        ({"name": "sim-no-machine"}, "No available instances"),
        ({"startup_script": "exit 2", "auto_shutdown": True}, "Startup script exited with code 2"),
    ],
)
async def test_a_job_fails_for_each_reason_there_is(fields: dict[str, Any], words: str) -> None:
    clock = ManualClock()
    async with jobs(clock) as (_, client):
        job_id = await submitted(client, **fields)
        await clock.advance(200)
        job = await told(client, job_id)
        assert (job["status"], job["error_message"]) == ("failed", words)


async def test_a_machine_beats_every_half_minute_until_its_job_is_cancelled() -> None:
    clock = ManualClock()
    async with jobs(clock) as (_, client):
        job_id = await submitted(client)
        await clock.advance(100)
        beat = (await told(client, job_id))["last_heartbeat"]
        await clock.advance(30)
        assert (await told(client, job_id))["last_heartbeat"] > beat
        assert (await client.delete(f"/jobs/{job_id}")).json()["status"] == "cancelled"
        assert (await client.delete(f"/jobs/{job_id}")).status_code == 409


async def test_every_documented_error_is_said_as_documented() -> None:
    async with jobs() as (running, client):
        world = running.world
        assert isinstance(world, JobsWorld)
        no_key = await client.post("/jobs", json={**_JOB, "ssh_key_ids": ["none"]})
        assert (no_key.status_code, no_key.json()) == (404, {"error": "SSH key not found"})
        nowhere = await client.post("/jobs", json={**_JOB, "instance_type": "8B200.248V"})
        assert nowhere.json() == {"error": "No available instances"}
        world.credit = Decimal(0)
        broke = await client.post("/jobs", json=_JOB)
        assert (broke.status_code, broke.json()) == (402, {"error": "Insufficient credits"})
        stranger = await client.get("/jobs", headers={"Authorization": "Bearer mky_another"})
        assert (stranger.status_code, stranger.json()) == (401, {"error": "Invalid or missing API key"})
        assert not world.jobs


@pytest.mark.parametrize("missing", SCOPES)
async def test_a_key_without_a_scope_is_kept_from_its_calls_alone(missing: str) -> None:
    kept = [scope for scope in SCOPES if scope != missing]
    calls = {
        "jobs:read": ("GET", "/jobs", None),
        "jobs:write": ("POST", "/jobs", _JOB),
        "instances:read": ("GET", "/instances", None),
        "ssh_keys:read": ("GET", "/ssh-keys", None),
        "ssh_keys:write": ("POST", "/ssh-keys", {"name": "k", "public_key": "ssh-ed25519 AAAA me"}),
    }
    async with jobs(scopes=kept) as (_, client):
        for scope, (method, path, body) in calls.items():
            answer = await client.request(method, path, json=body)
            assert answer.is_success == (scope != missing)
            if scope == missing:
                assert (answer.status_code, answer.json()) == (403, {"error": "Insufficient scope"})


async def test_the_demo_has_every_kind_of_life_and_a_market_that_moves() -> None:
    clock = ManualClock()
    async with jobs(clock, demo=True) as (_, client):
        listed = (await client.get("/jobs")).json()
        assert {job["status"] for job in listed} == {
            "queued",
            "provisioning",
            "running",
            "completed",
            "failed",
            "cancelled",
        }
        assert [job["created_at"] for job in listed] == sorted(
            (job["created_at"] for job in listed), reverse=True
        )
        stock, prices = (await client.get("/availability")).json(), (await client.get("/instances")).json()
        assert {each["instance_type"] for each in stock} == {each["instance_type"] for each in prices}
        clock.machine_slept(3 * 86_400)
        assert (await client.get("/availability")).json() != stock
        assert (await client.get("/instances")).json() != prices


async def test_what_a_dashboard_would_remember_of_the_demo_was_seen_while_it_was_open() -> None:
    async with jobs(demo=True) as (running, _):
        world = running.world
        assert isinstance(world, JobsWorld)
        past = remembered(world)
        moments = [sample.at for samples in past.samples.values() for sample in samples]
        assert all(any(span.start <= at <= span.end for span in past.spans) for at in moments)
        assert len({sample.rate for sample in past.samples["1A100.80G|datacrunch|FIN-01"]}) > 1
        now = world.began
        for job in world.jobs.values():
            assert all(card.ended_at is not None and card.ended_at < job.created_at for card in past.cards)
        assert past == remembered(world), "the same at every look"
        assert past.left_at < now

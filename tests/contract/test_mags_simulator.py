"""The simulated Mags over HTTP: lives, rules, sleepers, schedules, and its own ways of saying no."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from mimiry_tui.simulator.kind_config import RunningKind
from tests.support.clock import ManualClock
from tests.support.kinds import simulated_kind


@contextlib.asynccontextmanager
async def mags(
    clock: ManualClock | None = None, *, demo: bool = False, faults: tuple[str, ...] = ()
) -> AsyncIterator[tuple[RunningKind, httpx.AsyncClient]]:
    async with (
        simulated_kind("mags", demo=demo, speed=1, clock=clock or ManualClock(), faults=faults) as running,
        httpx.AsyncClient(
            verify=False,
            base_url=f"{running.base_url}/api/v1",
            headers={"Authorization": f"Bearer {running.token}"},
        ) as client,
    ):
        yield running, client


async def submitted(client: httpx.AsyncClient, **fields: Any) -> str:
    answer = await client.post("/mags-jobs", json={"type": "inline", **fields})
    assert answer.status_code == 202, answer.text
    request_id: str = answer.json()["request_id"]
    return request_id


async def word(client: httpx.AsyncClient, request_id: str) -> str:
    status: str = (await client.get(f"/mags-jobs/{request_id}/status")).json()["status"]
    return status


async def test_a_script_walks_from_accepted_to_its_end() -> None:
    clock = ManualClock()
    async with mags(clock) as (_, client):
        request_id = await submitted(client, script="echo one\nsleep 5\nexit 4", environment={"A": "b"})
        seen = [await word(client, request_id)]
        for seconds in (0.5, 3, 10):
            await clock.advance(seconds)
            seen.append(await word(client, request_id))
        assert seen == ["accepted", "pending", "running", "error"]
        told = (await client.get(f"/mags-jobs/{request_id}/status")).json()
        assert (told["exit_code"], told["vm_id"], told["url"]) == (4, None, None)
        assert 5000 <= told["script_duration_ms"] < 6000
        logs = (await client.get(f"/mags-jobs/{request_id}/logs")).json()["logs"]
        assert isinstance(logs[0], str)
        assert logs[1]["message"] == "one"


async def test_an_idle_sandbox_sleeps_and_every_way_in_wakes_it() -> None:
    clock = ManualClock()
    async with mags(clock) as (running, client):
        request_id = await submitted(client, script="sleep infinity", workspace_id="w", persistent=True)
        await clock.advance(5)
        url = (await client.post(f"/mags-jobs/{request_id}/access", json={"port": 8080})).json()["url"]
        host = url.removeprefix("http://")
        for wake in ("exec", "ssh", "http"):
            assert await word(client, request_id) == "running"
            clock.machine_slept(601)
            assert await word(client, request_id) == "sleeping"
            refused = await client.post(f"/mags-jobs/{request_id}/access", json={"port": 80})
            assert refused.status_code == 409
            if wake == "exec":
                await client.post(f"/mags-jobs/{request_id}/exec", json={"command": "true", "timeout": 3})
            elif wake == "ssh":
                await client.post(f"/mags-jobs/{request_id}/access", json={"port": 22})
            else:
                assert (await client.get(running.base_url, headers={"Host": host})).status_code == 200
        await client.patch(f"/mags-jobs/{request_id}", json={"no_sleep": True})
        clock.machine_slept(86_400)
        assert await word(client, request_id) == "running"
        logs = (await client.get(f"/mags-jobs/{request_id}/logs")).json()["logs"]
        assert [line.rpartition("for ")[2] for line in logs if "awake" in line] == ["exec", "ssh", "http"]


async def test_a_schedule_starts_a_job_at_its_time_and_none_while_it_is_paused() -> None:
    clock = ManualClock()  # noon
    async with mags(clock) as (_, client):
        body = {"name": "tick", "cron_expression": "*/15 * * * *", "script": "echo tick"}
        made = (await client.post("/mags-cron", json=body)).json()
        assert made["next_run_at"].endswith("12:15:00.000Z")
        clock.machine_slept(901)
        jobs = (await client.get("/mags-jobs")).json()["jobs"]
        assert [job["name"] for job in jobs] == ["tick"]
        await client.patch(f"/mags-cron/{made['id']}", json={"enabled": False})
        clock.machine_slept(3600)
        assert (await client.get("/mags-jobs")).json()["total"] == 1
        wrong = await client.post("/mags-cron", json={**body, "cron_expression": "99 * * * *"})
        assert (wrong.status_code, wrong.json()) == (400, {"error": "invalid cron expression"})


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"script": ""}, 400),
        ({"script": "true", "no_sleep": True}, 400),
        ({"script": "true", "base_workspace_id": "nowhere"}, 404),
        ({"script": "true", "file_ids": ["none"]}, 400),
        ({"script": "true", "rootfs_type": "windows"}, 400),
        ({"script": "true", "workspace_id": "todo-api"}, 409),
        ({"script": 7}, 400),
    ],
)
async def test_a_submission_that_breaks_a_rule_leaves_nothing_behind(
    fields: dict[str, Any], status: int
) -> None:
    async with mags(demo=True) as (running, client):
        before = len(running.world.jobs)
        answer = await client.post("/mags-jobs", json=fields)
        assert answer.status_code == status
        assert answer.json()["error"]
        assert len(running.world.jobs) == before


async def test_the_demo_has_every_kind_of_life() -> None:
    async with mags(demo=True) as (_, client):
        listed = (await client.get("/mags-jobs", params={"page": 1, "page_size": 100})).json()
        assert {job["status"] for job in listed["jobs"]} >= {
            "running",
            "sleeping",
            "completed",
            "error",
            "stopped",
        }
        assert any(job["no_sleep"] for job in listed["jobs"])
        second = (await client.get("/mags-jobs", params={"page": 2, "page_size": 20})).json()
        assert [job["request_id"] for job in second["jobs"]] == [
            job["request_id"] for job in listed["jobs"][20:40]
        ]
        sizes = {each["disk_gb"] for each in (await client.get("/mags-workspaces")).json()["workspaces"]}
        assert len(sizes) > 3
        pool = (await client.get("/mags-jobs/pool-status")).json()
        assert pool["total_vms"] == pool["idle_vms"] + pool["busy_vms"]


async def test_ordered_troubles_come_in_its_own_words() -> None:
    async with mags(faults=("error409:POST /api/v1/mags-jobs", "unknown-state")) as (running, client):
        busy = await client.post("/mags-jobs", json={"script": "true"})
        assert (busy.status_code, busy.json()) == (409, {"error": "workspace is in use by another job"})
        running.faults.order()
        assert (await client.get("/nowhere")).json() == {"error": "Not found"}
        assert running.requests["POST /api/v1/mags-jobs"] == 1

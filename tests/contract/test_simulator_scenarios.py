"""Scenarios over the wire."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from mimiry_tui.simulator.server import RunningSimulator
from tests.support.clock import ManualClock
from tests.support.simulator import signed_in, simulator


@contextlib.asynccontextmanager
async def signed_in_cloud(**options: Any) -> AsyncIterator[tuple[RunningSimulator, httpx.AsyncClient]]:
    async with simulator(speed=1, **options) as cloud, signed_in(cloud) as client:
        yield cloud, client


async def endpoint_of(client: httpx.AsyncClient, session_id: str) -> Any:
    """The endpoint in the detail, which the list must tell alike."""
    alone = (await client.get(f"sessions/{session_id}")).json()["ssh"]
    listed = (await client.get("sessions")).json()["sessions"]
    assert [row["ssh"] for row in listed if row["id"] == session_id] == [alone]
    return alone


@pytest.mark.parametrize(
    ("name", "part", "value"),
    [
        ("evil-host-dash", "host", "-oProxyCommand=touch owned"),
        ("evil-host-space", "host", "localhost; touch owned"),
        ("evil-host-control", "host", "ssh.\x1b]0;owned\x07example\nHost *"),
        ("evil-user", "username", "-oProxyCommand=touch owned"),
        ("evil-port-zero", "port", 0),
        ("evil-port-high", "port", 70000),
        ("evil-port-words", "port", "22; touch owned"),
        ("evil-ipv6-zone", "host", "fe80::1%eth0"),
    ],
)
async def test_endpoints_can_be_evil(name: str, part: str, value: object) -> None:
    async with signed_in_cloud() as (cloud, client):
        session = cloud.scenarios.find("train-llama")
        honest = await endpoint_of(client, session.id)
        cloud.scenarios.play(name, session.id)
        assert await endpoint_of(client, session.id) == {**honest, part: value}
        cloud.scenarios.stop(name, session.id)
        assert await endpoint_of(client, session.id) == honest


async def test_a_test_can_publish_any_endpoint() -> None:
    async with signed_in_cloud() as (cloud, client):
        session = cloud.scenarios.ready()
        cloud.scenarios.publish(session.id, host=None, port=[22])
        cloud.scenarios.publish(session.id, username="root")
        assert await endpoint_of(client, session.id) == {"host": None, "port": [22], "username": "root"}


async def test_the_lost_answer_of_a_delete_cannot_be_told_from_one_that_was_not_heard() -> None:
    async with signed_in_cloud() as (cloud, client):
        lost, unheard = (cloud.scenarios.ready(f"terminate-{how}") for how in ("lost", "unheard"))
        for session in (lost, unheard):
            with pytest.raises(httpx.TransportError):
                await client.delete(f"sessions/{session.id}")
        assert (lost.stage.ending, unheard.stage.ending) == (True, False)


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("terminate-409", 409, "invalid_state"),
        ("terminate-500", 500, "internal_error"),
        ("terminate-404", 404, "not_found"),
    ],
)
async def test_a_delete_can_be_refused(name: str, status: int, code: str) -> None:
    async with signed_in_cloud() as (cloud, client):
        session = cloud.scenarios.ready(name)
        answer = await client.delete(f"sessions/{session.id}")
        assert (answer.status_code, answer.json()["error"]) == (status, code)
        after = await client.get(f"sessions/{session.id}")
        assert after.status_code == (404 if status == 404 else 200)


@pytest.mark.parametrize(("name", "operation"), [("stuck", "terminating"), ("deaf", "")])
async def test_an_accepted_delete_can_come_to_nothing(name: str, operation: str) -> None:
    clock = ManualClock()
    async with signed_in_cloud(clock=clock) as (cloud, client):
        session = cloud.scenarios.ready(f"{name}-terminate")
        assert (await client.delete(f"sessions/{session.id}")).status_code == 202
        await clock.advance(600)
        assert (await client.get(f"sessions/{session.id}")).json()["operation"] == operation
        assert (await client.delete(f"sessions/{session.id}")).status_code == 202


async def test_a_log_that_is_no_utf8_and_one_with_halves_of_characters() -> None:
    async with signed_in_cloud() as (cloud, client):
        broken, garbage = (cloud.scenarios.ready(name) for name in ("log-bad-utf8", "log-garbage"))
        body = (await client.get(f"sessions/{broken.id}/logs")).content
        assert b"\xff\xfe" in body
        body = (await client.get(f"sessions/{garbage.id}/logs")).content
        assert b"\\ud83d" in body
        assert "\ud83d" in json.loads(body)["logs"]


async def test_a_late_log_says_how_long_to_wait() -> None:
    async with signed_in_cloud() as (cloud, client):
        session = cloud.scenarios.ready("log-late")
        answer = await client.get(f"sessions/{session.id}/logs?timestamps=true")
        assert answer.status_code == 503
        assert 0 < answer.json()["retry_after_seconds"] == int(answer.headers["retry-after"]) <= 20


async def test_an_empty_account_is_seen_at_once() -> None:
    async with signed_in_cloud() as (cloud, client):
        cloud.scenarios.drain_balance()
        assert (await client.get("balance")).json()["balance"] <= 0
        rows = (await client.get("sessions?state_not=completed,failed,terminated")).json()["sessions"]
        assert {row["stop_reason"] for row in rows if row["stop_reason"]} == {"balance_depleted"}
        assert len(rows) == 3

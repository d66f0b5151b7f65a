"""The simulated compute API over a real socket: the documented calls, filters, pages and refusals."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.keys import public_path
from mimiry_tui.simulator.server import RunningSimulator
from tests.support.clock import ManualClock
from tests.support.simulator import signed_in, simulator


def launch_body(cloud: RunningSimulator, **changes: Any) -> dict[str, Any]:
    return {
        "name": "box",
        "image": {"uri": "docker.io/library/ubuntu:24.04"},
        "gpu": {"types": ["L4"], "count": 1},
        "ssh_public_key": public_path(cloud.key_path).read_text(),
        **changes,
    }


async def names(client: httpx.AsyncClient, query: str) -> list[str]:
    answer = await client.get(f"sessions?{query}")
    assert answer.status_code == 200, answer.text
    return [session["name"] for session in answer.json()["sessions"]]


@pytest.mark.parametrize(
    "path",
    [
        *("api/compute/v1/sessions", "api/compute/v1/volumes", "api/compute/v1/balance"),
        *("api/compute/v1/quota", "api/compute/v1/transactions"),
        *("api/v1/me", "api/v1/api-key", "api/v1/auth/token/limits"),
    ],
)
async def test_everything_about_an_account_needs_a_token(path: str) -> None:
    async with simulator(clock=ManualClock()) as cloud, signed_in(cloud) as client:
        url = f"{cloud.base_url}/{path}"
        assert (await client.get(url)).status_code == 200
        refused = await client.get(url, headers={"Authorization": "Bearer a.b.c"})
        assert refused.status_code == 401
        assert refused.json() == {"error": "unauthorized", "message": "invalid token"}


async def test_sessions_are_paged_newest_first() -> None:
    async with simulator(clock=ManualClock()) as cloud, signed_in(cloud) as client:
        first = (await client.get("sessions?limit=10")).json()
        second = (await client.get("sessions?limit=10&offset=10")).json()
        assert (first["total"], first["limit"], second["offset"]) == (17, 10, 10)
        created = [session["created_at"] for session in first["sessions"] + second["sessions"]]
        assert created == sorted(created, reverse=True)
        assert len(created) == 17
        for bad in ("limit=0", "limit=101", "offset=-1", "limit=ten", "updated_after=yesterday"):
            assert (await client.get(f"sessions?{bad}")).status_code == 400


async def test_filters_by_state_operation_and_time() -> None:
    clock = ManualClock()
    async with simulator(clock=clock) as cloud, signed_in(cloud) as client:
        assert await names(client, "state=started") == ["train-llama", "notebook"]
        assert await names(client, "state=started,provisioned&operation=starting") == ["eval-sweep"]
        assert await names(client, "operation=starting__pulling_image") == []
        assert await names(client, "operation_not=starting&state=provisioned") == []
        ended = await names(client, "state_not=started,provisioned")
        assert len(ended) == 14
        recent = (clock.now() - timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert await names(client, f"updated_after={recent}") == ["eval-sweep", "bad-image"]
        assert "eval-sweep" not in await names(client, f"updated_before={recent}")


async def test_the_observed_dialect_filters_by_its_own_words() -> None:
    async with simulator(clock=ManualClock(), dialect=Dialect.OBSERVED) as cloud, signed_in(cloud) as client:
        assert await names(client, "state=running") == ["train-llama", "notebook"]
        assert await names(client, "state=pulling_image") == ["eval-sweep"]
        assert "bad-image" in await names(client, "state=pull_failed")


async def test_the_older_dialect_answers_bare_lists_and_wants_gpu_types() -> None:
    async with simulator(clock=ManualClock(), dialect=Dialect.OLDER) as cloud, signed_in(cloud) as client:
        sessions = (await client.get("sessions")).json()
        assert isinstance(sessions, list)
        assert {session["status"] for session in sessions} >= {"running", "pulling_image"}
        assert isinstance((await client.get("volumes")).json(), list)
        assert (await client.get("availability")).status_code == 400
        models = (await client.get("availability?gpu_types=T4,A100")).json()["gpu_models"]
        assert {model["family"] for model in models} == {"T4", "A100"}


async def test_availability_filters() -> None:
    async with simulator(clock=ManualClock()) as cloud, httpx.AsyncClient(verify=False) as client:
        url = f"{cloud.base_url}/api/compute/v1/availability"

        async def models(query: str) -> dict[str, Any]:
            rows = (await client.get(f"{url}?{query}")).json()["gpu_models"]
            return {row["name"]: row for row in rows}

        everything = await models("detail=full")
        assert not everything["B300_288G_SXM"]["available"]
        assert everything["CPU_16V"]["vram_gb"] == 0
        assert "B300_288G_SXM" not in await models("available_only=true")
        assert set(await models("gpu_family=H100,T4")) == {"H100_80G_SXM", "T4_16G_PCIe"}
        assert all(row["vram_gb"] >= 80 for row in (await models("min_vram_gb=80")).values())
        assert set(await models("location=US-EAST-1")) == {"L40S_48G_PCIe", "A100_80G_SXM", "H100_80G_SXM"}
        acme = await models("provider=acme&form_factor=sxm")
        assert {p["provider"] for row in acme.values() for p in row["providers"]} == {"acme"}
        assert (await client.get(f"{cloud.base_url}/api/compute/v1/catalog")).status_code == 200


async def test_a_launch_is_accepted_and_stays_unseen_for_a_moment() -> None:
    clock = ManualClock()
    async with (
        simulator(clock=clock, speed=1, read_cache_seconds=1.5) as cloud,
        signed_in(cloud) as client,
    ):
        accepted = await client.post("sessions", json=launch_body(cloud))
        assert accepted.status_code == 202
        session = accepted.json()
        assert (session["state"], session["operation"]) == ("submitted", "provisioning")
        assert (await client.get(f"sessions/{session['id']}")).status_code == 404
        assert "box" not in await names(client, "")
        await clock.advance(2)
        assert (await client.get(f"sessions/{session['id']}")).status_code == 200
        assert (await names(client, ""))[0] == "box"


async def test_events_come_as_many_as_asked() -> None:
    async with simulator(clock=ManualClock()) as cloud, signed_in(cloud) as client:
        session = (await client.get("sessions?state=started")).json()["sessions"][0]
        assert "events" not in session

        async def events(query: str) -> list[dict[str, Any]]:
            detail = (await client.get(f"sessions/{session['id']}?{query}")).json()
            return list(detail["events"])

        everything = await events("events_tail=-1")
        assert everything[0]["message"] == "session accepted"
        assert await events("events_tail=2") == everything[-2:]
        assert await events("events_tail=0") == []
        assert await events(f"events_tail={len(everything) + 1}") == everything
        assert (await client.get(f"sessions/{session['id']}?events_tail=x")).status_code == 400


async def test_logs_while_booting_running_and_after() -> None:
    clock = ManualClock()
    async with simulator(clock=clock) as cloud, signed_in(cloud) as client:
        by_name = {
            session["name"]: session["id"] for session in (await client.get("sessions")).json()["sessions"]
        }
        booting = await client.get(f"sessions/{by_name['eval-sweep']}/logs")
        assert (booting.status_code, booting.json()["retry_after_seconds"]) == (503, 5)
        assert booting.json()["error"] == "vm_setup_in_progress"
        assert booting.headers["retry-after"] == "5"
        ended = await client.get(f"sessions/{by_name['tokenise']}/logs")
        assert (ended.status_code, ended.json()["error"]) == (409, "invalid_state")
        url = f"sessions/{by_name['train-llama']}/logs"
        plain = (await client.get(f"{url}?tail=20")).json()["logs"]
        assert plain.count("\n") == 20
        assert "loss" in plain
        stamped = (await client.get(f"{url}?tail=20&timestamps=true")).json()["logs"]
        assert [line[25:] for line in stamped.splitlines()] == plain.splitlines()
        assert stamped[:10] == "2026-06-08"
        assert stamped[19] == "."
        assert stamped[23:25] == "Z "
        assert (await client.get(f"{url}?tail=5001")).status_code == 400
        assert (await client.get(f"{url}?tail=5000")).status_code == 200


@pytest.mark.parametrize(
    ("dialect", "put", "patch"),
    [(Dialect.DOCUMENTED, 404, 202), (Dialect.OLDER, 404, 202), (Dialect.OBSERVED, 202, 405)],
)
async def test_each_dialect_has_its_own_way_to_grow_a_volume(dialect: Dialect, put: int, patch: int) -> None:
    async with simulator(clock=ManualClock(), dialect=dialect) as cloud, signed_in(cloud) as client:
        volume = next(v for v in cloud.world.state.volumes.values() if v.name == "ckpt")
        assert (await client.put(f"volumes/{volume.id}", json={"new_size_gb": 500})).status_code == put
        assert (await client.patch(f"volumes/{volume.id}", json={"size_gb": 500})).status_code == patch
        assert volume.operation == "resizing"


async def test_deleted_volumes_are_shown_only_when_asked_for() -> None:
    clock = ManualClock()
    async with simulator(clock=clock) as cloud, signed_in(cloud) as client:
        volume = next(v for v in cloud.world.state.volumes.values() if v.name == "ckpt")
        assert (await client.delete(f"volumes/{volume.id}")).status_code == 202
        deleting = (await client.get("volumes?operation=deleting")).json()["volumes"]
        assert [v["operation"] for v in deleting] == ["deleting__detaching_volume"]
        await clock.advance(10)
        assert [v["name"] for v in (await client.get("volumes")).json()["volumes"]] == ["corpus-eu"]
        assert [v["name"] for v in (await client.get("volumes?state=deleted")).json()["volumes"]] == ["ckpt"]
        assert (await client.get(f"volumes/{volume.id}")).json()["state"] == "deleted"


async def test_refusals_speak_json() -> None:
    async with simulator(clock=ManualClock()) as cloud, signed_in(cloud) as client:
        unknown = await client.get("sessions/nobody")
        assert (unknown.status_code, unknown.json()["error"]) == (404, "not_found")
        assert (await client.get("nowhere")).json()["error"] == "not_found"
        assert (await client.put("sessions")).json()["error"] == "method_not_allowed"
        broken = await client.post("sessions", content=b"{")
        assert (broken.status_code, broken.json()["error"]) == (400, "validation_error")
        attached = next(v for v in cloud.world.state.volumes.values() if v.attached_to)
        refused = await client.delete(f"volumes/{attached.id}")
        assert refused.status_code == 409
        assert "train-llama" in refused.json()["message"]
        two_more = [(await client.post("sessions", json=launch_body(cloud))).status_code for _ in range(3)]
        assert two_more == [202, 202, 429]


async def test_balances_of_user_and_organisation() -> None:
    async with simulator(clock=ManualClock()) as cloud, signed_in(cloud) as client:
        me = (await client.get(f"{cloud.base_url}/api/v1/me")).json()
        assert (await client.get(f"balance/user/{me['id']}")).json()["balance"] == 46.2
        assert (await client.get(f"balance/org/{me['org_id']}")).json()["balance"] == 46.2
        assert (await client.get("balance/user/nobody")).status_code == 404
        rows = (await client.get("transactions")).json()["transactions"]
        owed = sum(row["amount"] for row in rows) - 46.2
        assert rows[0]["balance_after"] == pytest.approx(46.2 + owed)


async def test_answers_are_compressed_dated_and_counted() -> None:
    clock = ManualClock()
    async with simulator(clock=clock) as cloud, signed_in(cloud) as client:
        listed = await client.get("sessions")
        assert listed.headers["content-encoding"] == "gzip"
        assert listed.headers["date"] == "Mon, 08 Jun 2026 12:00:00 GMT"
        assert "server" not in listed.headers
        session_id = listed.json()["sessions"][0]["id"]
        await client.get(f"sessions/{session_id}")
        await client.get(f"sessions/{session_id}/logs")
        counted = (await client.get(f"{cloud.base_url}/__simulator__/requests")).json()
        assert counted == {
            "total": 3,
            "by_endpoint": {
                "GET /api/compute/v1/sessions": 1,
                "GET /api/compute/v1/sessions/{id}": 1,
                "GET /api/compute/v1/sessions/{id}/logs": 1,
            },
        }
        assert cloud.requests.total() == 3


async def test_a_screenshot_is_the_same_every_time() -> None:
    bodies = []
    for _ in range(2):
        async with simulator(clock=ManualClock(), seed=3) as cloud, signed_in(cloud) as client:
            rows = [(await client.get(path)).json() for path in ("sessions", "volumes", "availability")]
            for session in rows[0]["sessions"]:
                if session["ssh"]:
                    session["ssh"]["port"] = 22
            bodies.append(json.dumps(rows))
    assert bodies[0] == bodies[1]

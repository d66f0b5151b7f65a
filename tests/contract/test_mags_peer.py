"""Mags' own client, unchanged, runs its whole surface against the simulated Mags."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from mags.client import Mags, MagsError  # type: ignore[import-untyped]

from mimiry_tui.simulator.kind_config import RunningKind
from tests.support.kinds import simulated_kind

_POLL = 0.02
_METHODS = [name for name, what in vars(Mags).items() if callable(what) and not name.startswith("_")]
_LONG_AGO = "00000000-0000-4000-8000-000000000000"


@contextmanager
def client_of(running: RunningKind) -> Iterator[Mags]:
    client = Mags(api_token=running.token, api_url=running.base_url, timeout=10)
    try:
        yield client
    finally:
        client._session.close()


async def test_the_real_client_runs_its_whole_surface(tmp_path: Path) -> None:
    async with simulated_kind("mags", demo=False, speed=20) as running:
        with client_of(running) as client:
            called = _calls_of(client)
            await asyncio.to_thread(_jobs, client, tmp_path)
            shell = await asyncio.to_thread(_sandbox, client)
            await _enter(shell)
            await asyncio.to_thread(_goods, client)
    assert called == set(_METHODS)


def _calls_of(client: Mags) -> set[str]:
    """Becomes the names of the client's methods that are called from now on, also by one another."""
    called: set[str] = set()
    for name in _METHODS:
        setattr(client, name, _noted(called, name, getattr(client, name)))
    return called


def _noted(called: set[str], name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    def noted(*given: Any, **named: Any) -> Any:
        called.add(name)
        return method(*given, **named)

    return noted


def _jobs(client: Mags, folder: Path) -> None:
    done = client.run_and_wait("echo Hello World", poll_interval=_POLL)
    assert (done["status"], done["exit_code"]) == ("completed", 0)
    assert [line["message"] for line in done["logs"] if isinstance(line, dict)] == ["Hello World"]
    assert any(isinstance(line, str) for line in done["logs"]), "some lines are bare strings"
    failed = client.run_and_wait("exit 3", poll_interval=_POLL, name="check")
    assert (failed["status"], failed["exit_code"]) == ("error", 3)
    assert failed["duration_ms"] > 0

    paper = folder / "notes.txt"
    paper.write_bytes(b"kept\r\n\x00\xff")
    files = client.upload_files([str(paper)])
    accepted = client.run(
        "sleep infinity",
        name="box",
        workspace_id="box-ws",
        persistent=True,
        no_sleep=True,
        startup_command="./serve",
        environment={"A": "1"},
        file_ids=files,
        disk_gb=5,
        rootfs_type="claude",
    )
    assert accepted["status"] == "accepted"
    assert _until(client, accepted["request_id"], "running")["vm_id"]
    assert client.exec("box", "ls")["output"].splitlines() == ["notes.txt", "train.log"]
    found = client.find_job("box-ws")
    assert found["request_id"] == accepted["request_id"]
    assert (found["no_sleep"], found["disk_gb"], found["rootfs_type"]) == (True, 5, "claude")
    client.update_job(accepted["request_id"], startup_command="./other", no_sleep=False)
    changed = client.find_job("box")
    assert (changed["no_sleep"], changed["startup_command"]) == (False, "./other")
    client.stop("box")
    assert _until(client, accepted["request_id"], "stopped")["vm_id"] is None
    listed = client.list_jobs(page=1, page_size=2)
    assert (len(listed["jobs"]), listed["total"]) == (2, 3)
    assert client.status(done["request_id"])["script_duration_ms"] == done["duration_ms"]


def _sandbox(client: Mags) -> dict[str, str]:
    """Ends with a way in by SSH."""
    made = client.new("lab", persistent=True, base_workspace_id="box-ws", poll_interval=_POLL)
    assert made["status"] == "running"
    said = client.exec("lab", "echo hi && false")
    assert said == {"exit_code": 1, "output": "hi\n", "stderr": ""}
    assert client.exec("lab", "uname -a")["output"].startswith("Linux mags-vm")
    assert client.exec("lab", "curl http://host/")["exit_code"] == 127, "nothing of the host is ever run"
    client.sync(made["request_id"])
    assert client.url("lab", port=3000)["url"].endswith(".apps.magpiecloud.com")
    assert client.status(made["request_id"])["url"].startswith("http://")
    again = client.resize("lab", 12, poll_interval=_POLL)
    assert again["request_id"] != made["request_id"]
    assert client.status(made["request_id"])["status"] == "stopped"
    by_id = {each["workspace_id"]: each for each in client.list_workspaces()["workspaces"]}
    assert by_id["lab"]["disk_gb"] == 12
    assert by_id["lab"]["last_synced_at"]
    way_in: dict[str, str] = client.enable_access(again["request_id"], port=22)
    return way_in


async def _enter(way_in: dict[str, str]) -> None:
    key = asyncssh.import_private_key(way_in["ssh_private_key"])
    async with asyncssh.connect(
        way_in["ssh_host"],
        int(way_in["ssh_port"]),
        username="root",
        client_keys=[key],
        known_hosts=None,
        config=[],
    ) as connection:
        answer = await connection.run("hostname && cat /etc/passwd")
    assert answer.stdout == "mags-vm\n"
    assert answer.exit_status == 1


def _goods(client: Mags) -> None:
    with pytest.raises(MagsError, match="in use") as busy:
        client.delete_workspace("lab")
    assert busy.value.status_code == 409
    client.url_alias_create("my-lab", "lab")
    assert [each["subdomain"] for each in client.url_alias_list()["aliases"]] == ["my-lab"]
    client.url_alias_delete("my-lab")
    assert client.url_alias_list()["total"] == 0
    client.stop("lab")
    _until(client, client.find_job("lab")["request_id"], "stopped")
    client.delete_workspace("lab")
    assert [each["workspace_id"] for each in client.list_workspaces()["workspaces"]] == ["box-ws"]

    made = client.cron_create(name="tidy", cron_expression="0 2 * * *", script="echo tidy")
    assert made["next_run_at"]
    paused = client.cron_update(made["id"], enabled=False)
    assert (paused["enabled"], client.cron_get(made["id"])["next_run_at"]) == (False, None)
    assert client.cron_list()["total"] == 1
    client.cron_delete(made["id"])
    assert client.cron_list()["total"] == 0
    assert client.usage(window_days=7)["window_days"] == 7
    with pytest.raises(MagsError, match="job not found") as unknown:
        client.status(_LONG_AGO)
    assert unknown.value.status_code == 404


def _until(client: Mags, request_id: str, wanted: str) -> dict[str, object]:
    """Asks until the service says that word; the test's own time limit is the patience."""
    while True:
        told: dict[str, object] = client.status(request_id)
        if told["status"] == wanted:
            return told


async def test_a_wrong_token_is_refused_in_words() -> None:
    async with simulated_kind("mags", demo=False) as running:
        client = Mags(api_token="another", api_url=running.base_url)
        with pytest.raises(MagsError, match="Invalid or expired API token") as refused:
            await asyncio.to_thread(client.list_workspaces)
        client._session.close()
    assert refused.value.status_code == 401

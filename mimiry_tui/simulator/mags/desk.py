"""What the calls of the simulated Mags do: sign-in, submitting, entering machines, figures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

import asyncssh
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mimiry_tui.simulator.faults import Faults
from mimiry_tui.simulator.mags.records import MagsJob
from mimiry_tui.simulator.mags.shell import MagsShell
from mimiry_tui.simulator.mags.world import MagsWorld
from mimiry_tui.simulator.plain_service import (
    Refused,
    bearer_of,
    count_in,
    flag_in,
    is_same,
    text_in,
    texts_in,
)

_ROOTFS = ("standard", "claude", "pi")
_DEFAULT_DISK, _LARGEST_DISK = 2, 200
_SSH_PORT = 22
_POOL, _LEAST_POOL = 12, 8


@dataclass
class MagsDesk:
    """One deployment: a world, its troubles, and where its machines are entered."""

    world: MagsWorld
    faults: Faults = field(default_factory=Faults)
    ssh_port: int = 22

    def behind(
        self, answer: Callable[[Request], Awaitable[Any]], status: int = 200
    ) -> Callable[[Request], Awaitable[Response]]:
        """The answer, behind the token, in a world brought up to now."""

        async def checked(request: Request) -> Response:
            if not is_same(bearer_of(request), self.world.token):
                raise Refused(401, "Invalid or expired API token")
            self.world.tick()
            return JSONResponse(await answer(request), status)

        return checked

    # jobs

    def submit(self, body: Mapping[str, Any]) -> MagsJob:
        """Take a job in; raises `Refused` (400, 404, 409)."""
        now = self.world.clock.now()
        script = text_in(body, "script", required=True)
        if text_in(body, "type") not in ("", "inline"):
            raise Refused(400, "type must be inline")
        job = self.world.begin(script, now)
        job.name = text_in(body, "name") or None
        job.workspace_id = text_in(body, "workspace_id") or None
        job.base_workspace_id = text_in(body, "base_workspace_id") or None
        job.persistent, job.no_sleep = flag_in(body, "persistent"), flag_in(body, "no_sleep")
        job.no_sync = flag_in(body, "no_sync")
        job.startup_command = text_in(body, "startup_command") or None
        kept = None if job.no_sync else self.world.workspaces.get(job.workspace_id or "")
        job.disk_gb = count_in(body, "disk_gb") or (_DEFAULT_DISK if kept is None else kept.disk_gb)
        job.rootfs_type = text_in(body, "rootfs_type") or _ROOTFS[0]
        job.environment_names = names_of_environment(body)
        self._check(job)
        self._put_files(job, texts_in(body, "file_ids"))
        return self.world.admit(job)

    def _check(self, job: MagsJob) -> None:
        if job.no_sleep and not job.persistent:
            raise Refused(400, "no_sleep requires persistent")
        if job.disk_gb > _LARGEST_DISK:
            raise Refused(400, f"disk_gb must be at most {_LARGEST_DISK}")
        if job.rootfs_type not in _ROOTFS:
            raise Refused(400, f"unknown rootfs_type {job.rootfs_type!r}")
        base = job.base_workspace_id
        if base is not None and base not in self.world.workspaces:
            raise Refused(404, f"base workspace {base!r} not found")
        if job.workspace_id is not None:
            holder = self.world.on(job.workspace_id, self.world.clock.now())
            if holder is not None:
                used = f"workspace {job.workspace_id!r} is in use by job {holder.request_id}"
                raise Refused(409, used)

    def _put_files(self, job: MagsJob, file_ids: tuple[str, ...]) -> None:
        for file_id in file_ids:
            upload = self.world.uploads.get(file_id)
            if upload is None:
                raise Refused(400, f"file {file_id!r} not found")
            name = PurePosixPath(upload.name.replace("\\", "/")).name.lstrip(".") or "file"
            (self.scratch(job) / name).write_bytes(upload.content)
            job.files = (*job.files, name)

    def scratch(self, job: MagsJob) -> Path:
        """The folder that is its machine's `/root`: that of its workspace, where it has one."""
        kept = job.workspace_id if job.workspace_id is not None and not job.no_sync else None
        place = self.world.folder / "root" / (f"w-{kept.encode().hex()}" if kept else f"j-{job.request_id}")
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return place

    # entering

    def shell(self, job: MagsJob) -> MagsShell:
        """A toy shell in its machine; nothing of the host can be reached."""
        return MagsShell(job, self.scratch(job), self.world.clock.now, self.world.speed)

    def execute(self, job: MagsJob, command: str) -> dict[str, Any]:
        """One command, answered at once by the toy shell; wakes a sleeper. Raises `Refused` 409."""
        status = job.status(self.world.clock.now())
        if status not in ("running", "sleeping"):
            raise Refused(409, f"VM is {status}, needs to be running or sleeping")
        self.world.touch(job, "exec")
        answer = self.shell(job).run(command)
        return {"exit_code": answer.status, "stdout": answer.out, "stderr": answer.err}

    async def access(self, job: MagsJob, port: int) -> dict[str, Any]:
        """Let somebody in by HTTP or SSH; port 22 wakes a sleeper. Raises `Refused` 400 or 409."""
        if not 1 <= port <= 65535:
            raise Refused(400, "port must be between 1 and 65535")
        if not job.persistent:
            raise Refused(400, "access requires a persistent job")
        status = job.status(self.world.clock.now())
        if status != "running" and not (status == "sleeping" and port == _SSH_PORT):
            raise Refused(409, f"job is not running (status: {status})")
        if port == _SSH_PORT:
            return self._let_in(job)
        self.world.touch(job, "http")
        job.port = port
        url = self.world.url(job.subdomain)
        return {
            "success": True,
            "url": url,
            "subdomain": job.subdomain,
            "port": port,
            "message": "URL enabled",
        }

    def _let_in(self, job: MagsJob) -> dict[str, Any]:
        """A key of its own for each visit."""
        self.world.touch(job, "ssh")
        key = asyncssh.generate_private_key("ssh-ed25519", comment=f"mags-{job.vm_id}")
        job.ssh_keys.append(key.public_data)
        return {
            "success": True,
            "port": _SSH_PORT,
            "ssh_host": "127.0.0.1",
            "ssh_port": self.ssh_port,
            "ssh_user": "root",
            "ssh_private_key": key.export_private_key().decode(),
        }

    # figures

    def pool(self) -> dict[str, Any]:
        """How many machines stand ready."""
        now = self.world.clock.now()
        busy = sum(job.status(now) == "running" for job in self.world.jobs.values())
        idle = max(_LEAST_POOL - busy // 3, 3)
        return {
            "idle_vms": idle,
            "busy_vms": busy,
            "total_vms": idle + busy,
            "min_pool_size": _LEAST_POOL,
            "max_pool_size": 0,
        }

    def usage(self, days: int) -> dict[str, Any]:
        """What this account used in that many days."""
        now = self.world.clock.now()
        since = now - timedelta(days=days)
        jobs = [job for job in self.world.jobs.values() if (job.ended_at(now) or now) >= since]
        hours = [_hours(job, since, now) for job in jobs]
        words = [job.status(now) for job in jobs]
        kept = self.world.workspaces.values()
        return {
            "window_days": days,
            "total_jobs": len(jobs),
            "completed_jobs": words.count("completed"),
            "failed_jobs": words.count("error"),
            "active_jobs": words.count("running"),
            "sleeping_jobs": words.count("sleeping"),
            "vm_hours": round(sum(hours), 2),
            "longest_job_hours": round(max(hours, default=0.0), 2),
            "workspaces": len(self.world.workspaces),
            "storage_gb": round(sum(each.used_bytes for each in kept) / 1e9, 2),
            "disk_gb": sum(each.disk_gb for each in kept),
        }


def _hours(job: MagsJob, since: datetime, now: datetime) -> float:
    until = job.ended_at(now) or job.sleeps_from(now) or now
    return max(0.0, (until - max(since, job.running_at)).total_seconds() / 3600)


def names_of_environment(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of environment variables; raises `Refused` 400."""
    given = body.get("environment")
    if given is None:
        return ()
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise Refused(400, "environment must map names to strings")
    return tuple(given)

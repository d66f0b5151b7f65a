"""The calls of the simulated Mags that concern jobs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from mimiry_tui.simulator.mags.desk import MagsDesk
from mimiry_tui.simulator.mags.records import MagsJob
from mimiry_tui.simulator.plain_service import Refused, count_in, flag_in, object_in, text_in

_STRANGE = "hibernating"
_LARGEST_PAGE = 100
Answer = Callable[[Request], Awaitable[Any]]


class MagsJobRoutes:
    """Submit, look at, change and enter jobs."""

    def __init__(self, desk: MagsDesk) -> None:
        self._desk = desk
        self._world = desk.world

    def routes(self) -> list[Route]:
        behind, read, write = self._desk.behind, ["GET"], ["POST"]
        return [
            Route("/mags-jobs", behind(self._submit, 202), methods=write),
            Route("/mags-jobs", behind(self._list), methods=read),
            Route("/mags-jobs/usage", behind(self._usage), methods=read),
            Route("/mags-jobs/pool-status", behind(self._pool), methods=read),
            Route("/mags-jobs/{id}", behind(self._patch), methods=["PATCH"]),
            Route("/mags-jobs/{id}/status", behind(self._status), methods=read),
            Route("/mags-jobs/{id}/logs", behind(self._logs), methods=read),
            Route("/mags-jobs/{id}/access", behind(self._access), methods=write),
            Route("/mags-jobs/{id}/stop", behind(self._stop), methods=write),
            Route("/mags-jobs/{id}/sync", behind(self._sync), methods=write),
            Route("/mags-jobs/{id}/exec", behind(self._exec), methods=write),
        ]

    @property
    def _now(self) -> datetime:
        return self._world.clock.now()

    def _job(self, request: Request) -> MagsJob:
        return self._world.job(request.path_params["id"])

    async def _submit(self, request: Request) -> Any:
        job = self._desk.submit(await object_in(request))
        return {"request_id": job.request_id, "status": "accepted", "message": "Job accepted for execution"}

    async def _list(self, request: Request) -> Any:
        page = _asked(request, "page", 1)
        size = min(_asked(request, "page_size", 20), _LARGEST_PAGE)
        newest = sorted(self._world.jobs.values(), key=lambda job: job.created_at, reverse=True)
        shown = newest[(page - 1) * size : page * size]
        return {
            "jobs": [self._row(job) for job in shown],
            "total": len(newest),
            "page": page,
            "page_size": size,
            "total_pages": -(-len(newest) // size),
        }

    async def _status(self, request: Request) -> Any:
        job, now = self._job(request), self._now
        ended = job.script_ended(now)
        took = None if ended is None else round((ended - job.running_at).total_seconds() * 1000)
        return {
            "request_id": job.request_id,
            "name": job.name,
            "status": self._word(job, now),
            "vm_id": job.vm_id if self._is_up(job, now) else None,
            "subdomain": job.subdomain if job.persistent else None,
            "url": self._url(job, now),
            "script_duration_ms": took,
            "started_at": _iso(job.running_at if job.running_at <= now else None),
            "exit_code": job.exit_code(now),
            **({"error_message": job.boot_error} if job.status(now) == "error" and job.boot_error else {}),
        }

    async def _logs(self, request: Request) -> Any:
        job = self._job(request)
        return {"logs": [_entry(*line) for line in job.lines(self._now)]}

    async def _patch(self, request: Request) -> Any:
        job, body = self._job(request), await object_in(request)
        if not job.alive(self._now):
            raise Refused(409, f"job is not running (status: {job.status(self._now)})")
        if "no_sleep" in body:
            wanted = flag_in(body, "no_sleep")
            if wanted and not job.persistent:
                raise Refused(400, "no_sleep requires persistent")
            if wanted:
                self._world.touch(job, "no_sleep")
            job.no_sleep = wanted
            job.touched_at = self._now
        if "startup_command" in body:
            job.startup_command = text_in(body, "startup_command") or None
        return {"success": True, **self._row(job)}

    async def _access(self, request: Request) -> Any:
        job, body = self._job(request), await object_in(request)
        return await self._desk.access(job, count_in(body, "port") or 8080)

    async def _stop(self, request: Request) -> Any:
        job = self._world.stop(request.path_params["id"])
        return {"success": True, "request_id": job.request_id, "message": "Job stopped"}

    async def _sync(self, request: Request) -> Any:
        kept = self._world.sync(request.path_params["id"])
        return {"success": True, "workspace_id": kept.id, "message": "Workspace synced"}

    async def _exec(self, request: Request) -> Any:
        job, body = self._job(request), await object_in(request)
        command = text_in(body, "command", required=True)
        count_in(body, "timeout")
        return self._desk.execute(job, command)

    async def _usage(self, request: Request) -> Any:
        return self._desk.usage(_asked(request, "window_days", 30))

    async def _pool(self, _request: Request) -> Any:
        return self._desk.pool()

    def _row(self, job: MagsJob) -> dict[str, Any]:
        now = self._now
        return {
            "request_id": job.request_id,
            "name": job.name,
            "workspace_id": job.workspace_id,
            "base_workspace_id": job.base_workspace_id,
            "status": self._word(job, now),
            "type": "inline",
            "script": job.script,
            "persistent": job.persistent,
            "no_sleep": job.no_sleep,
            "no_sync": job.no_sync,
            "startup_command": job.startup_command,
            "disk_gb": job.disk_gb,
            "rootfs_type": job.rootfs_type,
            "vm_id": job.vm_id if self._is_up(job, now) else None,
            "url": self._url(job, now),
            "created_at": _iso(job.created_at),
            "started_at": _iso(job.running_at if job.running_at <= now else None),
            "completed_at": _iso(job.ended_at(now)),
            "exit_code": job.exit_code(now),
        }

    def _word(self, job: MagsJob, now: datetime) -> str:
        return _STRANGE if self._desk.faults.garbles_state(job.request_id) else job.status(now)

    def _is_up(self, job: MagsJob, now: datetime) -> bool:
        return job.status(now) in ("running", "sleeping")

    def _url(self, job: MagsJob, now: datetime) -> str | None:
        return self._world.url(job.subdomain) if job.port is not None and job.alive(now) else None


def _entry(at: datetime, text: str, own: bool) -> Any:
    """As an object; what Mags itself says is a bare string."""
    if own:
        return text
    bad = text.startswith("Traceback") or "Error" in text or text == "Killed"
    return {"timestamp": _iso(at), "level": "error" if bad else "info", "message": text}


def _asked(request: Request, name: str, default: int) -> int:
    given = request.query_params.get(name, str(default))
    if not (given.isascii() and given.isdigit() and int(given) > 0):
        raise Refused(400, f"{name} must be a positive integer")
    return int(given)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

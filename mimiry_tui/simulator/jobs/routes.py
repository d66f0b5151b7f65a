"""The calls of the simulated job API (Mimiry public API)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mimiry_tui.simulator.faults import Faults
from mimiry_tui.simulator.jobs.catalog import IMAGES, PLACES, PROVIDERS, TYPES, MachineType, type_named
from mimiry_tui.simulator.jobs.records import Job, Key
from mimiry_tui.simulator.jobs.world import JobsWorld
from mimiry_tui.simulator.plain_service import (
    Refused,
    bearer_of,
    count_in,
    flag_in,
    is_same,
    object_in,
    text_in,
    texts_in,
)

_OUTPUT_LINES = 120
_DEFAULT_HEARTBEAT = 600
_STRANGE = "rebalancing"
Answer = Callable[[Request], Awaitable[Any]]


class JobsRoutes:
    """Every call, each behind the scope it needs."""

    def __init__(self, world: JobsWorld, faults: Faults) -> None:
        self._world = world
        self._faults = faults

    def routes(self) -> list[Route]:
        read, write = ["GET"], ["POST"]
        return [
            Route("/instances", self._behind("instances:read", self._instances), methods=read),
            Route("/availability", self._behind("instances:read", self._availability), methods=read),
            Route("/availability/{type}", self._behind("instances:read", self._available), methods=read),
            Route("/locations", self._behind("instances:read", self._locations), methods=read),
            Route("/images", self._behind("instances:read", self._images), methods=read),
            Route("/providers", self._behind("instances:read", self._providers), methods=read),
            Route("/ssh-keys", self._behind("ssh_keys:read", self._keys), methods=read),
            Route("/ssh-keys", self._behind("ssh_keys:write", self._add_key, 201), methods=write),
            Route("/ssh-keys/{id}", self._behind("ssh_keys:write", self._delete_key), methods=["DELETE"]),
            Route("/jobs", self._behind("jobs:read", self._jobs), methods=read),
            Route("/jobs", self._behind("jobs:write", self._submit, 201), methods=write),
            Route("/jobs/{id}", self._behind("jobs:read", self._job), methods=read),
            Route("/jobs/{id}", self._behind("jobs:write", self._cancel), methods=["DELETE"]),
        ]

    def _behind(
        self, scope: str, answer: Answer, status: int = 200
    ) -> Callable[[Request], Awaitable[Response]]:
        async def checked(request: Request) -> Response:
            if not is_same(bearer_of(request), self._world.token):
                raise Refused(401, "Invalid or missing API key")
            if scope not in self._world.scopes:
                raise Refused(403, "Insufficient scope")
            return JSONResponse(await answer(request), status)

        return checked

    @property
    def _now(self) -> datetime:
        return self._world.clock.now()

    # what there is

    async def _instances(self, request: Request) -> Any:
        wanted = request.query_params.get("provider", "")
        currency = request.query_params.get("currency", "eur").upper()
        if currency != "EUR":
            raise Refused(400, f"Unsupported currency: {currency}")
        return [self._instance(each) for each in TYPES if wanted in ("", each.provider)]

    def _instance(self, machine: MachineType) -> dict[str, Any]:
        return {
            "instance_type": machine.name,
            "description": machine.description,
            "gpu_type": machine.gpu_type,
            "gpu_count": machine.gpu_count,
            "gpu_memory_gb": machine.gpu_memory_gb,
            "cpu_cores": machine.cpu_cores,
            "ram_gb": machine.ram_gb,
            "storage_gb": machine.storage_gb,
            "price_per_hour": float(self._world.market.price(machine, self._now)),
            "currency": "EUR",
            "provider": machine.provider,
        }

    async def _availability(self, _request: Request) -> Any:
        return [self._stock(each) for each in TYPES]

    async def _available(self, request: Request) -> Any:
        machine = type_named(request.path_params["type"])
        if machine is None:
            raise Refused(404, "Instance type not found")
        return self._stock(machine)

    def _stock(self, machine: MachineType) -> dict[str, Any]:
        places = self._world.market.places(machine, self._now)
        return {
            "instance_type": machine.name,
            "is_available": bool(places),
            "locations": places,
            "provider": machine.provider,
        }

    async def _locations(self, _request: Request) -> Any:
        return [
            {"code": place.code, "name": place.name, "country": place.country, "provider": place.provider}
            for place in PLACES
        ]

    async def _images(self, request: Request) -> Any:
        machine = type_named(request.query_params.get("instance_type", ""))
        has_gpu = None if machine is None else machine.gpu_count > 0
        return [
            {
                "code": image.code,
                "name": image.name,
                "os": image.os,
                "version": image.version,
                "cuda_version": image.cuda or None,
                "provider": "datacrunch" if machine is None else machine.provider,
            }
            for image in IMAGES
            if has_gpu is None or image.gpu is None or image.gpu == has_gpu
        ]

    async def _providers(self, _request: Request) -> Any:
        return [{"slug": slug, "name": name, "is_active": active} for slug, name, active in PROVIDERS]

    # keys

    async def _keys(self, _request: Request) -> Any:
        return [_key(key) for key in self._world.keys.values()]

    async def _add_key(self, request: Request) -> Any:
        body = await object_in(request)
        name, line = text_in(body, "name", required=True), text_in(body, "public_key", required=True)
        return _key(self._world.add_key(name, line))

    async def _delete_key(self, request: Request) -> Any:
        self._world.delete_key(request.path_params["id"])
        return {"success": True}

    # jobs

    async def _jobs(self, _request: Request) -> Any:
        newest = sorted(self._world.jobs.values(), key=lambda job: job.created_at, reverse=True)
        return [self._told(job) for job in newest]

    async def _job(self, request: Request) -> Any:
        return self._told(self._world.job(request.path_params["id"]))

    async def _submit(self, request: Request) -> Any:
        body = await object_in(request)
        job_id = self._world.new_id()
        heartbeat = count_in(body, "heartbeat_timeout_seconds")
        job = Job(
            id=job_id,
            name=text_in(body, "name") or f"job-{job_id[:8]}",
            instance_type=text_in(body, "instance_type", required=True),
            image=text_in(body, "image", required=True),
            created_at=self._now,
            location=text_in(body, "location") or None,
            ssh_key_ids=texts_in(body, "ssh_key_ids"),
            startup_script=text_in(body, "startup_script") or None,
            auto_shutdown=flag_in(body, "auto_shutdown"),
            heartbeat_timeout_seconds=heartbeat or _DEFAULT_HEARTBEAT,
            max_runtime_seconds=count_in(body, "max_runtime_seconds"),
        )
        return self._told(self._world.submit(job))

    async def _cancel(self, request: Request) -> Any:
        return self._told(self._world.cancel(request.path_params["id"]))

    def _told(self, job: Job) -> dict[str, Any]:
        now = self._now
        status = _STRANGE if self._faults.garbles_state(job.id) else job.status(now)
        return {
            "id": job.id,
            "name": job.name,
            "status": status,
            "provider": job.provider,
            "instance_type": job.instance_type,
            "image": job.image,
            "location": job.placed if job.started_at(now) else job.location,
            "ssh_key_ids": list(job.ssh_key_ids),
            "startup_script": job.startup_script,
            "provider_instance_id": job.instance_id if job.started_at(now) else None,
            "error_message": job.move(now).error,
            "output": job.output(now, _OUTPUT_LINES),
            "heartbeat_timeout_seconds": job.heartbeat_timeout_seconds,
            "max_runtime_seconds": job.max_runtime_seconds,
            "created_at": _iso(job.created_at),
            "started_at": _iso(job.started_at(now)),
            "completed_at": _iso(job.completed_at(now)),
            "last_heartbeat": _iso(job.last_heartbeat(now)),
        }


def _key(key: Key) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "datacrunch_id": key.datacrunch_id,
        "created_at": _iso(key.created_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

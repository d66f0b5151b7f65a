"""The job API's adapter as tests want it: against a scripted server, with a key of the test's."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.jobs.cloud import JobsCloud
from mimiry_tui.clouds.transport import Transport
from mimiry_tui.domain.launch import FormRequest
from tests.support.scripted_server import Reply, ScriptedServer, Seen, scripted_server
from tests.support.skipping_clock import SkippingClock

KEY = "mky_0123456789abcdef0123456789abcdef"
INSTANCES = [
    {
        "instance_type": "8A100.80G",
        "description": "8× NVIDIA A100 80 GB",
        "gpu_type": "A100",
        "gpu_count": 8,
        "gpu_memory_gb": 80,
        "price_per_hour": 9.45,
        "currency": "EUR",
        "provider": "datacrunch",
    },
    {
        "instance_type": "1V100.6V",
        "gpu_type": "V100",
        "gpu_count": 1,
        "gpu_memory_gb": 16,
        "price_per_hour": "0.14",
        "currency": "eur",
        "provider": "datacrunch",
    },
]
AVAILABILITY = [
    {
        "instance_type": "8A100.80G",
        "is_available": True,
        "locations": ["FIN-01", "FIN-03"],
        "provider": "datacrunch",
    },
    {"instance_type": "1V100.6V", "is_available": False, "locations": [], "provider": "datacrunch"},
]
JOB = {
    "id": "j1",
    "name": "train",
    "status": "running",
    "provider": "datacrunch",
    "instance_type": "8A100.80G",
    "image": "ubuntu-22.04-cuda-12.0",
    "location": "FIN-01",
    "ssh_key_ids": ["k1", "k2"],
    "startup_script": "#!/bin/bash\npython train.py\n",
    "provider_instance_id": "vm-7",
    "error_message": None,
    "output": "step 1\nstep 2\nstep 3\n",
    "heartbeat_timeout_seconds": 600,
    "max_runtime_seconds": 7200,
    "created_at": "2026-06-08T11:00:00Z",
    "started_at": "2026-06-08T11:02:00Z",
    "completed_at": None,
    "last_heartbeat": "2026-06-08T11:59:30Z",
}
FORM = {
    "instance_type": "8A100.80G|datacrunch|FIN-01",
    "image": "ubuntu-22.04-cuda-12.0",
    "name": "train",
    "startup_script": "#!/bin/bash\npython train.py\n",
    "auto_shutdown": "yes",
    "max_runtime_seconds": "2h",
}


@dataclass
class JobsDesk:
    """The adapter, and what it talks to."""

    server: ScriptedServer
    cloud: JobsCloud
    clock: SkippingClock
    env: dict[str, str]

    def give(self, answers: Mapping[str, object]) -> None:
        """Answer by "METHOD /path": a Reply, or JSON; all else is 404."""

        def script(seen: Seen) -> Reply:
            answer = answers.get(f"{seen.method} {seen.path}")
            if isinstance(answer, Reply):
                return answer
            return Reply(404, b'{"error": "Not found"}') if answer is None else Reply.of(answer)

        self.server.by(script)

    @property
    def asked(self) -> list[str]:
        """What came in, in order."""
        return [f"{seen.method} {seen.path}" for seen in self.server.seen]


def jobs_cloud(url: str, clock: Clock, env: Mapping[str, str], *, read_only: bool = False) -> JobsCloud:
    """Close it with `aclose`."""
    transport = Transport(url, clock, jitter=lambda: 0.5)
    return JobsCloud(transport, ("env:MIMIRY_API_KEY",), clock, env=env, read_only=read_only)


@contextlib.asynccontextmanager
async def jobs_desk(*, read_only: bool = False) -> AsyncIterator[JobsDesk]:
    """On loopback sockets, until the block is left."""
    async with scripted_server() as server:
        clock, env = SkippingClock(), {"MIMIRY_API_KEY": KEY}
        cloud = jobs_cloud(server.url, clock, env, read_only=read_only)
        try:
            yield JobsDesk(server, cloud, clock, env)
        finally:
            await cloud.aclose()


def request_of(values: Mapping[str, str]) -> FormRequest:
    """A launch as the form would have it."""
    return FormRequest("job", values.get("name", ""), values.get("image", ""), tuple(values.items()))


def raw(value: object) -> bytes:
    return json.dumps(value).encode()

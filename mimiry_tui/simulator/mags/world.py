"""The simulated Mags without sockets: jobs, workspaces, and what may be asked of them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.simulator.mags.records import Alias, Cron, MagsJob, Upload, Workspace
from mimiry_tui.simulator.mags.words import FIRST, SECOND
from mimiry_tui.simulator.pace import Pace
from mimiry_tui.simulator.plain_service import Refused
from mimiry_tui.simulator.script_run import ScriptRun
from mimiry_tui.simulator.script_words import Machine

ACCEPT, BOOT, STOP = 0.4, 1.6, 0.8
_START_BYTES = 18 << 20
_BROKEN_BOOT = "sim-no-boot"
ASLEEP = "[mags] asleep after 10 minutes without a visitor"
AWAKE = "[mags] awake in {} ms, for {}"
BOOT_ERROR = "vm failed to boot: no agent answered within 30 s"


@dataclass
class MagsWorld:
    """One account. The same seed, clock and calls give the same world."""

    clock: Clock
    folder: Path
    """Where the files of its machines lie."""
    seed: int = 1
    speed: float = 1.0
    domain: str = "apps.localhost"
    """Where public addresses lead, with a port if one is needed."""
    jobs: dict[str, MagsJob] = field(default_factory=dict)
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    crons: dict[str, Cron] = field(default_factory=dict)
    aliases: dict[str, Alias] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    minted: int = 0
    ticking: list[Callable[[datetime], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.began = self.clock.now()
        self.token = self.rng("token").randbytes(24).hex()

    def rng(self, purpose: str) -> random.Random:
        """A generator of its own for each purpose."""
        return random.Random(f"{self.seed}/mags/{purpose}")

    def new_id(self) -> str:
        """The next UUID of this world."""
        self.minted += 1
        return str(uuid.UUID(int=self.rng(f"id/{self.minted}").getrandbits(128), version=4))

    def tick(self) -> datetime:
        """Let what is due by now happen."""
        now = self.clock.now()
        for due in self.ticking:
            due(now)
        return now

    def url(self, subdomain: str) -> str:
        """Where a public address leads."""
        return f"http://{subdomain}.{self.domain}"

    # jobs

    def job(self, request_id: str) -> MagsJob:
        """The job of that id; raises `Refused` 404."""
        found = self.jobs.get(request_id)
        if found is None:
            raise Refused(404, "job not found")
        return found

    def on(self, workspace_id: str, now: datetime) -> MagsJob | None:
        """The job that holds a workspace."""
        mine = (job for job in self.jobs.values() if job.workspace_id == workspace_id)
        return next((job for job in mine if job.alive(now)), None)

    def begin(self, script: str, created: datetime) -> MagsJob:
        """A job with its ids and its first moments, not in the world yet."""
        request_id = self.new_id()
        pace = Pace(self.speed, self.rng(f"pace/{request_id}"))
        rng = self.rng(f"vm/{request_id}")
        pending = created + pace.takes(ACCEPT)
        first, second = rng.choice(FIRST), rng.choice(SECOND)
        return MagsJob(
            request_id,
            script,
            created,
            pending,
            pending + pace.takes(BOOT),
            f"vm-{rng.getrandbits(32):08x}",
            f"{first}-{second}-{rng.randrange(10, 99)}",
            idle=timedelta(seconds=600 / self.speed),
        )

    def admit(self, job: MagsJob) -> MagsJob:
        """Take a job in and settle what its script does; its workspace is made where it is new."""
        machine = Machine(job.request_id, "mags-vm", visited=job.no_sleep)
        if _BROKEN_BOOT in (job.name or ""):
            job.boot_error = BOOT_ERROR
        if job.boot_error:
            job.own_lines.append((job.running_at, f"[mags] {job.boot_error}"))
        else:
            job.run = ScriptRun(machine, job.script, job.running_at, self.speed)
            took = self.rng(f"boot/{job.request_id}").randrange(240, 390)
            job.own_lines.append((job.running_at, f"[mags] {job.vm_id} up in {took} ms ({job.rootfs_type})"))
        if job.workspace_id is not None and not job.no_sync:
            kept = self.workspaces.get(job.workspace_id)
            if kept is None:
                kept = Workspace(job.workspace_id, job.created_at, job.disk_gb, _START_BYTES)
                self.workspaces[job.workspace_id] = kept
            kept.disk_gb = job.disk_gb
        self.jobs[job.request_id] = job
        return job

    def touch(self, job: MagsJob, by: str) -> None:
        """Somebody comes in: a sleeper wakes and runs its startup command."""
        now = self.clock.now()
        slept = job.sleeps_from(now) if job.status(now) == "sleeping" else None
        job.touched_at = now
        if slept is None:
            return
        took = self.rng(f"wake/{job.request_id}/{len(job.own_lines)}").randrange(260, 480)
        job.own_lines += [(slept, ASLEEP), (now, AWAKE.format(took, by))]
        if job.startup_command:
            job.own_lines.append((now, f"[mags] startup command: {job.startup_command}"))

    def stop(self, request_id: str) -> MagsJob:
        """End a job, its workspace written away first; raises `Refused` 404 or 409."""
        now = self.clock.now()
        job = self.job(request_id)
        if not job.alive(now) or job.stopped_at is not None:
            raise Refused(409, f"job is not running (status: {job.status(now)})")
        job.stopped_at = now + Pace(self.speed, self.rng(f"stop/{request_id}")).takes(STOP)
        told = "workspace synced, machine gone" if job.workspace_id and not job.no_sync else "machine gone"
        job.own_lines.append((job.stopped_at, f"[mags] stopped by the user: {told}"))
        return job

    def sync(self, request_id: str) -> Workspace:
        """Write a workspace away now; raises `Refused` 404 or 409."""
        now = self.clock.now()
        job = self.job(request_id)
        if job.status(now) != "running":
            raise Refused(409, f"job is not running (status: {job.status(now)})")
        kept = self.workspaces.get(job.workspace_id or "")
        if kept is None or job.no_sync:
            raise Refused(400, "job has no synced workspace")
        kept.synced_at = now
        job.own_lines.append((now, f"[mags] workspace {kept.id} synced: {kept.used_bytes >> 20} MiB"))
        return kept

    # workspaces

    def synced_at(self, workspace: Workspace, now: datetime) -> datetime | None:
        """When it was last written away, by itself or because somebody asked."""
        moments = [job.last_sync(now) for job in self.jobs.values() if job.workspace_id == workspace.id]
        return max((at for at in (*moments, workspace.synced_at) if at is not None), default=None)

    def delete_workspace(self, workspace_id: str) -> None:
        """Remove it and what it holds; raises `Refused` 404 or 409."""
        if workspace_id not in self.workspaces:
            raise Refused(404, "workspace not found")
        holder = self.on(workspace_id, self.clock.now())
        if holder is not None:
            raise Refused(
                409, f"workspace is in use by job {holder.name or holder.request_id}: stop it first"
            )
        del self.workspaces[workspace_id]

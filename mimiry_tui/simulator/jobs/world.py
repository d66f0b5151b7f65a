"""The simulated job API without sockets: jobs, keys, credit, and what may be asked of them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from mimiry_tui.clock import Clock
from mimiry_tui.simulator.jobs.catalog import IMAGES, MachineType, type_named
from mimiry_tui.simulator.jobs.market import Market
from mimiry_tui.simulator.jobs.records import Job, Key, Move
from mimiry_tui.simulator.kinds import SCOPES
from mimiry_tui.simulator.pace import Pace
from mimiry_tui.simulator.plain_service import Refused
from mimiry_tui.simulator.script_run import ScriptRun
from mimiry_tui.simulator.script_words import Machine

QUEUE, PROVISION, GIVE_UP = 5.0, 22.0, 9.0
_NOBODY = "Heartbeat timeout: no heartbeat received for {} seconds"
_TOO_LONG = "Maximum runtime of {} seconds exceeded"
_SILENT, _NO_MACHINE = "sim-silent", "sim-no-machine"


@dataclass
class JobsWorld:
    """One account. The same seed, clock and calls give the same world."""

    clock: Clock
    seed: int = 1
    speed: float = 1.0
    scopes: Collection[str] = SCOPES
    credit: Decimal = Decimal("182.40")
    market_moves: bool = True
    jobs: dict[str, Job] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    minted: int = 0

    def __post_init__(self) -> None:
        self.began = self.clock.now()
        self.market = Market(self.seed, self.began, self.speed, moves=self.market_moves)
        self.token = f"mky_{self.rng('token').randbytes(20).hex()}"

    def rng(self, purpose: str) -> random.Random:
        """A generator of its own for each purpose."""
        return random.Random(f"{self.seed}/jobs/{purpose}")

    def new_id(self) -> str:
        """The next UUID of this world."""
        self.minted += 1
        return str(uuid.UUID(int=self.rng(f"id/{self.minted}").getrandbits(128), version=4))

    # money

    def balance(self, now: datetime) -> Decimal:
        """Credit left, in EUR."""
        return self.credit - sum((self.cost(job, now) for job in self.jobs.values()), Decimal(0))

    def cost(self, job: Job, now: datetime) -> Decimal:
        """What a job has cost since the world began; what came before is paid."""
        started, machine = job.started_at(now), type_named(job.instance_type)
        if started is None or machine is None:
            return Decimal(0)
        until = job.completed_at(now) or now
        seconds = max(0.0, (until - max(started, self.began)).total_seconds())
        return machine.price * Decimal(str(seconds)) / 3600

    # keys

    def add_key(self, name: str, public_key: str, created: datetime | None = None) -> Key:
        """Put a key on the account; raises `Refused` 400 for what is none."""
        kind, _, rest = public_key.strip().partition(" ")
        if not rest or not kind.startswith(("ssh-", "ecdsa-", "sk-")):
            raise Refused(400, "Invalid SSH public key")
        number = str(41200 + 7 * len(self.keys) + self.seed)
        key = Key(self.new_id(), name, public_key.strip(), number, created or self.clock.now())
        self.keys[key.id] = key
        return key

    def delete_key(self, key_id: str) -> None:
        """Take a key off the account; raises `Refused` 404."""
        if self.keys.pop(key_id, None) is None:
            raise Refused(404, "SSH key not found")

    # jobs

    def job(self, job_id: str) -> Job:
        """The job of that id; raises `Refused` 404."""
        found = self.jobs.get(job_id)
        if found is None:
            raise Refused(404, "Job not found")
        return found

    def submit(self, job: Job) -> Job:
        """Take a job in and settle its life; raises `Refused` (400, 402, 404, 409)."""
        now = self.clock.now()
        machine = type_named(job.instance_type)
        if machine is None:
            raise Refused(400, f"Unknown instance type: {job.instance_type}")
        if not any(image.code == job.image for image in IMAGES):
            raise Refused(400, f"Unknown image: {job.image}")
        if any(key_id not in self.keys for key_id in job.ssh_key_ids):
            raise Refused(404, "SSH key not found")
        if self.balance(now) <= 0:
            raise Refused(402, "Insufficient credits")
        places = self.market.places(machine, now)
        if job.location is not None:
            places = [place for place in places if place == job.location]
        if not places:
            raise Refused(409, "No available instances")
        job.provider = machine.provider
        self.settle(job, machine, places[0], Pace(self.speed, self.rng(f"pace/{job.id}")))
        self.jobs[job.id] = job
        return job

    def settle(self, job: Job, machine: MachineType, place: str, pace: Pace) -> None:
        """Its life as it will be if nobody ends it."""
        provisioned = job.created_at + pace.takes(QUEUE)
        job.moves = [Move(job.created_at, "queued"), Move(provisioned, "provisioning")]
        if _NO_MACHINE in job.name:
            job.moves.append(Move(provisioned + pace.takes(GIVE_UP), "failed", "No available instances"))
            return
        started = provisioned + pace.takes(PROVISION)
        job.placed = place
        job.instance_id = self.new_id()
        job.moves.append(Move(started, "running"))
        self.run(job, machine, started)

    def run(self, job: Job, machine: MachineType, started: datetime) -> None:
        """From its machine's first moment to the end it comes to by itself."""
        seen = Machine(job.id, job.name, machine.model, machine.gpu_count)
        job.run = ScriptRun(seen, job.startup_script or "", started, self.speed)
        if _SILENT in job.name:
            job.silent_from = started + timedelta(seconds=2 / self.speed)
        self.end_by_itself(job)

    def end_by_itself(self, job: Job) -> None:
        """Settle the end of a job that has its machine: the first of all that can end it."""
        started = next(move.at for move in job.moves if move.status == "running")
        ends = [self._of_itself(job, started)]
        if job.max_runtime_seconds is not None:
            limit = started + timedelta(seconds=job.max_runtime_seconds)
            ends.append(Move(limit, "failed", _TOO_LONG.format(job.max_runtime_seconds)))
        if job.silent_from is not None:
            ends = [end for end in ends[1:] if end is not None]  # nobody hears that its script is done
            heard = job.silent_from + timedelta(seconds=job.heartbeat_timeout_seconds)
            ends.append(Move(heard, "failed", _NOBODY.format(job.heartbeat_timeout_seconds)))
        job.moves += sorted((end for end in ends if end is not None), key=lambda end: end.at)[:1]

    def _of_itself(self, job: Job, started: datetime) -> Move | None:
        """When its script is done, where that ends it."""
        if job.run is None or job.run.endless or not job.startup_script or not job.auto_shutdown:
            return None
        at, code = started + job.run.lasts, job.run.exit_code
        return (
            Move(at, "failed", f"Startup script exited with code {code}") if code else Move(at, "completed")
        )

    def cancel(self, job_id: str) -> Job:
        """End a job and its machine; raises `Refused` 404, or 409 for one that has ended."""
        now = self.clock.now()
        job = self.job(job_id)
        if job.ended(now):
            raise Refused(409, f"Job is already {job.status(now)}")
        job.moves = [*(move for move in job.moves if move.at <= now), Move(now, "cancelled")]
        return job

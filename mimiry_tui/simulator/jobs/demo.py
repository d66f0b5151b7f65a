"""The account that the demo of the job API starts with: six jobs that live, many that ended, three keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from mimiry_tui.simulator.jobs.catalog import type_named
from mimiry_tui.simulator.jobs.demo_past import PAST, SILENCE, Past
from mimiry_tui.simulator.jobs.records import Job, Move
from mimiry_tui.simulator.jobs.world import JobsWorld
from mimiry_tui.simulator.pace import Pace
from mimiry_tui.simulator.script_run import ScriptRun
from mimiry_tui.simulator.script_words import Machine

QUEUED, PROVISIONED = timedelta(seconds=7), timedelta(seconds=64)
"""How long the real service takes."""
_KEYS = (
    (
        "laptop",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG0xbWlyeS1kZW1vLWtleS1vbmUtb2YtdGhyZWUtLS0t ada@laptop",
        410,
    ),
    (
        "workstation",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG0xbWlyeS1kZW1vLWtleS10d28tb2YtdGhyZWUtLS0t ada@desk",
        402,
    ),
    (
        "ci-runner",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG0xbWlyeS1kZW1vLWtleS0zcmQtb2YtdGhyZWUtLS0t ci@acme-lab",
        96,
    ),
)
_CUDA, _JUPYTER = "ubuntu-22.04-cuda-12.4-docker", "ubuntu-22.04-jupyter"


@dataclass(frozen=True)
class _Live:
    """A job that lives: `ago` is its launch, `silent` since when its machine gives no sign any more."""

    name: str
    machine: str
    place: str
    ago: timedelta
    script: str | None
    image: str = _CUDA
    auto_shutdown: bool = True
    max_runtime: int | None = None
    silent: timedelta | None = None
    keys: tuple[str, ...] = ("laptop",)


_LIVE = (
    _Live(
        "llama-sft-8b",
        "8A100.80G",
        "FIN-01",
        timedelta(hours=3, minutes=12),
        "#!/bin/bash\nset -euo pipefail\nnvidia-smi\npip install -q -r requirements.txt\n"
        "torchrun --nproc_per_node 8 train.py --epochs 10 --steps 10000\n"
        "python upload.py --to s3://acme-lab/llama-sft-8b\n",
        max_runtime=8 * 3600,
    ),
    _Live(
        "whisper-batch",
        "1L40S.20V",
        "ICE-01",
        timedelta(minutes=47),
        "#!/bin/bash\napt-get install -y ffmpeg\npip install faster-whisper\n"
        "python transcribe.py --model large-v3 --files 4200\n",
        max_runtime=3 * 3600,
        keys=("laptop", "ci-runner"),
    ),
    _Live(
        "notebook",
        "1A100.80G",
        "FIN-03",
        timedelta(hours=5, minutes=2),
        None,
        _JUPYTER,
        auto_shutdown=False,
        keys=("laptop", "workstation"),
    ),
    _Live(
        "nightly-eval",
        "1H100.80S.30V",
        "FIN-02",
        timedelta(hours=1, minutes=26),
        "#!/bin/bash\npip install lm-eval\npython evaluate.py --tasks mmlu,gsm8k --batches 9000\n",
        max_runtime=2 * 3600,
        silent=timedelta(minutes=6, seconds=20),
        keys=("ci-runner",),
    ),
)


def populate(world: JobsWorld) -> None:
    """Fill an empty world."""
    now = world.began
    for name, line, days in _KEYS:
        world.add_key(name, line, now - timedelta(days=days, minutes=days * 7))
    for past in PAST:
        _add_past(world, past, now)
    for live in _LIVE:
        _add_live(world, live, now)
    _add_arriving(world, now)


def _ids(world: JobsWorld, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key.id for key in world.keys.values() if key.name in names)


def _add_past(world: JobsWorld, past: Past, now: datetime) -> None:
    created = now - timedelta(hours=past.ago)
    job = _job(world, past.name, past.machine, past.image, created, past.script)
    job.ssh_key_ids = _ids(world, ("laptop",))
    job.auto_shutdown, job.max_runtime_seconds = past.script is not None, past.max_runtime
    if past.place:
        _start(world, job, past.place)
    else:
        job.moves = [Move(created, "queued"), Move(created + QUEUED, "provisioning")]
    if past.ran is not None:
        ended = created + timedelta(hours=past.ran)
    else:
        assert job.run is not None, "one that ended by itself had a script"
        ended = job.run.begins + job.run.lasts
    job.moves.append(Move(ended, past.end, past.error or None))
    if past.silent:
        job.silent_from = ended - SILENCE


def _add_live(world: JobsWorld, live: _Live, now: datetime) -> None:
    job = _job(world, live.name, live.machine, live.image, now - live.ago, live.script)
    job.ssh_key_ids = _ids(world, live.keys)
    job.auto_shutdown, job.max_runtime_seconds = live.auto_shutdown, live.max_runtime
    if live.silent is not None:
        job.silent_from = now - live.silent
    _start(world, job, live.place)
    world.end_by_itself(job)


def _add_arriving(world: JobsWorld, now: datetime) -> None:
    """Two caught on their way; what is left happens at the world's speed."""
    sweep = _job(
        world,
        "lr-sweep-3",
        "2H100.80S.80V",
        _CUDA,
        now - timedelta(seconds=51),
        "#!/bin/bash\npython sweep.py --lr 1e-5,3e-5,1e-4 --epochs 4 --steps 2000\n",
    )
    queued = _job(
        world,
        "render-trailer",
        "n3-A100x4",
        "ubuntu-24.04-cuda-12.8-open",
        now - timedelta(seconds=19),
        "#!/bin/bash\nblender --version\npython render.py --frames 1440\n",
    )
    for job, wait, place in ((sweep, 0.0, "FIN-02"), (queued, 24.0, "NOR-01")):
        pace = Pace(world.speed, world.rng(f"pace/{job.id}"))
        machine = type_named(job.instance_type)
        assert machine is not None
        job.auto_shutdown, job.max_runtime_seconds = True, 4 * 3600
        job.ssh_key_ids = _ids(world, ("laptop",))
        job.moves = [Move(job.created_at, "queued")]
        got = now + pace.takes(wait) if wait else job.created_at + QUEUED
        started = max(got, now) + pace.takes(18)
        job.moves += [Move(got, "provisioning"), Move(started, "running")]
        job.placed, job.instance_id = place, world.new_id()
        world.run(job, machine, started)


def _job(
    world: JobsWorld, name: str, machine_name: str, image: str, created: datetime, script: str | None
) -> Job:
    machine = type_named(machine_name)
    assert machine is not None
    job = Job(world.new_id(), name, machine_name, image, created, machine.provider, startup_script=script)
    world.jobs[job.id] = job
    return job


def _start(world: JobsWorld, job: Job, place: str) -> None:
    """Its way up at about the real service's pace, and its script from then on."""
    machine = type_named(job.instance_type)
    assert machine is not None
    pace = Pace(1.0, world.rng(f"start/{job.id}"), jitter=0.35)
    arriving = job.created_at + pace.takes(QUEUED.total_seconds())
    started = arriving + pace.takes(PROVISIONED.total_seconds())
    job.moves = [
        Move(job.created_at, "queued"),
        Move(arriving, "provisioning"),
        Move(started, "running"),
    ]
    job.placed, job.instance_id, job.location = place, world.new_id(), place
    seen = Machine(job.id, job.name, machine.model, machine.gpu_count)
    job.run = ScriptRun(seen, job.startup_script or "", started)

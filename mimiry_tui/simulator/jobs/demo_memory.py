"""What a dashboard would remember of the demo account of the job API, had one been open now and then."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from mimiry_tui.domain.memory.cards import Card, CardPhase, Outcome
from mimiry_tui.domain.memory.samples import Sample, Span
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import Phase
from mimiry_tui.simulator.demo_past import LEFT, Past, sittings
from mimiry_tui.simulator.jobs.catalog import TYPES, MachineType, type_named
from mimiry_tui.simulator.jobs.world import JobsWorld

_STEP = timedelta(hours=1)
_OLDEST, _LATEST = timedelta(days=84), timedelta(days=23)
_COUNT = 36
_GRAIN = Decimal("0.0001")
_WORKS = (
    # Its name, its machine, where, its image, what it runs, and between how many hours that takes.
    ("sft", "1A100.80G", "FIN-01", "ubuntu-22.04-cuda-12.4-docker", "python train.py --run {}", (1.5, 5.0)),
    (
        "sft-big",
        "8A100.80G",
        "FIN-01",
        "ubuntu-22.04-cuda-12.4-docker",
        "torchrun train.py --run {}",
        (0.9, 2.4),
    ),
    ("dpo", "1H100.80S.30V", "ICE-01", "ubuntu-22.04-cuda-12.4-docker", "python dpo.py --run {}", (0.7, 2.6)),
    ("nightly-eval", "1H100.80S.30V", "FIN-02", "ubuntu-22.04-cuda-12.0", "python evaluate.py", (0.6, 1.0)),
    (
        "transcribe",
        "1L40S.20V",
        "ICE-01",
        "ubuntu-22.04-cuda-12.0",
        "python transcribe.py --set {}",
        (0.5, 3.0),
    ),
    ("embed", "1V100.6V", "FIN-01", "ubuntu-22.04-cuda-12.0", "python embed.py --shard {}", (0.5, 2.5)),
    ("notebook", "1A100.80G", "FIN-03", "ubuntu-22.04-jupyter", "", (1.0, 4.5)),
    (
        "render",
        "n3-A100x4",
        "NOR-01",
        "ubuntu-24.04-cuda-12.8-open",
        "python render.py --scene {}",
        (0.4, 1.6),
    ),
)
_ENDS = (
    # The last words of those that failed: its error, and what its log ended with.
    ("Startup script exited with code 1", "RuntimeError: CUDA error: device-side assert triggered"),
    ("Startup script exited with code 137", "Killed"),
    ("Heartbeat timeout: no heartbeat received for 600 seconds", ""),
    ("Maximum runtime of 7200 seconds exceeded", ""),
)


def write_memory(world: JobsWorld, folder: Path) -> None:
    """Begin the history in that folder with it. Blocks on the disk; raises OSError or sqlite3.Error."""
    from mimiry_tui.simulator.demo_memory import write_past  # brings sqlite3

    write_past(remembered(world), folder)


def remembered(world: JobsWorld) -> Past:
    """The same for the same seed, but for the sittings, which are at usual hours of the machine's zone."""
    left_at = world.began - LEFT
    spans = sittings(world.seed, left_at)
    samples = {
        f"{machine.name}|{machine.provider}|{place}": tuple(_seen(world, machine, place, spans))
        for machine in TYPES
        for place in machine.scarce
    }
    return Past(left_at, samples, spans, tuple(_cards(world.rng("cards"), world.began)))


def _seen(world: JobsWorld, machine: MachineType, place: str, spans: tuple[Span, ...]) -> Iterator[Sample]:
    """Each change, at the moment at which somebody was there to see it."""
    before: tuple[Decimal, bool] | None = None
    for span in spans:
        at = span.start
        while at <= span.end:
            each = world.market.price(machine, at) / max(1, machine.gpu_count)
            state = each, world.market.has_room(machine, place, at)
            if state != before:
                before = state
                yield Sample(at, Money(each), state[1])
            at = at + _STEP if at + _STEP <= span.end or at == span.end else span.end


def _cards(rng: random.Random, now: datetime) -> Iterator[Card]:
    """Jobs that the service has long forgotten."""
    for number in range(_COUNT):
        share = (number + rng.random()) / _COUNT
        yield _card(rng, number, now - _OLDEST + share * (_OLDEST - _LATEST))


def _card(rng: random.Random, number: int, created: datetime) -> Card:
    name, machine_name, place, image, command, (least, most) = rng.choice(_WORKS)
    machine = type_named(machine_name)
    assert machine is not None, machine_name
    failed = rng.choice(_ENDS) if command and rng.random() < 0.16 else None
    by_user = not command or (failed is None and rng.random() < 0.1)
    queued, arrived = timedelta(seconds=rng.randrange(4, 40)), timedelta(seconds=rng.randrange(48, 110))
    ran = timedelta(hours=rng.uniform(least, most) * (0.4 if failed else 1))
    run = f"{number // len(_WORKS) + 1}{rng.choice('abcd')}"
    billed = machine.price * Decimal(str(ran.total_seconds())) / 3600
    ended = created + queued + arrived + ran
    return Card(
        session_id=str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        name=name if name.startswith("nightly") else f"{name}-{run}",
        outcome=Outcome.BY_USER if by_user else Outcome.FAILED if failed else Outcome.DONE,
        words="ended by you" if by_user else "failed" if failed else "done",
        image=image,
        gpu=machine.gpu_type,
        gpu_count=max(1, machine.gpu_count),
        where=f"{machine.provider}/{place}",
        asked_gpus=(machine.gpu_type,),
        asked_where=f"{machine.provider}/{place}",
        created_at=created,
        ready_at=created + queued + arrived,
        ended_at=ended,
        seen_at=ended + timedelta(seconds=rng.uniform(2, 90)),
        phases=(
            CardPhase(Phase.ACCEPTED, queued, estimated=False),
            CardPhase(Phase.PROVISIONING, arrived, estimated=False),
            CardPhase(Phase.READY, ran, estimated=False),
        ),
        rate=Money(machine.price),
        cost=Money(billed.quantize(_GRAIN, ROUND_HALF_UP)),
        cost_settled=False,
        exit_code=None,
        stop_reason="user_requested" if by_user else "",
        error=failed[0] if failed else "",
        command=f"#!/bin/bash\n{command.format(run)}\n" if command else "",
        max_duration=timedelta(hours=2) if failed and failed[0].startswith("Maximum") else None,
        mounts=(),
        last_lines=_last_lines(rng, failed[1] if failed else "done") if command else (),
    )


def _last_lines(rng: random.Random, last: str) -> tuple[str, ...]:
    step = rng.randrange(2_000, 9_000)
    lines = [f"step {step + 10 * row}  loss {rng.uniform(1.4, 1.9):.3f}" for row in range(6)]
    return (*lines, last) if last else tuple(lines)

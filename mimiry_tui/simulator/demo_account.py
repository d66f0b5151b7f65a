"""The account `--demo` starts with: three live sessions, fourteen ended ones, volumes, money spent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from mimiry_tui.simulator import pace as base
from mimiry_tui.simulator.demo_earlier import earlier
from mimiry_tui.simulator.demo_life import PULL_SECONDS, accepted, add_ready, climb, trip_of
from mimiry_tui.simulator.lifecycle import Itinerary, ending, exit_with, run_from
from mimiry_tui.simulator.records import (
    GpuRequest,
    Launch,
    Mount,
    Placement,
    Volume,
)
from mimiry_tui.simulator.scheduler import no_capacity
from mimiry_tui.simulator.stages import Stage
from mimiry_tui.simulator.world import World

BALANCE = Decimal("46.20")
_PYTORCH = "nvcr.io/nvidia/pytorch:24.01-py3"
_JUPYTER = "quay.io/jupyter/pytorch-notebook:cuda12-latest"

_H100 = Placement("H100_80G_SXM", "verda", "FIN-01", Decimal("2.10"))
_A100 = Placement("A100_80G_SXM", "verda", "FIN-03", Decimal("1.29"))
_A100_PAIR = replace(_A100, hourly_rate=Decimal("2.58"))
_L40S = Placement("L40S_48G_PCIe", "acme", "US-EAST-1", Decimal("0.87"))
_T4 = Placement("T4_16G_PCIe", "gcp", "europe-west4", Decimal("0.36"))


@dataclass(frozen=True)
class _Past:
    """A session that ended: `ago` is its launch, `ran` the time from launch to end.

    `end` is an exit code, `user`, or the error of a failed pull; `pull` the seconds its image took;
    `setbacks` the places that had no machine.
    """

    name: str
    placement: Placement
    ago: timedelta
    ran: timedelta
    end: int | str
    command: str | None = "python train.py"
    pull: float = PULL_SECONDS
    setbacks: tuple[str, ...] = ()


def _hours(count: float) -> timedelta:
    return timedelta(hours=count)


_PAST = (
    _Past("tokenise-0", _T4, _hours(502), _hours(0.9), 0, "python tokenise.py --shard 0"),
    _Past("first-light", _L40S, _hours(478), _hours(1.4), "user", None),
    _Past("ablation-1", _A100, _hours(430), _hours(2.2), 0, "python train.py --ablate 1", 71),
    _Past("ablation-2", _A100, _hours(381), _hours(2.4), 0, "python train.py --ablate 2", 52),
    _Past("ablation-3", _A100, _hours(333), _hours(0.6), 137, "python train.py --ablate 3", 44),
    _Past("ablation-4", _A100, _hours(285), _hours(2.1), 0, "python train.py --ablate 4", 63),
    _Past("render-preview", _L40S, _hours(214), _hours(0.8), 0, "python render.py"),
    _Past("ablation-5", _A100, _hours(167), _hours(2.5), 0, "python train.py --ablate 5", 39),
    _Past("debug-box", _T4, _hours(120), _hours(3.1), "user", None),
    _Past("ablation-6", _A100, _hours(71), _hours(2.3), 3, "python train.py --ablate 6 --epochs 30", 95),
    _Past("bench-h100", _H100, _hours(47), _hours(0.7), 0, "python bench.py"),
    _Past(
        "ablation-7",
        _A100,
        _hours(9),
        _hours(3.17),
        "user",
        "python train.py --ablate 7 --epochs 40",
        57,
        ("verda/FIN-01",),
    ),
    _Past("tokenise", _T4, _hours(3.2), timedelta(minutes=41), 0, "python tokenise.py"),
    _Past("bad-image", _L40S, timedelta(minutes=26), timedelta(seconds=75), "pull"),
)

_TOP_UPS = ((_hours(400), Decimal(25)), (_hours(190), Decimal(25)), (_hours(30), Decimal(25)))


def populate(world: World, public_key: str) -> None:
    """Fill an empty world; `public_key` is the line sessions were launched with."""
    now = world.clock.now()
    for past in _PAST:
        _add_past(world, past, now, public_key)
    corpus = _add_volume(world, "corpus-eu", 200, "FIN-01", now - _hours(510))
    _add_volume(world, "ckpt", 400, "FIN-03", now - _hours(260))
    train = Launch(
        "train-llama",
        _PYTORCH,
        GpuRequest(types=("H100_80G_SXM",), provider="verda", location="FIN-01"),
        "python train.py --epochs 10 --steps 10000",
        "on_complete",
        mounts=(Mount("corpus-eu", "/data"),),
    )
    corpus.attached_to = add_ready(world, train, _H100, now - timedelta(hours=2, minutes=14), public_key).id
    notebook = Launch("notebook", _JUPYTER, GpuRequest(types=("L40S_48G_PCIe",)))
    add_ready(world, notebook, _L40S, now - timedelta(hours=5, minutes=2), public_key)
    _add_booting(world, now, public_key)
    world.advance(now)
    _add_money(world, now)


def _add_past(world: World, past: _Past, now: datetime, public_key: str) -> None:
    image = "ghcr.io/acme-lab/train:no-such-tag" if past.end == "pull" else _PYTORCH
    types = GpuRequest(types=(past.placement.gpu_type,))
    mode = "never" if past.command is None else "on_complete"
    launch = Launch(past.name, image, types, past.command, mode)
    session = accepted(world, launch, now - past.ago, public_key)
    trip = trip_of(world, session)
    gpu, attempts = past.placement.gpu_type, launch.gpu.max_attempts
    setbacks = [no_capacity(gpu, where, met, attempts) for met, where in enumerate(past.setbacks, 1)]
    last = Stage.PULLING_IMAGE if past.end == "pull" else Stage.RUNNING
    climb(trip, launch, past.placement, last, pull=past.pull, setbacks=setbacks)
    trip.at = session.created_at + past.ran
    if past.end == "pull":
        error = f"pull_failed: {image}: manifest unknown"
        trip.add(Stage.PULL_FAILED, error, error=error)
        trip.settle()
    elif isinstance(past.end, int):
        exit_with(trip, launch, past.end)
    else:
        session.stage = Stage.RUNNING
        trip.steps += ending(session, trip.at, trip.pace, "user_requested", "terminated by user")
        session.stage = Stage.ACCEPTED
    session.pending = trip.steps


def _add_booting(world: World, now: datetime, public_key: str) -> None:
    """Caught twelve seconds into its pull; what is left happens at the world's speed."""
    launch = Launch(
        "eval-sweep",
        _PYTORCH,
        GpuRequest(count=2, types=("A100_80G_SXM",), provider="verda", location="FIN-03"),
        "python eval.py --sweep lr --epochs 4 --steps 2000",
        "on_complete",
        max_duration=4 * 3600,
    )
    session = accepted(world, launch, now, public_key)
    past = trip_of(world, session)
    climb(past, launch, _A100_PAIR, Stage.PULLING_IMAGE)
    early = past.at - now + timedelta(seconds=12)
    session.created_at = session.updated_at = session.visible_at = now - early
    session.events = [replace(event, timestamp=now - early) for event in session.events]
    steps = [replace(step, at=step.at - early) for step in past.steps]
    rest = Itinerary(now, world.pace(session.id))
    rest.wait(base.PULL)
    rest.add(Stage.STARTING_CONTAINER, "starting container")
    rest.wait(base.START)
    rest.add(Stage.RUNNING, "container started")
    run_from(rest, launch)
    session.pending = steps + rest.steps


def _add_volume(world: World, name: str, size_gb: int, location: str, created: datetime) -> Volume:
    ready = created + timedelta(seconds=6)
    volume = Volume(world.new_id(), name, size_gb, "verda", location, created, ready, created)
    volume.state, volume.operation = "provisioned", ""
    world.state.volumes[volume.id] = volume
    return volume


def _add_money(world: World, now: datetime) -> None:
    """Top-ups among the debits, and before them what makes the balance come out."""
    for ago, amount in _TOP_UPS:
        world.add_money(amount, "top_up", "card ending 4242", now - ago)
    world.state.transactions += earlier(world.state.seed, now, BALANCE - world.balance()).transactions
    world.state.transactions.sort(key=lambda entry: entry.created_at)

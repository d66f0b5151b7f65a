"""What the demo account rented before its service forgot it: cards, and the money that went and came."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from mimiry_tui.domain.memory.cards import Card, CardPhase, Outcome
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import Phase
from mimiry_tui.simulator.records import Transaction

OLDEST, LATEST = timedelta(days=88), timedelta(days=23)
COUNT = 42
"""Sessions between these two."""
_TOP_UP = Decimal(25)
_GRAIN = Decimal("0.0001")
_PYTORCH = "nvcr.io/nvidia/pytorch:24.01-py3"
_VLLM = "docker.io/vllm/vllm-openai:v0.4.2"
_CUDA = "docker.io/nvidia/cuda:12.3.1-devel-ubuntu22.04"
_JUPYTER = "quay.io/jupyter/pytorch-notebook:cuda12-latest"


@dataclass(frozen=True)
class _Work:
    """Something this account does now and then: what it is called, what runs, where, and for how long."""

    name: str
    image: str
    command: str
    gpu: str
    where: str
    rate: Decimal
    hours: tuple[float, float]
    count: int = 1


_WORKS = (
    _Work(
        "sft",
        _PYTORCH,
        "torchrun sft.py --config {}",
        "A100_80G_SXM",
        "verda/FIN-03",
        Decimal("1.29"),
        (1.5, 4),
    ),
    _Work(
        "sft-big",
        _PYTORCH,
        "torchrun --nproc_per_node=2 sft.py --config big-{}",
        "H100_80G_SXM",
        "verda/FIN-01",
        Decimal("2.10"),
        (0.8, 2.2),
        2,
    ),
    _Work(
        "dpo",
        _PYTORCH,
        "python dpo.py --round {}",
        "H100_80G_SXM",
        "verda/FIN-01",
        Decimal("2.10"),
        (0.7, 2.0),
    ),
    _Work(
        "eval",
        _VLLM,
        "python -m evals.run --suite {}",
        "L40S_48G_PCIe",
        "acme/US-EAST-1",
        Decimal("0.87"),
        (0.4, 1.2),
    ),
    _Work(
        "embed",
        _PYTORCH,
        "python embed.py --shard {}",
        "T4_16G_PCIe",
        "gcp/europe-west4",
        Decimal("0.36"),
        (0.5, 2.5),
    ),
    _Work("notebook", _JUPYTER, "", "L40S_48G_PCIe", "acme/US-EAST-1", Decimal("0.87"), (1.0, 4.5)),
    _Work(
        "kernels",
        _CUDA,
        "make bench VARIANT={}",
        "L4_24G_PCIe",
        "gcp/europe-west4",
        Decimal("0.58"),
        (0.3, 0.9),
    ),
)
_FAULTS = (
    ("pull failed", "pull_failed: ghcr.io/acme-lab/train:{}: manifest unknown", None, ""),
    ("failed · exit 1", "", 1, "RuntimeError: CUDA error: device-side assert triggered"),
    ("failed · exit 137", "", 137, "Killed"),
    ("reached its time limit", "", None, "step 8810/12800 loss 1.713"),
)


@dataclass(frozen=True)
class Earlier:
    """What is left of that time."""

    cards: tuple[Card, ...]
    transactions: tuple[Transaction, ...]
    """In order of time; together they leave what was wanted."""


def earlier(seed: int, now: datetime, leaves: Decimal) -> Earlier:
    """The same for the same seed; `leaves` is what the account has when that time is over, in EUR."""
    rng = random.Random(f"{seed}/earlier")
    cards = tuple(sorted(_cards(rng, now), key=_began))
    debits = [_debit(card, rng) for card in cards if card.cost is not None]
    return Earlier(cards, tuple(_with_credit(debits, rng, now - OLDEST - timedelta(hours=3), leaves)))


def _cards(rng: random.Random, now: datetime) -> Iterator[Card]:
    for number in range(COUNT):
        share = (number + rng.random()) / COUNT
        created = now - OLDEST + share * (OLDEST - LATEST)
        yield _card(rng, rng.choice(_WORKS), number, created)


def _card(rng: random.Random, work: _Work, number: int, created: datetime) -> Card:
    fault = rng.choice(_FAULTS) if rng.random() < 0.14 else None
    by_user = fault is None and (not work.command or rng.random() < 0.1)
    pull_failed = fault is not None and fault[0] == "pull failed"
    phases = list(_boot(rng, ready=not pull_failed))
    boot = sum((phase.took for phase in phases), timedelta())
    if not pull_failed:
        ran = timedelta(hours=rng.uniform(*work.hours) * (0.3 if fault else 1))
        phases.append(CardPhase(Phase.READY, ran, estimated=False))
    lasted = sum((phase.took for phase in phases), timedelta())
    # Billed from its provisioning on.
    billed = Decimal((lasted - phases[0].took).total_seconds()) / 3600 * work.rate * work.count
    limit = timedelta(hours=2) if fault is not None and fault[0].startswith("reached") else None
    name = f"{work.name}-{number // len(_WORKS) + 1}{rng.choice('abcd')}"
    words = "ended by you" if by_user else fault[0] if fault else "done · exit 0"
    return Card(
        session_id=str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        name=name,
        outcome=Outcome.BY_USER if by_user else Outcome.FAILED if fault else Outcome.DONE,
        words=words,
        image="ghcr.io/acme-lab/train:" + name if pull_failed else work.image,
        gpu=work.gpu,
        gpu_count=work.count,
        where=work.where,
        asked_gpus=(work.gpu,),
        asked_where=work.where if rng.random() < 0.8 else "verda/FIN-02",
        created_at=created,
        ready_at=None if pull_failed else created + boot,
        ended_at=created + lasted,
        seen_at=created + lasted + timedelta(seconds=rng.uniform(2, 90)),
        phases=tuple(phases),
        rate=Money(work.rate * work.count),
        cost=Money(billed.quantize(_GRAIN, ROUND_HALF_UP)),
        cost_settled=True,
        exit_code=fault[2] if fault else None if by_user else 0,
        stop_reason="user_requested" if by_user else "timed_out" if limit else "",
        error=fault[1].format(name) if fault else "",
        command=work.command.format(name),
        max_duration=limit,
        mounts=("corpus-eu:/data",) if work.where == "verda/FIN-01" else (),
        last_lines=_last_words(rng, fault[3] if fault else "", by_user=by_user, ran=not pull_failed),
    )


def _boot(rng: random.Random, *, ready: bool) -> Iterator[CardPhase]:
    steps = (
        (Phase.ACCEPTED, 4.0),
        (Phase.PROVISIONING, 24.0),
        (Phase.SETTING_UP, 30.0),
        (Phase.PULLING_IMAGE, rng.uniform(30, 110)),
        (Phase.STARTING, 14.0),
    )
    for phase, seconds in steps[: None if ready else -1]:
        yield CardPhase(phase, timedelta(seconds=round(seconds * rng.uniform(0.8, 1.3), 1)), estimated=False)


def _last_words(rng: random.Random, last: str, *, by_user: bool, ran: bool) -> tuple[str, ...]:
    if not ran:
        return ()
    steps = rng.randrange(2_000, 9_000)
    lines = [
        f"step {steps + 10 * row}/12800  loss {rng.uniform(1.6, 1.9):.3f}  {rng.uniform(17, 19):.1f} k tok/s"
        for row in range(6)
    ]
    if last:
        return (*lines, last)
    return tuple(lines) if by_user else (*lines, "saved checkpoint /data/ckpt/final.pt in 3.1 s", "done")


def _debit(card: Card, rng: random.Random) -> Transaction:
    assert card.cost is not None
    assert card.ended_at is not None
    what = f"{card.name} · {card.gpu} ×{card.gpu_count}"
    at = card.ended_at + timedelta(seconds=rng.uniform(5, 9))
    return Transaction(_id(rng), at, -card.cost.amount, "usage", what, card.session_id)


def _with_credit(
    debits: list[Transaction], rng: random.Random, opened: datetime, leaves: Decimal
) -> Iterator[Transaction]:
    """A welcome, then a top-up before each debit that the account could not have paid."""
    spent = -sum((debit.amount for debit in debits), Decimal(0))
    balance = (leaves + spent) % _TOP_UP
    yield Transaction(_id(rng), opened, balance, "credit", "welcome credit")
    for debit in sorted(debits, key=lambda one: one.created_at):
        if balance + debit.amount < 0:
            at = debit.created_at - timedelta(hours=12)
            yield Transaction(_id(rng), at, _TOP_UP, "top_up", "card ending 4242")
            balance += _TOP_UP
        yield debit
        balance += debit.amount
    while balance < leaves:
        opened = debits[-1].created_at + timedelta(hours=1)
        yield Transaction(_id(rng), opened, _TOP_UP, "top_up", "card ending 4242")
        balance += _TOP_UP


def _began(card: Card) -> datetime:
    assert card.created_at is not None
    return card.created_at


def _id(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))

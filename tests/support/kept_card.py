"""A card of a session as it is kept on disk, with every field filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from mimiry_tui.domain.memory.cards import Card, CardPhase, Outcome
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import Phase
from tests.support.clock import EPOCH

_USUAL = Card(
    session_id="s",
    name="train-1",
    outcome=Outcome.DONE,
    words="done · exit 0",
    image="pytorch:24.01",
    gpu="H100_80G_SXM",
    gpu_count=2,
    where="verda/FIN-01",
    asked_gpus=("H100_80G",),
    asked_where="verda",
    created_at=EPOCH,
    ready_at=EPOCH + timedelta(seconds=100),
    ended_at=EPOCH + timedelta(hours=1),
    seen_at=EPOCH + timedelta(hours=2),
    phases=(
        CardPhase(Phase.ACCEPTED, timedelta(seconds=4), estimated=False),
        CardPhase(Phase.READY, timedelta(seconds=3_500, microseconds=1), estimated=True),
    ),
    rate=Money(Decimal("4.20")),
    cost=Money(Decimal("4.20000000001")),
    cost_settled=True,
    exit_code=0,
    stop_reason="",
    error="",
    command="python train.py",
    max_duration=timedelta(hours=3),
    mounts=("corpus-eu:/data",),
)


def a_card(session_id: str = "s", /, **known: Any) -> Card:
    """A card that says the usual, but for what is given."""
    return replace(_USUAL, session_id=session_id, **known)

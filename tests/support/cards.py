"""Cards of sessions, made up for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from mimiry_tui.domain.memory.cards import Card, CardPhase, Outcome
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import Phase
from tests.support.clock import EPOCH

BOOT = (
    CardPhase(Phase.ACCEPTED, timedelta(seconds=4), estimated=False),
    CardPhase(Phase.PROVISIONING, timedelta(seconds=22), estimated=False),
    CardPhase(Phase.PULLING_IMAGE, timedelta(seconds=64), estimated=False),
)
RAN = CardPhase(Phase.READY, timedelta(hours=2), estimated=False)
TOOK = timedelta(seconds=90)
"""From the launch to usable."""


def a_card(session_id: str, **fields: Any) -> Card:
    """One that ended well three hours ago, after two hours and its boot."""
    ended = EPOCH - timedelta(hours=3)
    created = ended - timedelta(hours=2) - TOOK
    plain = Card(
        session_id=session_id,
        name=f"train-{session_id}",
        outcome=Outcome.DONE,
        words="done · exit 0",
        image="nvcr.io/nvidia/pytorch:24.01-py3",
        gpu="A100_80G_SXM",
        gpu_count=1,
        where="verda/FIN-03",
        asked_gpus=("A100_80G_SXM",),
        asked_where="verda/FIN-03",
        created_at=created,
        ready_at=created + TOOK,
        ended_at=ended,
        seen_at=ended,
        phases=(*BOOT, RAN),
        rate=Money(Decimal("1.29")),
        cost=Money(Decimal("2.58")),
        cost_settled=True,
        exit_code=0,
        stop_reason="",
        error="",
        command="python train.py",
        max_duration=None,
        mounts=("corpus-eu:/data",),
    )
    return replace(plain, **fields)


def a_live_card(session_id: str, **fields: Any) -> Card:
    """One that has been ready for an hour."""
    live: dict[str, Any] = {
        "outcome": Outcome.LIVE,
        "words": "ready",
        "created_at": EPOCH - timedelta(hours=1) - TOOK,
        "ready_at": EPOCH - timedelta(hours=1),
        "ended_at": None,
        "seen_at": EPOCH,
        "exit_code": None,
        "cost_settled": False,
    }
    return a_card(session_id, **{**live, **fields})


def a_failed_card(session_id: str, **fields: Any) -> Card:
    """One whose image could not be pulled."""
    failed: dict[str, Any] = {
        "outcome": Outcome.FAILED,
        "words": "failed",
        "ready_at": None,
        "phases": BOOT,
        "exit_code": None,
        "error": "pull_failed: example.org/x:1: manifest unknown",
    }
    return a_card(session_id, **{**failed, **fields})

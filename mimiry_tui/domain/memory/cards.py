"""What stays of a session after it ended, also once the service has forgotten it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import Phase


class Outcome(StrEnum):
    """How a session turned out."""

    LIVE = "live"
    """It has not ended, as far as is known."""
    DONE = "done"
    """Ended by itself, without a fault."""
    BY_USER = "by you"
    FAILED = "failed"
    VANISHED = "vanished"
    """The service ceased to know it, without a word about its end."""


@dataclass(frozen=True, slots=True)
class CardPhase:
    """One phase of a session's life."""

    phase: Phase
    took: timedelta
    estimated: bool
    """Its length is concluded, and was neither told nor seen."""


@dataclass(frozen=True, slots=True)
class Card:
    """One session as it is remembered. Empty fields are what nobody knows."""

    session_id: str
    name: str
    outcome: Outcome
    words: str
    """How it ended, in words: "done · exit 0", "pull failed"; may hold foreign text."""
    image: str
    gpu: str
    """The model it got, else the one asked for."""
    gpu_count: int
    where: str
    """Provider and location got: "verda/FIN-01"."""
    asked_gpus: tuple[str, ...]
    asked_where: str
    created_at: datetime | None
    ready_at: datetime | None
    ended_at: datetime | None
    seen_at: datetime
    """When it was last told by the service."""
    phases: tuple[CardPhase, ...]
    rate: Money | None
    """Per hour, all GPUs together."""
    cost: Money | None
    cost_settled: bool
    """The cost is the service's own final figure; else it is ours."""
    exit_code: int | None
    stop_reason: str
    error: str
    command: str
    max_duration: timedelta | None
    mounts: tuple[str, ...]
    """Volume and path: "corpus-eu:/data"."""
    last_lines: tuple[str, ...] = ()
    """The end of its log as far as it was seen; foreign text."""

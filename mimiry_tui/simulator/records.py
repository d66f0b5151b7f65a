"""What the simulated cloud remembers: plain records that msgspec can write down and read back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from mimiry_tui.simulator.scenarios import Scenario
from mimiry_tui.simulator.stages import Stage


class Refusal(Exception):
    """The service says no: an HTTP status, an error code, a sentence, and fields to add to the body."""

    def __init__(self, status: int, code: str, message: str, **extra: Any) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.extra = extra

    @property
    def body(self) -> dict[str, Any]:
        """The JSON error object (Mimiry compute API, errors)."""
        return {"error": self.code, "message": self.message, **self.extra}


@dataclass(frozen=True)
class Placement:
    """The machine a session got. `hourly_rate` is the whole session's: offer rate × GPU count, in EUR."""

    gpu_type: str
    provider: str
    location: str
    hourly_rate: Decimal


@dataclass(frozen=True)
class Event:
    """One line of a session's history; each dialect has its own words for the stage."""

    timestamp: datetime
    type: str
    stage: Stage
    durable: str
    message: str


@dataclass(frozen=True)
class Step:
    """Something that will happen to a session at a moment; a None leaves the session's value alone.

    `drains` empties the account.
    """

    at: datetime
    message: str
    stage: Stage | None = None
    type: str = "state_changed"
    placement: Placement | None = None
    publishes_ssh: bool = False
    settles: bool = False
    drains: bool = False
    exit_code: int | None = None
    stop_reason: str | None = None
    error: str | None = None


@dataclass(frozen=True)
class Mount:
    """A volume, by name, and where the container sees it."""

    volume_name: str
    mount_path: str


@dataclass(frozen=True)
class GpuRequest:
    """What was asked for: explicit types in order of preference, or criteria, plus hints."""

    count: int = 1
    types: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    form_factors: tuple[str, ...] = ()
    min_vram_gb: int = 0
    priority: tuple[str, ...] = ()
    max_attempts: int = 3
    max_hourly_rate: Decimal | None = None
    provider: str | None = None
    location: str | None = None


@dataclass(frozen=True)
class Launch:
    """A validated `POST /sessions`. Environment values are checked and dropped: nobody needs them here."""

    name: str
    image: str
    gpu: GpuRequest
    command: str | None = None
    auto_terminate: str = "never"
    ssh_enabled: bool = True
    ssh_public_key: str | None = None
    environment_names: tuple[str, ...] = ()
    mounts: tuple[Mount, ...] = ()
    max_duration: int | None = None


@dataclass
class Session:
    """One rented machine, alive or ended, with the steps it has still to take.

    `scenarios` are the troubles it plays, and since when.
    """

    id: str
    launch: Launch
    created_at: datetime
    updated_at: datetime
    visible_at: datetime
    stage: Stage = Stage.ACCEPTED
    durable: str = "submitted"
    placement: Placement | None = None
    billed_from: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ssh_published: bool = False
    ssh_published_at: datetime | None = None
    final_cost: Decimal | None = None
    exit_code: int | None = None
    stop_reason: str | None = None
    error: str | None = None
    events: list[Event] = field(default_factory=list)
    pending: list[Step] = field(default_factory=list)
    scenarios: dict[Scenario, datetime] = field(default_factory=dict)

    @property
    def live(self) -> bool:
        """Not ended: it counts against the quota and costs money."""
        return not self.stage.ended

    @property
    def usable(self) -> bool:
        """Somebody holding its key can log in."""
        return self.stage is Stage.RUNNING and self.ssh_published


@dataclass(frozen=True)
class VolumeStep:
    """Something that will happen to a volume at a moment."""

    at: datetime
    operation: str
    state: str | None = None
    size_gb: int | None = None


@dataclass
class Volume:
    """A block device in one location, with the troubles it plays, and since when."""

    id: str
    name: str
    size_gb: int
    provider: str
    location: str
    created_at: datetime
    updated_at: datetime
    visible_at: datetime
    state: str = "submitted"
    operation: str = "provisioning"
    attached_to: str = ""
    pending: list[VolumeStep] = field(default_factory=list)
    scenarios: dict[Scenario, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Transaction:
    """Money that came (positive) or went (negative), in EUR."""

    id: str
    created_at: datetime
    amount: Decimal
    type: str
    description: str
    session_id: str | None = None


@dataclass
class WorldState:
    """Everything that has to survive a restart. `seed` and `minted` make the next id; `ticked` is the
    moment up to which everything has happened; `scenarios` are played by every session."""

    seed: int
    began: datetime
    ticked: datetime
    account_email: str = "demo@mimiry.example"
    minted: int = 0
    sessions: dict[str, Session] = field(default_factory=dict)
    volumes: dict[str, Volume] = field(default_factory=dict)
    transactions: list[Transaction] = field(default_factory=list)
    registered_keys: list[str] = field(default_factory=list)
    token_secret: str = ""
    scenarios: dict[Scenario, datetime] = field(default_factory=dict)

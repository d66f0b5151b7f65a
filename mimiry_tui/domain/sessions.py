"""A rented machine and the container in it: what was asked for, what was got, where it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import BY_USER, Phase

DEFAULT_SSH_PORT = 22


@dataclass(frozen=True, slots=True)
class SshEndpoint:
    """Where a session's shell is. The host is foreign text: check it before it meets an argv."""

    host: str
    port: int = DEFAULT_SSH_PORT
    """As published, also where it is none; 0 for what is no number."""
    username: str = ""
    """Empty where the proxy maps the key to the container and no name is needed."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a session's own history, as the service reports it."""

    at: datetime | None
    phase: Phase | None
    """The phase its words mean, or None where it carries no state."""
    type: str
    words: str
    """State, operation and status as they came, joined by " · "."""
    message: str


@dataclass(frozen=True, slots=True)
class Mount:
    """A volume inside a session."""

    volume: str
    path: str
    is_kept: bool = True
    """Whether what is written there outlives the session."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the request wanted of the hardware: hints, not guarantees."""

    gpu_types: tuple[str, ...] = ()
    gpu_count: int = 1
    """0 where no GPU is told of: a machine that has none, or one of which nothing is known."""
    provider: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class PastRate:
    """What an hour cost up to a moment at which the price was seen to be another one."""

    rate: Money
    until: datetime


@dataclass(frozen=True, slots=True)
class Got:
    """What the service gave and bills."""

    gpu_type: str = ""
    provider: str = ""
    location: str = ""
    rate: Money | None = None
    """Per hour for the whole session, all its GPUs together."""
    final_cost: Money | None = None
    """Settles some seconds after the end."""
    rates_before: tuple[PastRate, ...] = ()
    """Earlier prices as far as they were seen here, the earliest first; no service tells them."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session as the service last told it. Only `id` and `phase` are always meaningful."""

    id: str
    name: str
    phase: Phase
    state: str
    operation: str
    status: str
    image: str
    asked: Asked
    got: Got
    ssh_enabled: bool | None
    ssh: SshEndpoint | None
    command: str
    auto_terminate: str
    max_duration: timedelta | None
    mounts: tuple[Mount, ...]
    created_at: datetime | None
    updated_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    error: str
    stop_reason: str
    exit_code: int | None
    events: tuple[Event, ...]
    raw: bytes
    """The record's JSON as it came."""
    marks: tuple[str, ...] = ()
    """What it is besides, in a word or two each: "always on", "persistent"."""
    heartbeat_at: datetime | None = None
    """When its machine last said that it lives, where machines do."""
    heartbeat_timeout: timedelta | None = None
    """How long it may be silent before the service gives it up."""
    script_ran: timedelta | None = None
    """How long its script took, where that is measured apart from the machine."""
    url: str = ""
    """Its public web address, where it has one; foreign text."""
    billed_at: datetime | None = None
    """When its bill began, where that is known; else it is told from its events."""
    facts: tuple[tuple[str, str], ...] = ()
    """What else the service says of it that matters to people: label and value, foreign text."""

    @property
    def is_live(self) -> bool:
        """Not ended: it may cost money, and an unknown state counts as alive."""
        return not self.phase.is_ended

    @property
    def is_releasing(self) -> bool:
        """Ended in name while its machine is still being terminated, and billed.

        Some deployments keep a word like "stopped" as state and tell the rest as operation (Mimiry compute
        API, lifecycle). An end with its date or its bill is over, whatever a left-over word says.
        """
        if not self.phase.is_ended or self.ended_at is not None or self.got.final_cost is not None:
            return False
        words = (self.operation.partition("__")[0], self.status)
        return any(word.strip().lower() == "terminating" for word in words)

    @property
    def gpu(self) -> str:
        """The model got, else the first one asked for."""
        return self.got.gpu_type or (self.asked.gpu_types[0] if self.asked.gpu_types else "")

    @property
    def where(self) -> str:
        """Provider and location, got or else asked for: "verda/FIN-01"."""
        provider = self.got.provider or self.asked.provider
        location = self.got.location or self.asked.location
        return "/".join(part for part in (provider, location) if part)

    @property
    def ended_by_user(self) -> bool:
        return self.phase.is_ended and self.stop_reason.strip().lower() == BY_USER

    @property
    def finished_at(self) -> datetime | None:
        """When it ended, as well as is known: told, or the last durable change of an ended one."""
        return (self.ended_at or self.updated_at) if self.phase.is_ended else None

    def remembering_rates(self, previous: Session, now: datetime) -> Session:
        """This newer reading, with what earlier ones said of the price: a change counts from `now` on."""
        before, old, new = previous.got.rates_before, previous.got.rate, self.got.rate
        if old is not None and new is not None and old != new and previous.is_live:
            before = (*before, PastRate(old, now))
        return self if not before else replace(self, got=replace(self.got, rates_before=before))

    def after(self, previous: Session) -> Session:
        """This newer reading, made consistent with an earlier one of the same session.

        Read caches lag: a session that has ended never comes back to life, a reading whose last
        durable change is older is no news, and events once seen stay when a shorter reading comes
        without them.
        """
        if previous.phase.is_ended and not self.phase.is_ended:
            return previous
        if self.updated_at and previous.updated_at and self.updated_at < previous.updated_at:
            return previous
        if len(self.events) >= len(previous.events):
            return self
        # A list brings no events. One that says nothing new besides leaves the fuller reading as it is.
        merged = replace(self, events=previous.events)
        return previous if replace(merged, raw=previous.raw) == previous else merged

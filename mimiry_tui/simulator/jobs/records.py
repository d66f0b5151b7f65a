"""What the simulated job API remembers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mimiry_tui.simulator.script_run import ScriptRun

BEAT_SECONDS = 30.0
ENDED = frozenset({"completed", "failed", "cancelled"})


@dataclass(frozen=True)
class Move:
    """The status a job has from a moment on, and what went wrong."""

    at: datetime
    status: str
    error: str | None = None


@dataclass
class Job:
    """One job with its whole life, as far as it is settled: `moves` may lie in the future."""

    id: str
    name: str
    instance_type: str
    image: str
    created_at: datetime
    provider: str = "datacrunch"
    location: str | None = None
    ssh_key_ids: tuple[str, ...] = ()
    startup_script: str | None = None
    auto_shutdown: bool = False
    heartbeat_timeout_seconds: int = 600
    max_runtime_seconds: int | None = None
    placed: str | None = None
    """Where its machine is, once it has one."""
    instance_id: str | None = None
    moves: list[Move] = field(default_factory=list)
    silent_from: datetime | None = None
    run: ScriptRun | None = None
    _said: tuple[tuple[datetime, int], str] | None = None
    """Until when and how much, and what it had printed then: of an ended job that is asked for again."""

    def move(self, now: datetime) -> Move:
        """The newest one by now."""
        return next(move for move in reversed(self.moves) if move.at <= now)

    def status(self, now: datetime) -> str:
        return self.move(now).status

    def ended(self, now: datetime) -> bool:
        return self.status(now) in ENDED

    def started_at(self, now: datetime) -> datetime | None:
        """When its machine was there."""
        return next((move.at for move in self.moves if move.status == "running" and move.at <= now), None)

    def completed_at(self, now: datetime) -> datetime | None:
        """When it ended, however it did."""
        return next((move.at for move in self.moves if move.status in ENDED and move.at <= now), None)

    def last_heartbeat(self, now: datetime) -> datetime | None:
        """The newest sign of life of its machine."""
        started = self.started_at(now)
        if started is None:
            return None
        until = min(
            moment for moment in (now, self.completed_at(now), self.silent_from) if moment is not None
        )
        beats = max(0, int((until - started).total_seconds() // BEAT_SECONDS))
        return started + timedelta(seconds=beats * BEAT_SECONDS)

    def output(self, now: datetime, most: int) -> str | None:
        """The newest lines of what it printed; None before it ran."""
        if self.run is None or self.started_at(now) is None:
            return None
        until = min(
            moment for moment in (now, self.completed_at(now), self.silent_from) if moment is not None
        )
        if self._said is None or self._said[0] != (until, most):
            lines = self.run.lines(until, most)
            self._said = (until, most), "".join(f"{text}\n" for _, text in lines)
        return self._said[1]


@dataclass(frozen=True)
class Key:
    """A public key on the account."""

    id: str
    name: str
    public_key: str
    datacrunch_id: str
    created_at: datetime

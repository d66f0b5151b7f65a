"""What the simulated Mags remembers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mimiry_tui.simulator.script_run import ScriptRun

IDLE = timedelta(minutes=10)
SYNC_SECONDS = 30
ALIVE = frozenset({"accepted", "pending", "running", "sleeping"})
_LINES_KEPT = 1000


@dataclass
class MagsJob:
    """One job or sandbox. What is in the future happens by itself; what the user does moves it."""

    request_id: str
    script: str
    created_at: datetime
    pending_at: datetime
    running_at: datetime
    vm_id: str
    subdomain: str
    name: str | None = None
    workspace_id: str | None = None
    base_workspace_id: str | None = None
    persistent: bool = False
    no_sleep: bool = False
    no_sync: bool = False
    startup_command: str | None = None
    environment_names: tuple[str, ...] = ()
    """Their values are checked and dropped: nobody needs them here."""
    files: tuple[str, ...] = ()
    """Names of the files that were put into its machine."""
    disk_gb: int = 2
    rootfs_type: str = "standard"
    run: ScriptRun | None = None
    idle: timedelta = IDLE
    touched_at: datetime | None = None
    """When somebody came in last, by SSH, HTTP or exec."""
    stopped_at: datetime | None = None
    boot_error: str = ""
    port: int | None = None
    """The one its public address leads to."""
    ssh_keys: list[bytes] = field(default_factory=list)
    """Public halves of the keys that were handed out for it."""
    own_lines: list[tuple[datetime, str]] = field(default_factory=list)
    """What Mags itself says of it."""

    def script_ended(self, now: datetime) -> datetime | None:
        """When its script was done, if it is."""
        if self.run is None or self.run.endless:
            return None
        at = self.running_at + self.run.lasts
        return at if at <= now and (self.stopped_at is None or at < self.stopped_at) else None

    def sleeps_from(self, now: datetime) -> datetime | None:
        """Since when it sleeps, if nobody stopped it."""
        if not self.persistent or self.no_sleep:
            return None
        busy = [self.running_at, self.touched_at, self.script_ended(now)]
        if self.run is not None and not self.run.endless and self.script_ended(now) is None:
            return None
        falls = max(moment for moment in busy if moment is not None) + self.idle
        return falls if falls <= now else None

    def status(self, now: datetime) -> str:
        """The service's word."""
        if self.stopped_at is not None and self.stopped_at <= now:
            return "stopped"
        if now < self.running_at:
            return "accepted" if now < self.pending_at else "pending"
        if self.boot_error:
            return "error"
        if not self.persistent and self.script_ended(now) is not None:
            return "error" if self.exit_code(now) else "completed"
        return "running" if self.sleeps_from(now) is None else "sleeping"

    def alive(self, now: datetime) -> bool:
        return self.status(now) in ALIVE

    def exit_code(self, now: datetime) -> int | None:
        """Its script's, once it is done."""
        return None if self.run is None or self.script_ended(now) is None else self.run.exit_code

    def ended_at(self, now: datetime) -> datetime | None:
        """When it ended, however it did."""
        status = self.status(now)
        if status in ALIVE:
            return None
        if status == "stopped":
            return self.stopped_at
        return self.running_at if self.boot_error else self.script_ended(now)

    def last_sync(self, now: datetime) -> datetime | None:
        """When its workspace was last written away, by itself."""
        if self.workspace_id is None or self.no_sync or now < self.running_at:
            return None
        ended = self.ended_at(now)
        if ended is not None:
            return ended
        until = self.sleeps_from(now) or now
        rounds = int((until - self.running_at).total_seconds() // SYNC_SECONDS)
        return self.running_at + timedelta(seconds=rounds * SYNC_SECONDS)

    def lines(self, now: datetime) -> list[tuple[datetime, str, bool]]:
        """When, what, and whether Mags itself says it: in order of time."""
        own = [(at, text, True) for at, text in self.own_lines if at <= now]
        if self.run is None:
            return own
        until = min(moment for moment in (now, self.stopped_at) if moment is not None)
        said = [(at, text, False) for at, text in self.run.lines(until, _LINES_KEPT)]
        return sorted(own + said, key=lambda line: line[0])[-_LINES_KEPT:]


@dataclass
class Workspace:
    """A folder kept in S3, by its name."""

    id: str
    created_at: datetime
    disk_gb: int
    used_bytes: int
    synced_at: datetime | None = None


@dataclass
class Cron:
    """A schedule; `next_at` is None while it is paused."""

    id: str
    name: str
    cron_expression: str
    script: str
    created_at: datetime
    workspace_id: str | None = None
    persistent: bool = False
    enabled: bool = True
    environment_names: tuple[str, ...] = ()
    next_at: datetime | None = None
    last_at: datetime | None = None
    runs: int = 0


@dataclass(frozen=True)
class Alias:
    """An address that stays, whichever job of its workspace answers."""

    id: str
    subdomain: str
    workspace_id: str
    domain: str
    created_at: datetime


@dataclass(frozen=True)
class Upload:
    """A file that waits to be put into a machine."""

    id: str
    name: str
    content: bytes

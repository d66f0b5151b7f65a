"""How the log of one session stands: what a viewer says beside the lines themselves."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.logs.progress import Progress


class LogStatus(StrEnum):
    """Where the lines come from at present."""

    WAITING = "waiting"
    """Nothing was asked yet."""
    BOOTING = "booting"
    """The machine is not up; asked again at `next_try_at`."""
    FOLLOWING = "following"
    """The last attempt brought the log as it was then."""
    STORED = "stored"
    """The session runs no more: there is only the copy."""
    OFF = "off"
    """The cloud has no logs."""
    FAILED = "failed"
    """The last attempt failed with `error`; what was captured stays."""


@dataclass(frozen=True, slots=True)
class LogState:
    """The log of one session, without its lines."""

    status: LogStatus = LogStatus.WAITING
    error: CloudError | None = None
    """Of the last attempt; None after a success."""
    next_try_at: datetime | None = None
    """Wall time (UTC) of the next attempt; None where none is planned."""
    captured_until: datetime | None = None
    """When the log was last read to its end, here or by an earlier dashboard; None before."""
    progress: Progress | None = None
    """How far the work is by its own words; None when it says nothing of the kind."""
    written_elsewhere: bool = False
    """Another dashboard keeps the copy; this one only reads it."""
    trouble: str = ""
    """Why nothing can be kept on disk at present, in words; empty when all is well."""
    why: str = ""
    """Why the cloud has no logs, in words."""

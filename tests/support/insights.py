"""What is known of every session beyond its record, said outright by the test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mimiry_tui.domain.boots import Boots
from mimiry_tui.domain.logs.progress import Progress
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.endings.ending import Ending


@dataclass(frozen=True)
class Told:
    """The same for every session asked about."""

    since: datetime | None = None
    booting: datetime | None = None
    past: Boots | None = None
    made: Progress | None = None
    end: Ending | None = None
    seen: datetime | None = None

    def phase_since(self, session: Session) -> datetime | None:
        return self.since

    def seen_at(self, session: Session, now: datetime) -> datetime:
        return self.seen or now

    def booting_since(self, session: Session) -> datetime | None:
        return self.booting

    def boots(self, session: Session) -> Boots | None:
        return self.past

    def progress(self, session: Session) -> Progress | None:
        return self.made

    def ending(self, session_id: str) -> Ending | None:
        return self.end

"""Where the session screen's parts read from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mimiry_tui.clock import Clock
from mimiry_tui.domain.boots import Boots, estimate
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Timeline
from mimiry_tui.ui.session.picture import Picture
from mimiry_tui.ui.timelines import Timelines

if TYPE_CHECKING:
    from mimiry_tui.live.endings.endings import Endings
    from mimiry_tui.live.history.history import History
    from mimiry_tui.live.logs.logs import Logs
    from mimiry_tui.live.store import Store


@dataclass(frozen=True)
class Sources:
    """The live parts of an account, some of which may be missing, asked about one session at a time."""

    store: Store
    timelines: Timelines
    clock: Clock
    history: History | None
    logs: Logs | None
    endings: Endings | None
    key_path: Path | None
    guarded: Callable[[Session], str] = lambda _: ""
    """What ends a session from here, in words."""
    no_address: str = "not published yet"
    """What is said of a live session that tells no address of a shell."""
    no_events: str = "no events told"
    """What is said of a session without events."""

    def record(self, session_id: str) -> Session | Unreadable | None:
        """What the store holds of it."""
        detail = self.store.detail
        known = self.store.sessions.get(session_id)
        return known if known is not None or detail is None or detail.id != session_id else detail

    def timeline(self, session: Session) -> Timeline:
        return self.timelines.of(session)

    def boots(self, session: Session) -> Boots | None:
        """How long sessions like it took; None where too few are remembered."""
        return self.history.boots(session) if self.history is not None else None

    def seen_at(self, session: Session, now: datetime) -> datetime:
        """Until when what is told of it is known to hold: now, or the last answer where none comes."""
        return self.timelines.seen_at(session, now)

    def ready_at(self, session: Session, now: datetime) -> datetime | None:
        """When a booting session is expected to be ready; None where nothing says so, or nobody asks."""
        boots, timeline = self.boots(session), self.timeline(session)
        if boots is None or not session.phase.is_booting or not timeline.segments:
            return None
        if self.seen_at(session, now) < now:
            return None
        left = estimate(boots, now - timeline.segments[0].start).left
        return now + left if left is not None else None

    def picture(self, record: Session | Unreadable | None, *, gone: bool = False, alias: str = "") -> Picture:
        """All that the upper box is drawn from."""
        if not isinstance(record, Session):
            return Picture(record)
        made = self.logs.state(record.id).progress if self.logs is not None else None
        ending = self.endings.of(record.id) if self.endings is not None else None
        guarded = self.guarded(record)
        return Picture(record, self.timeline(record), made, ending, alias, gone, guarded, self.no_address)

    def offers(self) -> list[Offer]:
        return [row for row in self.store.offers.values() if isinstance(row, Offer)]

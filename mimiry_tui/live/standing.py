"""Which of the known sessions are alive, on their way somewhere, being ended, or could not be read."""

from __future__ import annotations

from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session


class Standing:
    """Ids by how their sessions stand, as of the last record of each."""

    def __init__(self) -> None:
        self.alive: set[str] = set()
        self.moving: set[str] = set()
        self.ending: set[str] = set()
        """Those that were asked to end, whatever they still say."""
        self.unreadable: set[str] = set()

    def put(self, record: Session | Unreadable) -> None:
        """Take in how that one stands now."""
        session = record if isinstance(record, Session) else None
        live = session is not None and session.is_live
        moving = session is not None and session.phase.is_moving
        for ids, belongs in ((self.alive, live), (self.moving, moving), (self.unreadable, not session)):
            (ids.add if belongs else ids.discard)(record.id)
        if session is not None and not live:
            self.ending.discard(record.id)

    def drop(self, session_id: str) -> None:
        """It is known no more."""
        for ids in (self.alive, self.moving, self.ending, self.unreadable):
            ids.discard(session_id)

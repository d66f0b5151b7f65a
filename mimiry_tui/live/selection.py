"""The session someone looks at: read with all its events until nothing more can come."""

from __future__ import annotations

from datetime import timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.errors import NotFound
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live import cadence
from mimiry_tui.live.poller import Delta
from mimiry_tui.live.sessions import Sessions
from mimiry_tui.live.store import Change, Resource, Store

SETTLES_WITHIN = timedelta(minutes=2)
"""After this long past its end a session's bill is not expected to change any more."""


class Selection:
    """Which session is selected, and what is read about it into `store.detail`."""

    def __init__(self, store: Store, sessions: Sessions, clock: Clock) -> None:
        self._store = store
        self._sessions = sessions
        self._clock = clock
        self._complete: set[str] = set()
        self.session_id: str | None = None

    @property
    def is_complete(self) -> bool:
        """The selected session has ended and everything about it was read."""
        return self.session_id in self._complete

    def choose(self, session_id: str | None) -> bool:
        """Select another session, showing at once what is known of it; False if it is the same."""
        if session_id == self.session_id:
            return False
        self.session_id = session_id
        known = self._store.sessions.get(session_id) if session_id is not None else None
        self._store.detail = known if isinstance(known, Session) else None
        return True

    def follow(self) -> None:
        """Take over what another answer brought about the selected session."""
        known = self._store.sessions.get(self.session_id) if self.session_id is not None else None
        if isinstance(known, Session):
            self._store.detail = known

    def interval(self) -> float | None:
        if self.session_id is None:
            return None
        if self.is_complete:
            return cadence.ON_DEMAND
        return cadence.detail_interval(self._store.detail.phase if self._store.detail else None)

    async def read(self) -> Delta | None:
        """One attempt; a 404 about something just created teaches nothing."""
        wanted = self.session_id
        if wanted is None:
            return None
        try:
            session, delta = await self._sessions.read_one(wanted)
        except NotFound:
            if self._sessions.is_new(wanted):
                return None
            raise
        if self._is_settled(session):
            self._complete.add(wanted)
        if delta:
            self._store.publish(Change(Resource.SESSIONS, delta.upserted, delta.removed))
        if wanted != self.session_id:
            return None
        self._store.detail = session
        return delta

    def _is_settled(self, session: Session) -> bool:
        if not session.phase.is_ended:
            return False
        if session.got.final_cost is not None or session.got.rate is None or session.finished_at is None:
            return True
        return self._clock.now() - session.finished_at > SETTLES_WITHIN

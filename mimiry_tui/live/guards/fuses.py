"""Which sessions are about to be ended by their own limit, each warning told once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from mimiry_tui.domain.guarding.fuse import ends_at, warning
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation


class Fuses:
    """Remembers which warning each session had."""

    def __init__(self) -> None:
        self._told: dict[str, timedelta] = {}

    def due(
        self,
        sessions: Iterable[Session],
        observations: Callable[[str], tuple[Observation, ...]],
        now: datetime,
    ) -> Iterator[tuple[Session, datetime]]:
        """Each session that is to be warned of now, and when it ends."""
        for session in sessions:
            at = ends_at(session, observations(session.id))
            limit = session.max_duration
            if at is None or limit is None or at <= now or session.phase is Phase.STOPPING:
                continue
            ahead = warning(limit, at - now)
            told = self._told.get(session.id)
            if ahead is not None and (told is None or ahead < told):
                self._told[session.id] = ahead
                yield session, at

"""The timeline of each session, put together once per reading and not at every paint."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from mimiry_tui.domain.phases import BOOT_PHASES, Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation, Timeline, build_timeline

if TYPE_CHECKING:
    from mimiry_tui.live.store import Store


class Timelines:
    """Timelines from a store's records and observations, kept while neither changes."""

    def __init__(self) -> None:
        self.store: Store | None = None
        self.steps: tuple[Phase, ...] = BOOT_PHASES
        """What sessions of this service go through before they are ready."""
        self._kept: dict[str, tuple[Session, tuple[Observation, ...], Timeline]] = {}

    def of(self, session: Session) -> Timeline:
        """That session's timeline."""
        seen = self.store.observations(session.id) if self.store else ()
        kept = self._kept.get(session.id)
        if kept is not None and kept[0] is session and kept[1] is seen:
            return kept[2]
        timeline = replace(build_timeline(session, seen), steps=self.steps)
        self._kept[session.id] = (session, seen, timeline)
        return timeline

    def seen_at(self, session: Session, now: datetime) -> datetime:
        """Until when what is told of it is known to hold (see `Store.seen_at`)."""
        return self.store.seen_at(session, now) if self.store is not None else now

    def phase_since(self, session: Session) -> datetime | None:
        """When its current phase began, as well as is known."""
        return self.of(session).current_phase_since()

"""What is known of a session beyond its record: its timeline, how far along it is, how it is being ended.

Panes and screens ask here, whether or not an account is open yet.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mimiry_tui.domain.boots import Boots
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Timeline
from mimiry_tui.ui.timelines import Timelines

if TYPE_CHECKING:
    from mimiry_tui.domain.logs.progress import Progress
    from mimiry_tui.live.account import Account
    from mimiry_tui.live.endings.endings import Ending


class Insights:
    """Answers from an account once one is attached; before, only what records tell."""

    def __init__(self) -> None:
        self.timelines = Timelines()
        self._account: Account | None = None

    def attach(self, account: Account) -> None:
        """Answer from this account from now on."""
        from mimiry_tui.clouds.base import Capability  # there once an account is

        self._account = account
        self.timelines.store = account.store
        if Capability.CONTAINERS not in account.cloud.capabilities:
            # A machine without a container of ours is only waited for.
            self.timelines.steps = (Phase.ACCEPTED, Phase.PROVISIONING)

    def timeline(self, session: Session) -> Timeline:
        """Its phases so far."""
        return self.timelines.of(session)

    def phase_since(self, session: Session) -> datetime | None:
        """When its current phase began, as well as is known."""
        return self.timelines.phase_since(session)

    def seen_at(self, session: Session, now: datetime) -> datetime:
        """Until when what is told of it is known to hold: now, or the last answer where none comes."""
        return self.timelines.seen_at(session, now)

    def booting_since(self, session: Session) -> datetime | None:
        """When the wait for it began; None where it does not boot or that is unknown."""
        segments = self.timeline(session).segments
        return segments[0].start if session.phase.is_booting and segments else None

    def boots(self, session: Session) -> Boots | None:
        """How long sessions like it took to be ready; None where too few are remembered."""
        return self._account.history.boots(session) if self._account is not None else None

    def progress(self, session: Session) -> Progress | None:
        """How far what runs in it says it is."""
        if self._account is None or not session.is_live:
            return None
        return self._account.logs.state(session.id).progress

    def guarded(self, session: Session, now: datetime) -> str:
        """What ends it from here while this runs: "from here until 22:30"; "" for nothing."""
        if self._account is None:
            return ""
        from mimiry_tui.ui.guarding.words import here_words  # there once an account is

        balance = self._account.store.balance
        guards = self._account.guards.of(session.id)
        return here_words(guards, session, balance.money if balance is not None else None, now)

    def ending(self, session_id: str) -> Ending | None:
        """How the attempt to end it stands; None where nobody tried."""
        return self._account.endings.of(session_id) if self._account is not None else None

"""A session at €2.10 an hour, the guards that look after it, and a cloud that keeps to a test's word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

from mimiry_tui.domain.account import Balance
from mimiry_tui.domain.guarding.guard import GuardState
from mimiry_tui.domain.guarding.rules import Rule
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.guards.guards import Guards
from mimiry_tui.live.store import Resource
from tests.support.ending_desk import EndingDesk, a_session, background

CLEARLY = 5.0
"""Seconds within which whatever is due has been looked at."""


class GuardDesk(EndingDesk):
    """Everything goes by one clock. Somebody could undo a countdown, unless `hindrance` says why not."""

    def __init__(self, *sessions: Session) -> None:
        super().__init__(*(sessions or (a_session("s"),)))
        self.hindrance = ""
        self.guards = Guards(self.live, self.endings, self.clock)
        self.guards.hindrance = lambda: self.hindrance

    @asynccontextmanager
    async def guarding(self, *rules: Rule, session_id: str = "s") -> AsyncIterator[None]:
        """Run everything, with these guards on the session."""
        async with self.running(), background(self.guards.run()):
            self.guards.set(session_id, rules)
            yield

    def states(self, session_id: str = "s") -> list[GuardState]:
        """How far its guards are, in the order they were set."""
        return [guard.state for guard in self.guards.of(session_id)]

    def why(self, session_id: str = "s") -> str:
        """Why its first guard is held, or cannot be reached."""
        return self.guards.of(session_id)[0].why

    async def balance_is(self, amount: str, currency: str = "EUR") -> None:
        """The service says that from now on, and is asked at once."""
        self.cloud.answer("balance", Balance(Money(Decimal(amount), currency)))
        self.live.refresh(Resource.BALANCE)
        await self.clock.advance(CLEARLY)

"""Launches whose answer no run of the dashboard saw: found out when it next runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.words import phase_words
from mimiry_tui.live.launches.book import Intent, Verdict
from mimiry_tui.live.launches.ledger import Ledger
from mimiry_tui.live.launches.search import Search


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What became of a launch whose answer no run of the dashboard saw."""

    name: str
    asked_at: datetime
    session_id: str
    """Empty where there is no trace of it."""
    words: str
    """A harmless sentence, with the name in it."""


class Recall:
    """Follows intents until it is known what became of them."""

    def __init__(self, ledger: Ledger, search: Search, tell: Callable[[], None]) -> None:
        self.found: tuple[Reconciled, ...] = ()
        self._ledger = ledger
        self._search = search
        self._tell = tell

    async def follow(self, intent: Intent) -> None:
        """Find out what became of one; nothing is said where another dashboard found it out first."""
        session = await self._search.afterwards(intent)
        await self._ledger.reread()
        if self._ledger.book.outcome(intent.id) is not None:
            return
        verdict = Verdict.LOST if session is None else Verdict.ACCEPTED
        session_id = session.id if session is not None else ""
        self.found = (*self.found, Reconciled(intent.name, intent.at, session_id, _words(intent, session)))
        await self._ledger.resolve(intent, verdict, session_id)
        self._tell()

    async def follow_all(self, group: asyncio.TaskGroup, mine: Collection[str]) -> None:
        """Read the journal, and follow what it leaves open; `mine`, of this run, are followed elsewhere.

        Those may become more while the journal is read.
        """
        await self._ledger.load()
        self._tell()
        for intent in self._ledger.book.unresolved:
            if intent.id not in mine:
                group.create_task(self.follow(intent), name="reconcile launch")


def _words(intent: Intent, session: Session | None) -> str:
    name = safe_text(intent.name) or "a session without a name"
    if session is None:
        return f"{name} was most likely never launched: no session of that name was made then"
    return f"{name} was launched after all: it is {phase_words(session)}"

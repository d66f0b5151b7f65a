"""The book of launches kept in step with the journal on disk, off the event loop."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from mimiry_tui.clock import Clock
from mimiry_tui.live.launches.book import Book, Intent, Outcome, Verdict
from mimiry_tui.live.launches.journal import Journal
from mimiry_tui.live.off_loop import OffLoop
from mimiry_tui.settings.private_file import reason


@dataclass(slots=True)
class Ledger:
    """Book and journal as one. Only `intend` raises: what follows an intent is in memory at least."""

    book: Book
    journal: Journal
    clock: Clock
    off_loop: OffLoop
    trouble: str = ""
    """Why the journal could not be read or completed, in words; empty while all is well."""

    async def load(self) -> None:
        """Take in what earlier runs and other dashboards wrote; old entries go."""
        try:
            await self.off_loop(partial(self.journal.prune, self.clock.now()))
        except OSError as error:
            self._failed(error)
        await self.reread()

    async def reread(self) -> None:
        """Take in what others wrote meanwhile."""
        try:
            self.book.add(await self.off_loop(self.journal.read))
        except OSError as error:
            self._failed(error)

    async def intend(self, intent: Intent) -> None:
        """Write down what is about to be sent. Raises OSError: then nothing may be sent."""
        await self.off_loop(partial(self.journal.append, intent))
        self.book.add((intent,))

    def note(self, intent: Intent, verdict: Verdict, session_id: str = "") -> Outcome:
        """Keep in memory what became of it; `write` comes next."""
        outcome = Outcome(intent.id, self.clock.now(), verdict, session_id)
        self.book.add((outcome,))
        return outcome

    async def write(self, outcome: Outcome) -> None:
        """Keep it on disk too, as far as that agrees."""
        try:
            await self.off_loop(partial(self.journal.append, outcome))
        except OSError as error:
            self._failed(error)

    async def resolve(self, intent: Intent, verdict: Verdict, session_id: str = "") -> None:
        """Note what became of it, and write it."""
        await self.write(self.note(intent, verdict, session_id))

    def _failed(self, error: OSError) -> None:
        self.trouble = f"journal of launches: {reason(error)}"

"""What this machine remembers of offers, sessions and money over the years: the event loop's side.

One worker thread with a connection of its own reads and writes, beside the one of `history`. A
database that fails costs what it would have told, and nothing else: questions come back empty, and
`trouble` says why.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.memory.questions import CardPage, CardQuery, MonthTotal, PlaceBoots
from mimiry_tui.domain.memory.samples import OfferPast, Sample, Span
from mimiry_tui.live.history.answers import Answer
from mimiry_tui.live.subscribers import Subscribers


class Archive:
    """Answers questions at any time; writes what it is given while `run` runs."""

    def __init__(self, folder: Path | None, clock: Clock) -> None:
        """`folder` is made when it is first needed; without one all is forgotten with this object."""
        self.trouble = ""
        """Why something is not remembered, in words; empty while all is well."""
        self._folder = folder
        self._clock = clock
        self._subscribers: Subscribers[[]] = Subscribers()

    async def run(self) -> None:
        """Write until cancelled, and what is left before it ends. No trouble comes out."""
        await asyncio.Event().wait()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call it on the loop when something was written or `trouble` changed; returns what ends that."""
        return self._subscribers.add(callback)

    # Offers.

    def keep_answer(self, answer: Answer) -> None:
        """Remember what changed with this answer, and that somebody looked. Never waits."""

    async def offer_pasts(self, now: datetime) -> Mapping[str, OfferPast]:
        """What is remembered of every offer, by its id."""
        return {}

    async def samples(self, offer_id: str, since: datetime) -> tuple[Sample, ...]:
        """Its changes since then, oldest first, after the last one before: what held at that moment."""
        return ()

    async def spans(self, since: datetime) -> tuple[Span, ...]:
        """When somebody looked, as far as it reaches beyond that moment, oldest first."""
        return ()

    # Sessions.

    def keep_cards(self, cards: Iterable[Card]) -> None:
        """Remember these, each joined with what is known of it already. Never waits."""

    def keep_last_lines(self, session_id: str, lines: Iterable[str]) -> None:
        """Remember how a session's log ended. Never waits."""

    async def cards(self, query: CardQuery, *, limit: int = 200, offset: int = 0) -> CardPage:
        """What that query finds, those that began last first, without their last lines."""
        return CardPage((), 0, ())

    async def card(self, session_id: str) -> Card | None:
        """One card with its last lines; None where there is none."""
        return None

    async def spend_cards(self, since: datetime) -> tuple[Card, ...]:
        """Those that were alive at any time since, without their last lines."""
        return ()

    async def months(self) -> tuple[MonthTotal, ...]:
        """Every month in which a session began, by the machine's own zone, the latest first."""
        return ()

    async def boots_on(self, model: str, where: str) -> PlaceBoots:
        """How sessions came up with that model of GPU at that place ("verda/FIN-01")."""
        return PlaceBoots(None, None, 0, 0)

    # Money and moments.

    async def remember_transactions(self, transactions: Iterable[Transaction]) -> None:
        """Keep them; of one that is known the later account counts."""

    async def transactions(self, since: datetime | None = None) -> tuple[Transaction, ...]:
        """Those since that moment, or all, newest first, those without a date last; without `raw`."""
        return ()

    async def mark(self, name: str, at: datetime) -> None:
        """Remember a moment by a name."""

    async def marked(self, name: str) -> datetime | None:
        """The moment last remembered by that name."""
        return None

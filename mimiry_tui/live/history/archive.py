"""What this machine remembers of offers, sessions and money over the years: the event loop's side.

One worker thread with a connection of its own reads and writes, beside the one of `history`. A
database that fails costs what it would have told, and nothing else: questions come back empty, and
`trouble` says why.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mimiry_tui.clock import Clock
from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.memory.questions import CardPage, CardQuery, MonthTotal, PlaceBoots
from mimiry_tui.domain.memory.samples import OfferPast, Sample, Span
from mimiry_tui.live.history.answers import Answer, Batch, Written
from mimiry_tui.live.subscribers import Subscribers

if TYPE_CHECKING:
    from mimiry_tui.live.history.archive_desk import ArchiveDesk
    from mimiry_tui.live.history.reading import Reading

T = TypeVar("T")

GATHER = 0.25
"""Seconds that news is gathered before it is written together."""
RETRY = 30.0
"""Seconds between attempts at what could not be written, while nothing new comes."""
TIDY = timedelta(days=1)
"""How often what is too old is deleted."""
TIDY_AFTER = 60.0
"""Seconds after the start before which nothing is deleted: there is enough to do."""


class Archive:
    """Answers questions at any time; writes what it is given while `run` runs."""

    def __init__(self, folder: Path | None, clock: Clock) -> None:
        """`folder` is made when it is first needed; without one all is forgotten with this object."""
        self.trouble = ""
        """Why something is not remembered, in words; empty while all is well."""
        self._folder = folder
        self._clock = clock
        self._worker: ThreadPoolExecutor | None = None
        self._desk: ArchiveDesk | None = None
        self._batch = Batch()
        self._wake = asyncio.Event()
        self._waiting = False
        self._is_over = False
        self._subscribers: Subscribers[[]] = Subscribers()

    async def run(self) -> None:
        """Write until cancelled, and what is left before it ends. No trouble comes out."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._hand_over(), name="write the archive")
                group.create_task(self._look_after(), name="look after the archive")
        finally:
            await self._close()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call it on the loop when something new is known or `trouble` changed; returns what ends that."""
        return self._subscribers.add(callback)

    # Offers.

    def keep_answer(self, answer: Answer) -> None:
        """Remember what changed with this answer, and that somebody looked. Never waits."""
        self._batch.answers.append(answer)
        self._wake.set()

    async def offer_pasts(self, now: datetime) -> Mapping[str, OfferPast]:
        """What is remembered of every offer, by its id."""
        return await self._ask(lambda reading: reading.offer_pasts(now), {})

    async def samples(self, offer_id: str, since: datetime) -> tuple[Sample, ...]:
        """Its changes since then, oldest first, after the last one before: what held at that moment."""
        return await self._ask(lambda reading: reading.samples(offer_id, since), ())

    async def spans(self, since: datetime) -> tuple[Span, ...]:
        """When somebody looked, as far as it reaches beyond that moment, oldest first."""
        return await self._ask(lambda reading: reading.spans(since), ())

    # Sessions.

    def keep_cards(self, cards: Iterable[Card]) -> None:
        """Remember these, each joined with what is known of it already. Never waits."""
        self._batch.cards.update((card.session_id, card) for card in cards)
        self._wake.set()

    def keep_last_lines(self, session_id: str, lines: Iterable[str]) -> None:
        """Remember how a session's log ended. Never waits."""
        self._batch.lines[session_id] = tuple(lines)
        self._wake.set()

    async def cards(self, query: CardQuery, *, limit: int = 200, offset: int = 0) -> CardPage:
        """What that query finds, those that began last first, without their last lines."""
        return await self._ask(lambda reading: reading.cards(query, limit, offset), CardPage((), 0, ()))

    async def card(self, session_id: str) -> Card | None:
        """One card with its last lines; None where there is none."""
        return await self._ask(lambda reading: reading.card(session_id), None)

    async def spend_cards(self, since: datetime) -> tuple[Card, ...]:
        """Those that were alive at any time since, without their last lines."""
        return await self._ask(lambda reading: reading.alive_since(since), ())

    async def live_cards(self) -> tuple[Card, ...]:
        """Those whose end nobody has seen, without their last lines."""
        return await self._ask(lambda reading: reading.still_live(), ())

    async def months(self) -> tuple[MonthTotal, ...]:
        """Every month in which a session began, by the machine's own zone, the latest first."""
        return await self._ask(lambda reading: reading.months(), ())

    async def boots_of(self, image: str = "") -> timedelta | None:
        """How long boots with that image took in the middle, wherever; of all without one."""
        return await self._ask(lambda reading: reading.boots_of(image), None)

    async def boots_on(self, model: str, where: str) -> PlaceBoots:
        """How sessions came up with that model of GPU at that place ("verda/FIN-01")."""
        return await self._ask(lambda reading: reading.boots_on(model, where), PlaceBoots(None, None, 0, 0))

    # Money and moments.

    async def remember_transactions(self, transactions: Iterable[Transaction]) -> None:
        """Keep them; of one that is known the later account counts. Returns once they are written."""
        self._batch.transactions.extend(transactions)
        await self._write()

    async def transactions(self, since: datetime | None = None) -> tuple[Transaction, ...]:
        """Those since that moment, or all, newest first, those without a date last; without `raw`."""
        return await self._ask(lambda reading: reading.transactions(since), ())

    async def mark(self, name: str, at: datetime) -> None:
        """Remember a moment by a name. Returns once it is written."""
        self._batch.marks[name] = at
        await self._write()

    async def marked(self, name: str) -> datetime | None:
        """The moment last remembered by that name."""
        return await self._ask(lambda reading: reading.marked(name), None)

    async def _hand_over(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self._clock.sleep(GATHER)
            await self._write()

    async def _look_after(self) -> None:
        """Try again what failed; once a day delete what is too old."""
        await self._clock.sleep(TIDY_AFTER)
        tidied: datetime | None = None
        while True:
            now = self._clock.now()
            tidy = tidied is None or now - tidied >= TIDY
            tidied = now if tidy else tidied
            if tidy or self._waiting:
                await self._write(tidy=tidy)
            await self._clock.sleep(RETRY)

    async def _write(self, *, tidy: bool = False) -> None:
        """Hand over what there is, and wait until it is written or cannot be."""
        if self._is_over:
            return
        batch, self._batch = self._batch, Batch()
        now = self._clock.now()
        written = await self._in_thread(lambda desk: desk.take(batch, now, tidy=tidy))
        self._waiting = written.waiting
        self._tell(written.changed, written.trouble)

    async def _ask(self, question: Callable[[Reading], T], nothing: T) -> T:
        if self._is_over:
            return nothing
        answer, trouble = await self._in_thread(lambda desk: desk.ask(question, nothing))
        self._tell(False, trouble)
        return answer

    def _tell(self, changed: bool, trouble: str) -> None:
        changed = changed or trouble != self.trouble
        self.trouble = trouble
        if changed:
            self._subscribers.tell()

    async def _close(self) -> None:
        """Write what is left, and close the file."""
        batch, self._batch, self._is_over = self._batch, Batch(), True
        now = self._clock.now()

        def close(desk: ArchiveDesk) -> Written:
            written = desk.take(batch, now)
            desk.close()
            return written

        if self._worker is not None or batch:
            await self._in_thread(close)
        if self._worker is not None:
            self._worker.shutdown(wait=False)

    async def _in_thread(self, work: Callable[[ArchiveDesk], T]) -> T:
        """Done in the worker, whatever becomes of the one who waits for it."""
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, thread_name_prefix="archive")
        return await asyncio.get_running_loop().run_in_executor(self._worker, self._at_the_desk, work)

    # What follows runs in the worker thread.

    def _at_the_desk(self, work: Callable[[ArchiveDesk], T]) -> T:
        if self._desk is None:
            from mimiry_tui.live.history.archive_desk import (
                ArchiveDesk,
            )  # brings sqlite3, after the first frame

            self._desk = ArchiveDesk(self._folder)
        return work(self._desk)

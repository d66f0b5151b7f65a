"""What each state of an ending asks for: counting down, sending once, looking again, waiting, settling.

A step works as long as its ending is the present one: every change replaces the object, so a step
that wakes up late finds itself outdated and does nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Protocol

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.errors import AnswerLost, CloudError, InvalidState, NotFound, UnreadableAnswer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.words import phase_words
from mimiry_tui.live import cadence
from mimiry_tui.live.endings.ending import Ending, EndingState
from mimiry_tui.live.live import Live
from mimiry_tui.live.not_halfway import not_halfway
from mimiry_tui.live.selection import SETTLES_WITHIN
from mimiry_tui.live.store import Resource

STUCK_AFTER = 180.0
"""Seconds after which an accepted ending that did not come is called stuck."""
LOOK_EVERY, LOOK_EVERY_STUCK = 2.0, 10.0
LOOKS_AFTER_SILENCE = 3
"""Read caches lag: so often must a session be seen alive before a lost request counts as failed."""
SETTLE_EVERY = 5.0
AT_ONCE = 4
"""Requests under way at the same time, however many rows were marked."""

_UNSETTLED = NotFound | InvalidState | AnswerLost | UnreadableAnswer
"""After these only a look at the session tells what became of it."""

Step = Callable[[Ending], Awaitable[None]]


class Book(Protocol):
    """Where the present state of every ending is written."""

    def is_present(self, ending: Ending) -> bool:
        """Whether nothing has changed about it since this was written."""
        ...

    def move(
        self, ending: Ending, state: EndingState, error: CloudError | None = None, note: str = ""
    ) -> None:
        """Write its next state, if it is the present one."""
        ...

    def review(self, session_id: str, *, gone: bool = False) -> None:
        """Take in what the session is now, in the store or by a look."""
        ...

    def due(self, ending: Ending) -> None:
        """Send one whose countdown is over, unless what it was armed for does not hold any more."""
        ...

    def drop(self, ending: Ending) -> None:
        """Forget it without a word."""
        ...


class Steps:
    """Does what the present state of an ending asks for."""

    def __init__(self, cloud: Cloud, live: Live, clock: Clock, book: Book) -> None:
        self._cloud = cloud
        self._live = live
        self._clock = clock
        self._book = book
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._by_state: Mapping[EndingState, Step] = {
            EndingState.ARMED: self._count_down,
            EndingState.SENDING: self._send,
            EndingState.UNSURE: self._look_again,
            EndingState.ACCEPTED: self._follow,
            EndingState.STUCK: self._wait_for_release,
            EndingState.GONE: self._settle,
        }

    async def take(self, ending: Ending) -> None:
        """Carry out what its state asks for; nothing where that is nothing."""
        step = self._by_state.get(ending.state)
        if step is not None:
            await step(ending)

    async def _count_down(self, ending: Ending) -> None:
        if ending.due_at is not None:
            await self._clock.sleep((ending.due_at - self._clock.now()).total_seconds())
        self._book.due(ending)

    async def _send(self, ending: Ending) -> None:
        try:
            error = await not_halfway(self._ask(ending.session_id), self._clock)
        except asyncio.CancelledError:
            self._book.drop(ending)
            raise
        if error is None:
            self._book.move(ending, EndingState.ACCEPTED)
        elif isinstance(error, _UNSETTLED):
            self._book.move(ending, EndingState.UNSURE, error)
        else:
            self._book.move(ending, EndingState.FAILED, error)
            self._live.refresh(Resource.SESSIONS)
        self._book.review(ending.session_id)

    async def _ask(self, session_id: str) -> CloudError | None:
        """Send the one request; what went wrong with it, or None."""
        async with self._gate:
            try:
                await self._cloud.terminate(session_id)
            except CloudError as error:
                return error
        return None

    async def _look_again(self, ending: Ending) -> None:
        """Read the session until it is known whether the request took effect."""
        wanted = LOOKS_AFTER_SILENCE if isinstance(ending.error, AnswerLost | UnreadableAnswer) else 1
        looks = failures = 0
        note = ""
        while self._book.is_present(ending):
            pause = LOOK_EVERY
            try:
                session = await self._live.look_at(ending.session_id)
            except NotFound:
                looks, note = looks + 1, "the service does not know it yet"
            except CloudError as error:
                failures += 1
                pause = error.retry_after or cadence.retry_delay(error, failures, LOOK_EVERY)
            else:
                looks, note = looks + 1, f"it is {phase_words(session)}" if session is not None else ""
                self._book.review(ending.session_id, gone=session is None)
            if looks >= wanted:
                self._book.move(ending, EndingState.FAILED, ending.error, note)
            else:
                await self._clock.sleep(pause)

    async def _follow(self, ending: Ending) -> None:
        self._live.expect_end((ending.session_id,))
        if ending.session_id not in self._live.store.sessions:
            # It left the picture while the request was under way.
            with suppress(CloudError):
                session = await self._live.look_at(ending.session_id)
                self._book.review(ending.session_id, gone=session is None)
        stuck_at = self._clock.monotonic() + STUCK_AFTER
        while self._book.is_present(ending) and (left := stuck_at - self._clock.monotonic()) > 0:
            await self._clock.sleep(min(left, LOOK_EVERY))
            await self._look_at_release(ending)
        self._book.move(ending, EndingState.STUCK)

    async def _wait_for_release(self, ending: Ending) -> None:
        while self._book.is_present(ending):
            await self._clock.sleep(LOOK_EVERY_STUCK)
            await self._look_at_release(ending)

    async def _look_at_release(self, ending: Ending) -> None:
        """Read one whose machine is being released: it is in no list that is asked for often."""
        record = self._live.store.sessions.get(ending.session_id)
        if self._book.is_present(ending) and isinstance(record, Session) and record.phase.is_ended:
            with suppress(CloudError):
                session = await self._live.look_at(ending.session_id)
                self._book.review(ending.session_id, gone=session is None)

    async def _settle(self, ending: Ending) -> None:
        """Read an ended session until its bill is final; one that nobody knows any more has none."""
        give_up = self._clock.monotonic() + SETTLES_WITHIN.total_seconds()
        while self._clock.monotonic() < give_up and self._book.is_present(ending):
            record = self._live.store.sessions.get(ending.session_id)
            if (
                not isinstance(record, Session)
                or record.got.final_cost is not None
                or record.got.rate is None
            ):
                return
            await self._clock.sleep(SETTLE_EVERY)
            with suppress(CloudError):
                await self._live.look_at(ending.session_id)

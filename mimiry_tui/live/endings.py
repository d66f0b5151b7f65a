"""Terminating sessions: each request sent once, its outcome followed until the service says gone.

What a session is, is read off the store: whatever an answer said, one that is seen to stop counts as
accepted, one that is seen to have ended as gone. So a request that failed in vain corrects itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.errors import (
    AnswerLost,
    CloudError,
    InvalidState,
    NotFound,
    ReadOnly,
    UnreadableAnswer,
)
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.words import phase_words
from mimiry_tui.live import cadence
from mimiry_tui.live.ending import Ending, EndingState
from mimiry_tui.live.live import Live
from mimiry_tui.live.selection import SETTLES_WITHIN
from mimiry_tui.live.store import Change, Resource

__all__ = ["COUNTDOWN", "STUCK_AFTER", "Ending", "EndingState", "Endings"]

COUNTDOWN = 5.0
"""Seconds in which an ending without a dialog can be undone."""
STUCK_AFTER = 180.0
"""Seconds after which an accepted ending that did not come is called stuck."""
LOOK_EVERY = 2.0
LOOKS_AFTER_SILENCE = 3
"""Read caches lag: so often must a session be seen alive before a lost request counts as failed."""
SETTLE_EVERY = 5.0
AT_ONCE = 4
"""Requests under way at the same time, however many rows were marked."""
LEAVING_PATIENCE = 5.0
"""Seconds that a request already under way is given when the dashboard is left."""

Subscriber = Callable[[frozenset[str]], None]


class Endings:
    """Ends sessions while `run` runs; what was asked for before that is begun then.

    Its methods are called on the event loop. When `run` is cancelled, nothing armed is sent.
    """

    def __init__(self, cloud: Cloud, live: Live, clock: Clock) -> None:
        self._cloud = cloud
        self._live = live
        self._clock = clock
        self._endings: dict[str, Ending] = {}
        self._subscribers: list[Subscriber] = []
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._group: asyncio.TaskGroup | None = None

    @property
    def read_only(self) -> bool:
        """Nothing can be ended from here."""
        return self._cloud.read_only

    @property
    def armed(self) -> tuple[Ending, ...]:
        """What `undo` would forget, the soonest first."""
        armed = [one for one in self._endings.values() if one.state is EndingState.ARMED]
        return tuple(sorted(armed, key=lambda one: one.due_at or one.at))

    def of(self, session_id: str) -> Ending | None:
        """Where the ending of a session stands; None where none was asked for here."""
        return self._endings.get(session_id)

    def endable(self, session_ids: Iterable[str]) -> tuple[Session, ...]:
        """Those of them that are alive and not being ended already, in the order given."""
        records = map(self._live.store.sessions.get, session_ids)
        return tuple(
            record
            for record in records
            if isinstance(record, Session) and record.is_live and not self._is_pending(record.id)
        )

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Call it with the ids whose ending changed; returns what ends that. It must not raise."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def terminate(self, session_ids: Iterable[str]) -> None:
        """Ask the service to end these, each once and now; what is under way already is left alone."""
        self._begin(session_ids, None)

    def arm(self, session_ids: Iterable[str], seconds: float = COUNTDOWN) -> None:
        """End these in so many seconds, unless `undo` comes first."""
        self._begin(session_ids, seconds)

    def undo(self) -> tuple[str, ...]:
        """Forget everything still armed; the names of what goes on."""
        undone = self.armed
        for ending in undone:
            del self._endings[ending.session_id]
        self._tell(ending.session_id for ending in undone)
        return tuple(ending.name for ending in undone)

    def forget(self, session_ids: Iterable[str]) -> None:
        """Say nothing more about failures that somebody has read."""
        read = [one for one in session_ids if (known := self.of(one)) and known.state is EndingState.FAILED]
        for session_id in read:
            del self._endings[session_id]
        self._tell(read)

    async def run(self) -> None:
        """Carry out what is asked for until cancelled."""
        unsubscribe = self._live.store.subscribe(self._noticed)
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                for session_id in tuple(self._endings):
                    self._go_on(session_id)
                try:
                    await asyncio.Event().wait()
                finally:
                    self._group = None
        finally:
            unsubscribe()
            self.undo()

    # From state to state

    def _begin(self, session_ids: Iterable[str], seconds: float | None) -> None:
        begun = []
        for session_id in dict.fromkeys(session_ids):
            known = self.of(session_id)
            hurried = known is not None and known.state is EndingState.ARMED and seconds is None
            if known is not None and known.state.is_pending and not hurried:
                continue
            self._endings[session_id] = self._new(session_id, seconds)
            begun.append(session_id)
        for session_id in begun:
            self._go_on(session_id)
        self._tell(begun)

    def _new(self, session_id: str, seconds: float | None) -> Ending:
        record = self._live.store.sessions.get(session_id)
        session = record if isinstance(record, Session) else None
        now = self._clock.now()
        ending = Ending(
            session_id,
            session.name if session and session.name else session_id,
            EndingState.SENDING,
            at=now,
            asked_at=now,
            rate=session.got.rate if session else None,
        )
        if session is not None and session.phase.is_ended:
            return replace(ending, state=EndingState.GONE)
        if self.read_only:
            return replace(ending, state=EndingState.FAILED, error=ReadOnly())
        if seconds is not None:
            return replace(ending, state=EndingState.ARMED, due_at=now + timedelta(seconds=seconds))
        return ending

    def _set(
        self, ending: Ending, state: EndingState, error: CloudError | None = None, note: str = ""
    ) -> None:
        """The next state of an ending, if it is still in the one given."""
        if self.of(ending.session_id) is not ending:
            return
        record = self._live.store.sessions.get(ending.session_id)
        rate = record.got.rate if isinstance(record, Session) else None
        self._endings[ending.session_id] = replace(
            ending,
            state=state,
            at=self._clock.now(),
            error=error,
            rate=rate or ending.rate,
            note=note,
        )
        self._go_on(ending.session_id)
        self._tell((ending.session_id,))

    def _go_on(self, session_id: str) -> None:
        """Start what the present state of an ending asks for."""
        work = {
            EndingState.ARMED: self._count_down,
            EndingState.SENDING: self._send,
            EndingState.UNSURE: self._look_again,
            EndingState.ACCEPTED: self._follow,
            EndingState.GONE: self._settle,
        }
        ending = self._endings[session_id]
        if self._group is not None and ending.state in work:
            self._group.create_task(work[ending.state](ending), name=f"end {session_id}")

    # Each of these works as long as its ending is the present one: any change replaces the object.

    async def _count_down(self, ending: Ending) -> None:
        if ending.due_at is not None:
            await self._clock.sleep((ending.due_at - self._clock.now()).total_seconds())
        self._set(ending, EndingState.SENDING)

    async def _send(self, ending: Ending) -> None:
        asking = asyncio.ensure_future(self._ask(ending.session_id))
        try:
            error = await asyncio.shield(asking)
        except asyncio.CancelledError:
            # Somebody decided this and then left: it is not dropped halfway.
            patience = asyncio.ensure_future(self._pass(LEAVING_PATIENCE))
            await asyncio.wait({asking, patience}, return_when=asyncio.FIRST_COMPLETED)
            patience.cancel()
            asking.cancel()
            del self._endings[ending.session_id]
            raise
        if error is None:
            self._set(ending, EndingState.ACCEPTED)
        elif isinstance(error, NotFound | InvalidState | AnswerLost | UnreadableAnswer):
            self._set(ending, EndingState.UNSURE, error)
        else:
            self._set(ending, EndingState.FAILED, error)
            self._live.refresh(Resource.SESSIONS)
        self._review(ending.session_id, gone=False)

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
        while self.of(ending.session_id) is ending:
            pause = LOOK_EVERY
            note = "the service does not know it yet"
            try:
                session = await self._live.look_at(ending.session_id)
            except NotFound:
                looks += 1
            except CloudError as error:
                failures += 1
                pause = error.retry_after or cadence.retry_delay(error, failures, LOOK_EVERY)
            else:
                looks += 1
                self._review(ending.session_id, gone=session is None)
                note = f"it is {phase_words(session)}" if session is not None else ""
            if looks >= wanted:
                self._set(ending, EndingState.FAILED, ending.error, note)
            else:
                await self._clock.sleep(pause)

    async def _follow(self, ending: Ending) -> None:
        if ending.session_id not in self._live.store.sessions:
            with suppress(CloudError):
                self._review(ending.session_id, gone=await self._live.look_at(ending.session_id) is None)
        self._live.expect_end((ending.session_id,))
        await self._clock.sleep(STUCK_AFTER)
        self._set(ending, EndingState.STUCK)

    async def _settle(self, ending: Ending) -> None:
        """Read an ended session until its bill is final; one that nobody knows any more has none."""
        give_up = self._clock.monotonic() + SETTLES_WITHIN.total_seconds()
        while self._clock.monotonic() < give_up and self.of(ending.session_id) is ending:
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

    async def _pass(self, seconds: float) -> None:
        await self._clock.sleep(seconds)

    # What the picture says

    def _noticed(self, change: Change) -> None:
        if change.resource not in (Resource.SESSIONS, Resource.DETAIL) or change.health_only:
            return
        for session_id in self._endings.keys() & {*change.upserted, *change.removed}:
            self._review(session_id, gone=session_id in change.removed)

    def _review(self, session_id: str, *, gone: bool) -> None:
        """Take in what the session is now; a request under way is waited for."""
        ending = self._endings[session_id]
        if ending.state is EndingState.SENDING:
            return
        record = self._live.store.sessions.get(session_id)
        if gone or (isinstance(record, Session) and record.phase.is_ended):
            if ending.state is not EndingState.GONE:
                self._set(ending, EndingState.GONE, ending.error)
        elif isinstance(record, Session) and _is_news(ending.state, record.phase):
            self._set(ending, EndingState.ACCEPTED)

    def _is_pending(self, session_id: str) -> bool:
        ending = self.of(session_id)
        return ending is not None and ending.state.is_pending

    def _tell(self, session_ids: Iterable[str]) -> None:
        changed = frozenset(session_ids)
        for subscriber in tuple(self._subscribers) if changed else ():
            subscriber(changed)


def _is_news(state: EndingState, phase: Phase) -> bool:
    """Whether a living session's phase shows that the ending goes on: it stops after all, or still lives."""
    if state is EndingState.GONE:
        return True
    return phase is Phase.STOPPING and state in (EndingState.FAILED, EndingState.UNSURE)

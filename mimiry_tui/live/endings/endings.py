"""Terminating sessions: each request sent once, its outcome followed until the service says gone.

What a session is, is read off the store: whatever an answer said, one that is seen to stop counts as
accepted, one that is seen to have ended as gone. So a request that failed in vain corrects itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.errors import CloudError, ReadOnly
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.endings.ending import Ending, EndingState, as_seen, is_news, is_over
from mimiry_tui.live.endings.steps import STUCK_AFTER, Steps
from mimiry_tui.live.endings.terms import terms_of
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Change, Resource
from mimiry_tui.live.subscribers import Subscribers

__all__ = ["COUNTDOWN", "STUCK_AFTER", "Ending", "EndingState", "Endings"]

COUNTDOWN = 5.0
"""Seconds in which an ending without a dialog can be undone."""

Subscriber = Callable[[frozenset[str]], None]


class Endings:
    """Ends sessions while `run` runs; what was asked for before that is begun then.

    Its methods are called on the event loop. When `run` is cancelled, nothing armed is sent.
    """

    def __init__(self, cloud: Cloud, live: Live, clock: Clock) -> None:
        self._cloud = cloud
        self._live = live
        self._clock = clock
        self.terms = terms_of(cloud)
        """How it is spoken of at this service."""
        self._endings: dict[str, Ending] = {}
        self._subscribers: Subscribers[frozenset[str]] = Subscribers()
        self._steps = Steps(cloud, live, clock, self)
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

    def nothing_to_end(self, session_ids: Iterable[str]) -> str:
        """Why none of them can be ended, in words."""
        records = map(self._live.store.sessions.get, session_ids)
        if any(isinstance(record, Session) and not is_over(record) for record in records):
            return "already being ended"
        return "nothing here is left to end"

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Call it with the ids whose ending changed; returns what ends that. It must not raise."""
        return self._subscribers.add(callback)

    def terminate(self, session_ids: Iterable[str]) -> None:
        """Ask the service to end these, each once and now; what is under way already is left alone."""
        self._begin(session_ids)

    def arm(
        self,
        session_ids: Iterable[str],
        seconds: float = COUNTDOWN,
        *,
        because: str = "",
        still: Callable[[], bool] | None = None,
    ) -> None:
        """End these in so many seconds, unless `undo` comes first, or `still` says no when they are over."""
        self._begin(session_ids, seconds, because, still)

    def undo(self) -> tuple[str, ...]:
        """Forget everything still armed; the names of what goes on."""
        return self.call_off(self._endings)

    def call_off(self, session_ids: Iterable[str]) -> tuple[str, ...]:
        """Forget those of these that are still armed; their names."""
        meant = frozenset(session_ids)
        undone = [ending for ending in self.armed if ending.session_id in meant]
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

    def _begin(
        self,
        session_ids: Iterable[str],
        seconds: float | None = None,
        because: str = "",
        still: Callable[[], bool] | None = None,
    ) -> None:
        begun = []
        for session_id in dict.fromkeys(session_ids):
            known = self.of(session_id)
            hurried = known is not None and known.state is EndingState.ARMED and seconds is None
            if known is not None and known.state.is_pending and not hurried:
                continue
            self._endings[session_id] = replace(self._new(session_id, seconds), because=because, still=still)
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
            terms=self.terms,
        )
        ending = as_seen(ending, session)
        if session is not None and session.phase.is_ended:
            return replace(ending, state=EndingState.GONE if is_over(session) else EndingState.ACCEPTED)
        if self.read_only:
            return replace(ending, state=EndingState.FAILED, error=ReadOnly())
        if seconds is not None:
            return replace(ending, state=EndingState.ARMED, due_at=now + timedelta(seconds=seconds))
        return ending

    # For the steps

    def is_present(self, ending: Ending) -> bool:
        """Whether nothing has changed about it since this was written."""
        return self.of(ending.session_id) is ending

    def due(self, ending: Ending) -> None:
        """Send one whose countdown is over, unless what it was armed for does not hold any more."""
        if self.is_present(ending) and ending.still is not None and not ending.still():
            self.call_off((ending.session_id,))
        else:
            self.move(ending, EndingState.SENDING)

    def drop(self, ending: Ending) -> None:
        """Forget it without a word."""
        if self.is_present(ending):
            del self._endings[ending.session_id]

    def move(
        self, ending: Ending, state: EndingState, error: CloudError | None = None, note: str = ""
    ) -> None:
        """Write its next state, if it is the present one."""
        if not self.is_present(ending):
            return
        record = self._live.store.sessions.get(ending.session_id)
        moved = replace(ending, state=state, at=self._clock.now(), error=error, note=note)
        self._endings[ending.session_id] = as_seen(moved, record)
        self._go_on(ending.session_id)
        self._tell((ending.session_id,))

    def _go_on(self, session_id: str) -> None:
        """Start what the present state of an ending asks for."""
        ending = self._endings[session_id]
        if self._group is not None:
            self._group.create_task(self._steps.take(ending), name=f"end {session_id}")

    # What the picture says

    def _noticed(self, change: Change) -> None:
        sessions = change.resource in (Resource.SESSIONS, Resource.DETAIL)
        if not self._endings or not sessions or change.health_only:
            return
        for session_id in self._endings.keys() & {*change.upserted, *change.removed}:
            self.review(session_id, gone=session_id in change.removed)

    def review(self, session_id: str, *, gone: bool = False) -> None:
        """Take in what the session is now; a request under way is waited for."""
        ending = self.of(session_id)
        if ending is None or ending.state is EndingState.SENDING:
            return
        record = self._live.store.sessions.get(session_id)
        if gone or (isinstance(record, Session) and is_over(record)):
            if ending.state is EndingState.ARMED:
                # It ended by itself: nothing was asked for yet.
                self.drop(ending)
                self._tell((session_id,))
            elif ending.state is not EndingState.GONE:
                self.move(ending, EndingState.GONE, ending.error)
        elif isinstance(record, Session) and is_news(ending.state, record):
            self.move(ending, EndingState.ACCEPTED)
        elif ending.state is EndingState.FAILED and (seen := as_seen(ending, record)) != ending:
            # What goes on after all may cost something by now.
            self._endings[session_id] = seen
            self._tell((session_id,))

    def _is_pending(self, session_id: str) -> bool:
        ending = self.of(session_id)
        return ending is not None and ending.state.is_pending

    def _tell(self, session_ids: Iterable[str]) -> None:
        changed = frozenset(session_ids)
        if changed:
            self._subscribers.tell(changed)

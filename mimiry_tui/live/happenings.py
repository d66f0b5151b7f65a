"""What happened to sessions while nobody may have looked: became ready, failed, ended by itself.

Only news counts. What was already so when this began is none, and neither is an end that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from mimiry_tui.clock import Clock
from mimiry_tui.domain.durations import short
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.domain.words import ending
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.live.subscribers import Subscribers

_USABLE = frozenset({Phase.READY, Phase.SLEEPING})
"""What sleeps was ready before: that it wakes up is no news."""


class HappeningKind(StrEnum):
    """What is worth a bell."""

    READY = "ready"
    FAILED = "failed"
    ENDED = "ended"
    """By itself: done, out of time, out of money, or unknown to the service from one answer to the next."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One piece of news about a session."""

    kind: HappeningKind
    session: Session
    words: str
    """A short sentence without the session's name, which is foreign text: "ready after 2m24s · €2.10/h"."""


Listener = Callable[[Happening], None]


def _nobody(_session_id: str) -> bool:
    return False


class Happenings:
    """Watches a store. `asked_here` says whether a session's end was asked for from this dashboard."""

    def __init__(self, store: Store, clock: Clock, *, asked_here: Callable[[str], bool] = _nobody) -> None:
        self._store = store
        self._clock = clock
        self._asked_here = asked_here
        self._began_at = clock.now()
        self._known: dict[str, Session] = {
            key: record for key, record in store.sessions.items() if isinstance(record, Session)
        }
        self._once_ready = {key for key, record in self._known.items() if record.phase in _USABLE}
        self._listeners: Subscribers[Happening] = Subscribers()
        self._unsubscribe = store.subscribe(self._take)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call it synchronously with every happening; returns what ends that. It must not raise."""
        return self._listeners.add(listener)

    def close(self) -> None:
        """Watch no longer."""
        self._unsubscribe()

    def _take(self, change: Change) -> None:
        if change.resource is not Resource.SESSIONS:
            return
        for session_id in change.upserted:
            record = self._store.sessions.get(session_id)
            # One that can't be read says nothing; the next one that can is compared with the last.
            if isinstance(record, Session):
                self._compare(self._known.get(session_id), record)
                self._known[session_id] = record
        for session_id in change.removed:
            last = self._known.pop(session_id, None)
            if last is not None and last.is_live and not self._asked_here(session_id):
                self._tell(HappeningKind.ENDED, last, "gone: the service does not know it any more")

    def _compare(self, before: Session | None, now: Session) -> None:
        if before is None:
            # First seen after its news: new only when the session itself is.
            if now.created_at is None or now.created_at < self._began_at:
                if now.phase in _USABLE:
                    self._once_ready.add(now.id)
                return
        elif before.phase is now.phase:
            return
        if now.phase is Phase.READY and now.id not in self._once_ready:
            self._once_ready.add(now.id)
            self._tell(HappeningKind.READY, now, _ready_words(now, self._waited(now)))
        elif now.phase.is_ended and not now.ended_by_user and not self._asked_here(now.id):
            failed = now.phase is Phase.ENDED_FAILED
            kind = HappeningKind.FAILED if failed else HappeningKind.ENDED
            self._tell(kind, now, self._ended_words(now))

    def _waited(self, session: Session) -> str:
        """How long it took, by the service's own dates or else by when we saw it."""
        if session.created_at is None:
            return ""
        return short((session.started_at or self._clock.now()) - session.created_at)

    def _ended_words(self, session: Session) -> str:
        words = ending(session)
        if session.phase is Phase.ENDED_FAILED and not words.startswith("failed"):
            words = f"failed: {words}"
        cost = cost_so_far(session, self._clock.now())
        return " · ".join(part for part in (words, f"cost {cost}" if cost else "") if part)

    def _tell(self, kind: HappeningKind, session: Session, words: str) -> None:
        happening = Happening(kind, session, words)
        self._listeners.tell(happening)


def _ready_words(session: Session, waited: str) -> str:
    rate = f"{session.got.rate}/h" if session.got.rate else ""
    after = f"ready after {waited}" if waited else "ready"
    return " · ".join(part for part in (after, rate) if part)

"""One session that was asked to end from here: how far that is, and the words for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from mimiry_tui.clouds.errors import AnswerLost, CloudError, InvalidState, NotFound
from mimiry_tui.domain.durations import freshness, remaining
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.endings.terms import Terms

_LONGEST_DETAIL = 120
_WITHOUT_MACHINE = (Phase.ACCEPTED, Phase.PROVISIONING)


class Said(NamedTuple):
    """Words, and the seconds after which they are others (None: never by themselves)."""

    text: str
    changes_in: float | None


class EndingState(StrEnum):
    """How far an ending is."""

    ARMED = "armed"
    """Counting down: nothing was sent, and `undo` forgets it."""
    SENDING = "sending"
    """The request is on its way."""
    UNSURE = "unsure"
    """The answer, or its absence, settles nothing: the session is looked at again."""
    ACCEPTED = "accepted"
    """The service said yes; the session is followed until it has ended."""
    STUCK = "stuck"
    """Accepted long ago, and the session has still not ended."""
    FAILED = "failed"
    """It was not accepted, and the session goes on."""
    GONE = "gone"
    """The session has ended, or the service does not know it any more."""

    @property
    def is_pending(self) -> bool:
        """Under way: asking again now would serve nothing."""
        return self in {EndingState.ARMED, EndingState.SENDING, EndingState.UNSURE, EndingState.ACCEPTED}

    @property
    def is_loud(self) -> bool:
        """It did not work, and money goes on being spent: to be said in red."""
        return self in {EndingState.FAILED, EndingState.STUCK}


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the ending of one session stands."""

    session_id: str
    name: str
    state: EndingState
    at: datetime
    """Since when it is in this state."""
    asked_at: datetime
    due_at: datetime | None = None
    """When an armed one is sent."""
    error: CloudError | None = None
    """Why it failed or is unsure."""
    rate: Money | None = None
    """What the session costs per hour while it goes on."""
    waits: bool = False
    """Whether it has no machine yet, which could cost anything."""
    note: str = ""
    """What the session was found to be when it was looked at again."""
    because: str = ""
    """Why it was armed, where nobody pressed a key for it: "its cost guard of €5.00"."""
    terms: Terms = field(default=Terms(), repr=False)
    """How it is spoken of at its service."""
    still: Callable[[], bool] | None = field(default=None, compare=False, repr=False)
    """Asked when an armed one is due: whether what it was armed for still holds. None: it does."""

    @property
    def said(self) -> str:
        """Words for the row, without a length of time."""
        match self.state:
            case EndingState.ARMED:
                return "about to end"
            case EndingState.SENDING:
                return f"asking to {self.terms.verb}"
            case EndingState.UNSURE:
                return f"{_why_unsure(self.error, self.terms.verb)} · looking at it again"
            case EndingState.ACCEPTED:
                return self.terms.doing
            case EndingState.STUCK:
                return f"STUCK · {self._billing} · {self.terms.doing}"
            case EndingState.FAILED:
                # What it costs first: a narrow row cuts the rest.
                return " · ".join(part for part in (self._billing, self._failure, self.note) if part)
            case EndingState.GONE:
                return "already gone" if self.was_too_late else "gone"

    def says(self, now: datetime) -> Said:
        """The words for the row at that moment: "terminating 12 s"."""
        if self.state is EndingState.ACCEPTED:
            lasted = freshness(now - self.at)
            return Said(f"{self.said} {lasted.text}", lasted.changes_in)
        if self.state is EndingState.ARMED and self.due_at is not None:
            left = remaining(self.due_at - now)
            return Said(f"ends in {left.text}", left.changes_in)
        return Said(self.said, None)

    @property
    def was_too_late(self) -> bool:
        """There was nothing left to end: the service did not know the session any more."""
        return self.state is EndingState.GONE and isinstance(self.error, NotFound)

    def goes_on_for(self, session: Session) -> bool:
        """Whether there is still something to say of it: until the session is over, not only in name."""
        return not is_over(session)

    @property
    def _billing(self) -> str:
        if self.waits:
            return "still waiting"
        if self.rate is None and not self.terms.is_priced:
            return "still running"
        return f"still billing {self.rate}/h" if self.rate is not None else "still billing"

    @property
    def _failure(self) -> str:
        failed = f"{self.terms.verb} failed"
        return f"{failed}: {_words(self.error)}" if self.error is not None else failed


def as_seen(ending: Ending, record: object) -> Ending:
    """The ending with what the session costs by this record of it; the last known where it cannot be read."""
    if not isinstance(record, Session):
        return ending
    rate = record.got.rate
    waits = rate is None and not record.got.gpu_type and record.phase in _WITHOUT_MACHINE
    return replace(ending, rate=rate or ending.rate, waits=waits)


def is_over(session: Session) -> bool:
    """Whether it has ended and its machine is released: nothing is billed any more."""
    return session.phase.is_ended and not session.is_releasing


def is_releasing(session: Session) -> bool:
    """Whether its end is under way: it stops, or has ended in name while its machine is being terminated."""
    return session.phase is Phase.STOPPING or session.is_releasing


def is_news(state: EndingState, session: Session) -> bool:
    """Whether what is not over yet shows that the ending goes on: it ends after all, or is still there."""
    if state is EndingState.GONE:
        return True
    return state in (EndingState.FAILED, EndingState.UNSURE) and is_releasing(session)


def _why_unsure(error: CloudError | None, verb: str) -> str:
    if isinstance(error, NotFound):
        return "unknown to the service"
    if isinstance(error, InvalidState):
        return f"refused: {_words(error)}"
    return f"{'no' if isinstance(error, AnswerLost) else 'unclear'} answer to {verb}"


def _words(error: CloudError) -> str:
    """The title in lower case, and the service's own words, made harmless."""
    detail = safe_text(error.detail, _LONGEST_DETAIL)
    return f"{error.said}: {detail}" if detail else error.said

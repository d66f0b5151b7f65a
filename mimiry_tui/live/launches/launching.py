"""One launch that was asked for here: how far its POST is, and the words for it."""

from __future__ import annotations

from dataclasses import field as dataclass_field
from datetime import datetime, timedelta
from enum import StrEnum

from mimiry_tui.clouds.errors import CloudError, ReadOnly, SignInFailed, Unreachable
from mimiry_tui.domain.durations import freshness, remaining
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launch import LaunchRequest
from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.domain.safe_text import safe_text

SEARCH_FOR = timedelta(seconds=60)
"""How long a launch without an answer is looked for: as long as read caches may lag."""
REPEATED_WITHIN = timedelta(seconds=5)
"""The same request so soon after it was carried out is an impatient key, not another launch."""
_LONGEST_DETAIL = 200


class LaunchState(StrEnum):
    """How far a launch is."""

    SENDING = "sending"
    """Being written down, and then on its way."""
    SEARCHING = "searching"
    """The answer, or its absence, settles nothing: the session may exist, and is looked for."""
    ACCEPTED = "accepted"
    """The session exists."""
    REFUSED = "refused"
    """No session was made."""
    LOST = "lost"
    """Looked for in vain."""

    @property
    def is_pending(self) -> bool:
        """Under way: nothing else is launched meanwhile."""
        return self in {LaunchState.SENDING, LaunchState.SEARCHING}


@dataclass(frozen=True, slots=True)
class Launching:
    """Where one launch stands."""

    id: str
    """The journal's, not the session's."""
    name: str
    request: LaunchRequest
    draft: Draft
    """The form that it was sent from."""
    state: LaunchState
    at: datetime
    """Since when it is in this state."""
    asked_at: datetime
    session_id: str = ""
    """Of the session, once that is known to exist."""
    error: CloudError | None = None
    """Why it was refused, or is not sure."""
    field: Field | None = None
    """The part of the form that a refusal concerns, where that can be told."""
    kept: tuple[tuple[str, str], ...] = dataclass_field(default=(), repr=False)
    """Of a form of the cloud's own: its values, as far as they may be kept."""
    was_blind: bool = False
    """Of a lost one: the lists could not be read either, so that it may well exist."""

    @property
    def is_pending(self) -> bool:
        return self.state.is_pending

    @property
    def is_open(self) -> bool:
        """Whether it may make a session, or may have made one, of which nothing is known."""
        return self.is_pending or (self.state is LaunchState.LOST and self.was_blind)

    def is_repeated_by(self, request: LaunchRequest, now: datetime) -> bool:
        """Whether that asks for what was launched a moment ago."""
        accepted = self.state is LaunchState.ACCEPTED
        return accepted and self.request == request and now - self.at < REPEATED_WITHIN

    def words(self, now: datetime) -> str:
        """Where it stands at that moment, as one harmless line."""
        name = safe_text(self.name) or "the session"
        match self.state:
            case LaunchState.SENDING:
                return f"launching {name} · {freshness(now - self.at).text}"
            case LaunchState.SEARCHING:
                looked = freshness(min(now - self.at, SEARCH_FOR)).text
                return (
                    f"may exist: {words_of(self.error)} · looking for {name} · "
                    f"{looked} of {freshness(SEARCH_FOR).text}"
                )
            case LaunchState.ACCEPTED:
                return f"{name} exists: found in the list" if self.error is not None else f"{name} launched"
            case LaunchState.REFUSED:
                return f"not launched: {_refusal(self.error)}"
            case LaunchState.LOST if self.was_blind:
                return (
                    f"{name} may exist: {words_of(self.error)}, and the list could not be read since · "
                    "look for it before launching again"
                )
            case LaunchState.LOST:
                return f"{name} was not found: {words_of(self.error)} · most likely not launched"

    def changes_in(self, now: datetime) -> float | None:
        """Seconds after which `words` are others; None while they stay."""
        return freshness(now - self.at).changes_in if self.is_pending else None


class NotWrittenDown(CloudError):
    """The launch could not be journaled, and a crash after sending it would have left no trace."""

    title = "Could not be written down first"


class LeftBefore(CloudError):
    """The dashboard was left before the launch was sent."""

    title = "The dashboard was left first"


_NOTHING_SENT = NotWrittenDown | LeftBefore | ReadOnly | SignInFailed | Unreachable
"""The last one as far as it is a refusal: what went out and was not answered is none."""


def _refusal(error: CloudError | None) -> str:
    """What was said, and what can be done about it."""
    said = words_of(error)
    if error is not None and error.retry_after is not None:
        said += f" · the service asks to wait {remaining(timedelta(seconds=error.retry_after)).text}"
    elif error is not None and error.hint and not isinstance(error, Unreachable):
        # Offline, the dashboard goes on trying to read; a launch it does not send again.
        said += f" · {safe_text(error.hint, _LONGEST_DETAIL)}"
    return f"{said}; nothing was sent" if isinstance(error, _NOTHING_SENT) else said


def words_of(error: CloudError | None) -> str:
    """The title in lower case, and the service's own words, made harmless."""
    if error is None:
        return "no answer"
    detail = safe_text(error.detail, _LONGEST_DETAIL)
    title = safe_text(error.said)
    return f"{title}: {detail}" if detail else title

"""What is known of launches: every intent, and what became of it, in this run and in earlier ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launching.draft import Draft, Variable
from mimiry_tui.domain.sessions import Session

RECENT = 20
"""So many launches are remembered for launching the like again."""
TOLERANCE = timedelta(seconds=15)
"""How far a creation time may be off although the service's clock was measured."""
TOLERANCE_UNMEASURED = timedelta(minutes=5)
"""The same where it never was: a service lets nobody sign in whose clock is further off."""
SENT_FOR = timedelta(minutes=2)
"""Longer than a request can be under way, with the writing down before it."""


class Verdict(StrEnum):
    """What became of an intent."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LOST = "lost"
    """Looked for in vain."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A launch that was about to be sent."""

    id: str
    at: datetime
    name: str
    image: str
    draft: Draft
    """Without the values of environment variables."""
    skew: timedelta | None = None
    """How far the service's clock was ahead of ours; None where that was not known."""
    known: frozenset[str] = frozenset()
    """Ids of the sessions that had this name before; of all of them where it has none."""
    form: str = ""
    """The form of the cloud's own that was sent, by its id; empty for the launch form of containers."""
    values: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """What was in that form, as far as it may be kept."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the intent with that id."""

    id: str
    at: datetime
    verdict: Verdict
    session_id: str = ""


Entry = Intent | Outcome


@dataclass(frozen=True, slots=True)
class Recent:
    """A launch that led to a session, to launch its like again."""

    name: str
    at: datetime
    draft: Draft
    """Without the values of environment variables."""
    session_id: str
    image: str


class Book:
    """All entries, those of other dashboards on this machine as far as they were read."""

    def __init__(self) -> None:
        self._intents: dict[str, Intent] = {}
        self._outcomes: dict[str, Outcome] = {}

    def add(self, entries: Iterable[Entry]) -> None:
        """Take these in; of what became of an intent the last entry counts, but an acceptance stays."""
        for entry in entries:
            if isinstance(entry, Intent):
                self._intents[entry.id] = entry
            elif not self._is_accepted(entry.id):
                self._outcomes[entry.id] = entry

    def outcome(self, intent_id: str) -> Outcome | None:
        return self._outcomes.get(intent_id)

    @property
    def unresolved(self) -> tuple[Intent, ...]:
        """Intents of which nothing more is known, the oldest first."""
        return tuple(intent for key, intent in self._intents.items() if key not in self._outcomes)

    @property
    def claimed(self) -> frozenset[str]:
        """The sessions that a launch is known to have made."""
        return frozenset(one.session_id for one in self._outcomes.values() if one.session_id)

    @property
    def recent(self) -> tuple[Recent, ...]:
        """The last launches that led to a session, the newest first."""
        intents = (intent for intent in self._intents.values() if not intent.form)
        made = [intent for intent in intents if self._is_accepted(intent.id)]
        made.sort(key=lambda intent: intent.at, reverse=True)
        return tuple(
            Recent(one.name, one.at, one.draft, self._outcomes[one.id].session_id, one.image)
            for one in made[:RECENT]
        )

    def draft_of(self, session_id: str) -> Draft | None:
        """What launched that session, if it was launched from here."""
        intent = self._intent_of(session_id)
        return intent.draft if intent is not None else None

    def form_of(self, session_id: str) -> tuple[str, dict[str, str]] | None:
        """The form of the cloud's own that launched it, and what was in it; None where that is not known."""
        intent = self._intent_of(session_id)
        return (intent.form, dict(intent.values)) if intent is not None and intent.form else None

    def made_by(
        self, intent: Intent, sessions: Iterable[Session], skew: timedelta | None = None
    ) -> Session | None:
        """The session that this intent most likely made: by name and creation time, and nobody else's.

        Where the service was to name it, by its creation time alone. `skew` serves where none was known to
        the intent itself.
        """
        claimed = self.claimed
        skew = intent.skew if intent.skew is not None else skew
        asked_at = intent.at + (skew or timedelta(0))
        tolerance = TOLERANCE if skew is not None else TOLERANCE_UNMEASURED
        found = [
            session
            for session in sessions
            if (not intent.name.strip() or session.name.strip() == intent.name.strip())
            and session.id not in claimed
            and session.id not in intent.known
            and _is_within(session.created_at, asked_at - tolerance, asked_at + SENT_FOR + tolerance)
        ]
        # One without a date comes last: it may be anybody's.
        return min(found, key=lambda one: _distance(one.created_at, asked_at), default=None)

    def _intent_of(self, session_id: str) -> Intent | None:
        made = (one for one in self._outcomes.values() if one.session_id == session_id and session_id)
        return next((self._intents[one.id] for one in made if one.id in self._intents), None)

    def _is_accepted(self, intent_id: str) -> bool:
        outcome = self._outcomes.get(intent_id)
        return outcome is not None and outcome.verdict is Verdict.ACCEPTED


def _is_within(moment: datetime | None, earliest: datetime, latest: datetime) -> bool:
    return moment is None or earliest <= moment <= latest


def _distance(moment: datetime | None, asked_at: datetime) -> timedelta:
    return timedelta.max if moment is None else abs(moment - asked_at)


def without_values(draft: Draft) -> Draft:
    """The draft as it may be kept: of its environment only the names."""
    return replace(draft, environment=tuple(Variable(one.name) for one in draft.environment))

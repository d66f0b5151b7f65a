"""One deed that was asked for here: how far that is, and the words for it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from mimiry_tui.clouds.errors import AnswerLost, CloudError, ServerTrouble, UnreadableAnswer
from mimiry_tui.domain.doing.collections import Collection, Item
from mimiry_tui.domain.doing.deeds import Deed, Outcome, Target
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume

_LONGEST_NAME, _LONGEST_DETAIL = 60, 300
UNSETTLED = AnswerLost | UnreadableAnswer | ServerTrouble
"""After these nobody knows whether it was done."""


class DoingState(StrEnum):
    """How far a deed is."""

    UNDER_WAY = "under way"
    DONE = "done"
    """The service said so; `Outcome.is_bad` says whether that is what was hoped for."""
    REFUSED = "refused"
    """It was not done."""
    UNSURE = "unsure"
    """No answer that settles it: it may have been done. Nothing is sent again."""


@dataclass(frozen=True, slots=True)
class Doing:
    """Where one deed stands."""

    id: str
    deed: Deed
    target: Target
    state: DoingState
    at: datetime
    """Since when it is in this state (aware, UTC)."""
    step: str = ""
    """What the cloud last told of it while it is under way; foreign text."""
    outcome: Outcome | None = None
    error: CloudError | None = None

    @property
    def is_pending(self) -> bool:
        return self.state is DoingState.UNDER_WAY

    @property
    def is_loud(self) -> bool:
        """It did not come out as it was meant."""
        bad = self.outcome is not None and self.outcome.is_bad
        return bad or self.state in (DoingState.REFUSED, DoingState.UNSURE)

    @property
    def name(self) -> str:
        """What it is done to, cleaned; empty for the account as a whole."""
        return name_of(self.target)

    @property
    def said(self) -> str:
        """How it stands, in one harmless line without the name: "sync: asked for"."""
        return f"{safe_text(self.deed.label, _LONGEST_NAME)}: {self._state_words}"

    @property
    def words(self) -> str:
        """The same, with what it is done to."""
        return f"{self.name} · {self.said}" if self.name else self.said

    @property
    def _state_words(self) -> str:
        match self.state:
            case DoingState.UNDER_WAY:
                return safe_text(self.step, _LONGEST_DETAIL) or "asked for"
            case DoingState.DONE:
                return safe_text(self.outcome.words, _LONGEST_DETAIL) if self.outcome else "done"
            case DoingState.REFUSED:
                return refusal_words(self.error)
            case DoingState.UNSURE:
                return f"{refusal_words(self.error, with_hint=False)} · it may have been done"


def name_of(target: Target) -> str:
    """What a target is called, cleaned; empty for the account."""
    if isinstance(target, Collection):
        return safe_text(target.title, _LONGEST_NAME)
    if isinstance(target, Session | Volume | Item):
        return safe_text(target.name or target.id, _LONGEST_NAME)
    return ""


def target_key(target: Target) -> tuple[str, str]:
    """What tells targets apart: two records of the same thing are the same target."""
    if isinstance(target, Item):
        return f"item of {target.collection}", target.id
    return type(target).__name__, "" if target is None else target.id


def refusal_words(error: CloudError | None, *, with_hint: bool = True) -> str:
    """The title in lower case, the service's own words and what can be done, made harmless.

    Hints for lost answers are about asking again, which nothing here does: leave them out there.
    """
    if error is None:
        return "no answer"
    title = safe_text(error.title)
    parts = [safe_text(error.said)]
    detail = safe_text(error.detail, _LONGEST_DETAIL)
    if detail and detail.casefold().strip(" .") != title.casefold():
        parts.append(f": {detail}")
    if error.hint and with_hint:
        parts.append(f" · {safe_text(error.hint, _LONGEST_DETAIL)}")
    return "".join(parts)

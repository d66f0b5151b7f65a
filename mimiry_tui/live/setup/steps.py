"""Where a guided registration stands, as its screen shows it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from mimiry_tui.domain.frozen import dataclass


class StepKind(StrEnum):
    """What is happening, or how it ended."""

    STARTING = "starting"
    AT_PORTAL = "at_portal"
    """The person has to open `verify_url`, before `until`."""
    CONFIRM_ACCOUNT = "confirm_account"
    """The person has to say whether `email` is theirs, before `until`; it may be "", not told."""
    SENDING = "sending"
    PROVING = "proving"
    FINISHING = "finishing"
    DONE = "done"
    """The account `email` has the key."""
    UNSUPPORTED = "unsupported"
    EXPIRED = "expired"
    """Out of time before anything was sent."""
    CANCELLED = "cancelled"
    WRONG_ACCOUNT = "wrong_account"
    """`email` is not the person's; nothing was sent."""
    FAILED = "failed"
    """`words` say why and `hint` what can be done. Before an end, words say why no answer comes just now."""
    ALREADY_REGISTERED = "already_registered"


_UNDER_WAY = frozenset(
    {
        StepKind.STARTING,
        StepKind.AT_PORTAL,
        StepKind.CONFIRM_ACCOUNT,
        StepKind.SENDING,
        StepKind.PROVING,
        StepKind.FINISHING,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Every text in it but `hint` may be foreign: clean it before showing."""

    kind: StepKind
    verify_url: str = ""
    until: datetime | None = None
    email: str = ""
    words: str = ""
    hint: str = ""

    @property
    def is_final(self) -> bool:
        return self.kind not in _UNDER_WAY

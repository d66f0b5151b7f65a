"""What guards a session from here, in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mimiry_tui.domain.guarding.guard import Guard, GuardState
from mimiry_tui.domain.guarding.rules import limit_words, pinned
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.sessions import Session


def here_words(guards: Iterable[Guard], session: Session, balance: Money | None, now: datetime) -> str:
    """The guards that still watch, beside the service's own: "from here until 22:30"; "" for none."""
    words = limits(guards, session, balance, now)
    return f"from here {words}" if words else ""


def limits(guards: Iterable[Guard], session: Session, balance: Money | None, now: datetime) -> str:
    """How long the guards that still watch let it run: "until 22:30, up to €5.00"; "" for none."""
    watching = (pinned(guard.rule, session, balance) for guard in guards if not guard.state.is_spent)
    return ", ".join(limit_words(rule, now) for rule in watching)


def state_words(guard: Guard) -> str:
    """How a guard stands where that is not just watching: "waits: the balance is 3 min old"."""
    match guard.state:
        case GuardState.COUNTING:
            return "counting down"
        case GuardState.HELD:
            return f"waits: {guard.why}"
        case GuardState.CANCELLED:
            return "called off: type it again to have it back"
        case GuardState.FIRED:
            return "has ended it"
    return guard.why

"""What guards a session from here, in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mimiry_tui.domain.guarding.guard import Guard, GuardState
from mimiry_tui.domain.guarding.rules import BalanceFloor, EndAtCost, limit_words, money, pinned
from mimiry_tui.domain.launching.lengths import show_length
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.sessions import Session
from mimiry_tui.settings.preferences import Guards as Defaults


def here_words(guards: Iterable[Guard], session: Session, balance: Money | None, now: datetime) -> str:
    """The guards that still watch, beside the service's own: "from here until 22:30"; "" for none."""
    words = limits(guards, session, balance, now)
    return f"from here {words}" if words else ""


def limits(guards: Iterable[Guard], session: Session, balance: Money | None, now: datetime) -> str:
    """How long the guards that still watch let it run: "until 22:30, up to €5.00"; "" for none."""
    watching = (pinned(guard.rule, session, balance) for guard in guards if not guard.state.is_spent)
    return ", ".join(limit_words(rule, now) for rule in watching)


def default_words(defaults: Defaults) -> str:
    """What the settings give to a launch from here: "ended from here, while this runs, after 12h", or ""."""
    limits = []
    if defaults.end_after is not None:
        limits.append(f"after {show_length(defaults.end_after)}")
    if defaults.end_at_cost is not None:
        limits.append(f"at {money(EndAtCost(defaults.end_at_cost))}")
    if defaults.balance_floor is not None:
        limits.append(f"with a balance below {money(BalanceFloor(defaults.balance_floor))}")
    return f"ended from here, while this runs, {', '.join(limits)}" if limits else ""


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

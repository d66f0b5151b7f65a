"""Whether what is known of a session and its account reaches a guard. What is not known never does."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.guarding.rules import BalanceFloor, EndAt, EndAtCost, Rule
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far


@dataclass(frozen=True, slots=True)
class Sight:
    """What is known in one moment. A trouble says in words why something cannot be gone by; "" if it can."""

    now: datetime
    session: Session | Unreadable | None
    """None where the service does not list it: it may be gone, or come back."""
    trouble: str = ""
    """With what is known of sessions."""
    balance: Money | None = None
    balance_trouble: str = ""


class Verdict(StrEnum):
    """What a look at a guard comes to."""

    NOT_YET = "not yet"
    REACHED = "reached"
    HELD = "held"
    """Reached by what was last known, which cannot be gone by."""
    OVER = "over"
    """The session ends or has ended: there is nothing left to guard."""


class Judgement(NamedTuple):
    """A verdict, and why it is no other one; also on a guard that cannot be reached as things are."""

    verdict: Verdict
    why: str = ""


def judge(rule: Rule, sight: Sight) -> Judgement:
    """Whether the session is to be ended now. REACHED only on fresh answers about a session that lives."""
    session = sight.session
    if session is None:
        return Judgement(Verdict.HELD, "the service does not list it")
    if isinstance(session, Unreadable):
        return Judgement(Verdict.HELD, "its record cannot be read")
    if not session.is_live or session.phase is Phase.STOPPING:
        return Judgement(Verdict.OVER)
    reached, why = _reached(rule, session, sight)
    if not reached:
        return Judgement(Verdict.NOT_YET, why)
    if session.phase is Phase.UNKNOWN:
        return Judgement(Verdict.HELD, "its state is not known")
    trouble = sight.trouble or (sight.balance_trouble if isinstance(rule, BalanceFloor) else "")
    return Judgement(Verdict.HELD, trouble) if trouble else Judgement(Verdict.REACHED)


def _reached(rule: Rule, session: Session, sight: Sight) -> tuple[bool, str]:
    match rule:
        case EndAt(at):
            return sight.now >= at, ""
        case EndAtCost(amount, currency):
            cost = cost_so_far(session, sight.now)
            if cost is None:
                return False, "nobody tells what it costs"
            if currency and currency != cost.money.currency:
                return False, f"it is billed in {cost.money.currency}"
            return cost.money.amount >= amount, ""
        case BalanceFloor(amount, currency):
            balance = sight.balance
            if balance is None:
                return False, "the balance is not known"
            if currency and currency != balance.currency:
                return False, f"the balance is in {balance.currency}"
            return balance.amount < amount, ""

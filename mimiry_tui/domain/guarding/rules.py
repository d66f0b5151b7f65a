"""When a session is to be ended from here, and in which words that is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from mimiry_tui.domain.durations import clock_time
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import DEFAULT_CURRENCY, Money
from mimiry_tui.domain.sessions import Session


@dataclass(frozen=True, slots=True)
class EndAt:
    """Once that moment has come."""

    at: datetime
    """Aware."""


@dataclass(frozen=True, slots=True)
class EndAtCost:
    """Once the session has cost that much."""

    amount: Decimal
    currency: str = ""
    """Empty: whichever the session is billed in."""


@dataclass(frozen=True, slots=True)
class BalanceFloor:
    """Once the account's balance is below that."""

    amount: Decimal
    currency: str = ""
    """Empty: whichever the balance is in."""


Rule = EndAt | EndAtCost | BalanceFloor


def limit_words(rule: Rule, now: datetime) -> str:
    """What it allows: "until 22:30", "up to €5.00", "while the balance is €10.00 or more"."""
    match rule:
        case EndAt(at):
            local = now.astimezone()
            return f"until {clock_time(at.astimezone(local.tzinfo), local)}"
        case EndAtCost():
            return f"up to {money(rule)}"
        case BalanceFloor():
            return f"while the balance is {money(rule)} or more"


def reached_words(rule: Rule, now: datetime) -> str:
    """Why a session is ended by it: "its cost guard of €5.00"."""
    match rule:
        case EndAt(at):
            local = now.astimezone()
            return f"its guard of {clock_time(at.astimezone(local.tzinfo), local)}"
        case EndAtCost():
            return f"its cost guard of {money(rule)}"
        case BalanceFloor():
            return f"its balance guard of {money(rule)}"


def pinned(rule: Rule, session: Session | None, balance: Money | None) -> Rule:
    """The same with the currency that it goes by, as far as that is known."""
    if isinstance(rule, EndAtCost) and not rule.currency and session is not None and session.got.rate:
        return replace(rule, currency=session.got.rate.currency)
    if isinstance(rule, BalanceFloor) and not rule.currency and balance is not None:
        return replace(rule, currency=balance.currency)
    return rule


def money(rule: EndAtCost | BalanceFloor) -> Money:
    """The amount in its currency, or in the default one where it goes by another's."""
    return Money(rule.amount, rule.currency or DEFAULT_CURRENCY)

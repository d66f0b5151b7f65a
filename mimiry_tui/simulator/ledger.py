"""What sessions cost and what is left: the settled transactions, and what live sessions have run up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from mimiry_tui.simulator.records import Session, Transaction

CURRENCY = "EUR"
_GRAIN = Decimal("0.0001")
_HOUR = Decimal(3600)


def rounded(amount: Decimal) -> Decimal:
    """To a hundredth of a cent, the finest the service charges."""
    return amount.quantize(_GRAIN, ROUND_HALF_UP)


def cost(session: Session, now: datetime) -> Decimal:
    """Rate × wall time from the allocated machine to its release, or to `now` while it lives."""
    if session.placement is None or session.billed_from is None:
        return Decimal(0)
    until = min(session.ended_at or now, now)
    seconds = Decimal(str(max(0.0, (until - session.billed_from).total_seconds())))
    return rounded(session.placement.hourly_rate * seconds / _HOUR)


def unsettled(sessions: Iterable[Session], now: datetime) -> Decimal:
    """What sessions have cost that no transaction covers yet."""
    return sum((cost(s, now) for s in sessions if s.final_cost is None), Decimal(0))


def balance(transactions: Iterable[Transaction], sessions: Iterable[Session], now: datetime) -> Decimal:
    """Credit left, in EUR: everything settled less everything run up."""
    settled = sum((entry.amount for entry in transactions), Decimal(0))
    return settled - unsettled(sessions, now)


def burn_rate(sessions: Iterable[Session]) -> Decimal:
    """EUR an hour that the machines held now cost together."""
    held = (s.placement.hourly_rate for s in sessions if s.placement is not None and s.ended_at is None)
    return sum(held, Decimal(0))

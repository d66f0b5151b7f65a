"""The balance between two answers: counted down by what burns, and what a new answer says beyond that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money

JUMP_SHOWN = timedelta(seconds=90)
"""How long a jump is told."""
_SLACK = Decimal("0.02")
"""What rounding on either side explains."""
_TOLERANCE = Decimal("1.25")
"""A fall may be this many times what burned: answers are late, and bills come in blocks."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A change of the balance that what runs does not explain: a top-up, a fee, a refund."""

    money: Money
    """How much more there is than expected; negative for less."""
    at: datetime


def balance_now(balance: Money, as_of: datetime | None, burn: Iterable[Money], now: datetime) -> Money:
    """What is left now, by an answer of that moment and what burns per hour since. Never falls below zero."""
    rate = next((money for money in burn if money.currency == balance.currency), None)
    if rate is None or as_of is None or now <= as_of:
        return balance
    left = balance - rate.over(now - as_of)
    return left if left.amount >= 0 else Money(min(balance.amount, Decimal(0)), balance.currency)


def jump_between(
    before: Money,
    after: Money,
    passed: timedelta,
    burns: Iterable[tuple[Money, ...]],
    at: datetime,
) -> Jump | None:
    """What of the step between two answers is not explained; None where all of it is.

    `burns` are the rates per hour known at the two answers. A service may bill late, so anything
    between no fall at all and the highest burn is explained.
    """
    if before.currency != after.currency:
        return None
    rates = [money.amount for burn in burns for money in burn if money.currency == after.currency]
    most = Money(max(rates, default=Decimal(0)), after.currency).over(passed).amount
    step = after.amount - before.amount
    if step > _SLACK:
        return Jump(Money(step + most, after.currency), at)
    lowest = -most * _TOLERANCE - _SLACK
    return Jump(Money(step + most, after.currency), at) if step < lowest else None

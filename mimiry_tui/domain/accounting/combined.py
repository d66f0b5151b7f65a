"""The money of several accounts side by side: one line per currency, since two are never added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from mimiry_tui.domain.accounting.balance_now import balance_now
from mimiry_tui.domain.accounting.runway import Runway, build_runway
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money, totals
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import burn_rate
from mimiry_tui.domain.volumes import Volume


@dataclass(frozen=True, slots=True)
class Purse:
    """What one account costs and has, as far as it is known."""

    name: str
    sessions: Sequence[Session] = ()
    volumes: Sequence[Volume] = ()
    balance: Money | None = None
    balance_as_of: datetime | None = None

    @property
    def burn(self) -> tuple[Money, ...]:
        """Per hour, one sum per currency."""
        return burn_rate(self.sessions, self.volumes)

    def left(self, now: datetime) -> Money | None:
        """The balance counted on to this moment; None where there is none."""
        if self.balance is None:
            return None
        return balance_now(self.balance, self.balance_as_of, self.burn, now)

    def runway(self, now: datetime) -> Runway | None:
        left = self.left(now)
        return None if left is None else build_runway(left, self.burn, self.sessions, now)


@dataclass(frozen=True, slots=True)
class FirstDry:
    """The account whose balance ends first."""

    name: str
    runway: Runway


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """All accounts together, as far as they count in one currency."""

    currency: str
    burn: Money
    """Per hour, sessions and volumes; zero where nothing burns in it."""
    costing: int
    """How many live sessions have a price in it."""
    balance: Money | None
    """The sum of what is left in the accounts that have a balance in it; None where none has."""
    balances: int
    """How many accounts that sum is of."""
    first_dry: FirstDry | None
    """Money cannot be moved between accounts, so the shortest runway counts; None where nothing ends."""


def money_lines(purses: Iterable[Purse], now: datetime) -> tuple[MoneyLine, ...]:
    """One line per currency that anything costs or is paid in, the default currency first."""
    purses = tuple(purses)
    burns = [money for purse in purses for money in purse.burn]
    lefts = [left for purse in purses if (left := purse.left(now)) is not None]
    burn_by = {money.currency: money for money in totals(burns)}
    left_by = {money.currency: money for money in totals(lefts)}
    order = totals([*burns, *lefts])
    return tuple(
        MoneyLine(
            currency=code,
            burn=burn_by.get(code) or Money(one.amount * 0, code),
            costing=sum(
                session.is_live and session.got.rate is not None and session.got.rate.currency == code
                for purse in purses
                for session in purse.sessions
            ),
            balance=left_by.get(code),
            balances=sum(left.currency == code for left in lefts),
            first_dry=_first_dry(purses, code, now),
        )
        for one in order
        for code in (one.currency,)
    )


def without_price(purses: Iterable[Purse]) -> int:
    """How many live sessions are in no line, since nobody tells what they cost."""
    return sum(session.is_live and session.got.rate is None for purse in purses for session in purse.sessions)


def _first_dry(purses: Iterable[Purse], code: str, now: datetime) -> FirstDry | None:
    ends = [
        FirstDry(purse.name, runway)
        for purse in purses
        if purse.balance is not None
        and purse.balance.currency == code
        and (runway := purse.runway(now)) is not None
    ]
    return min(ends, key=lambda one: one.runway.until, default=None)

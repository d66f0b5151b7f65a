"""Amounts with their currency. Two currencies are never added."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from mimiry_tui.domain import coerce
from mimiry_tui.domain.conventions import conventions
from mimiry_tui.domain.frozen import dataclass

DEFAULT_CURRENCY = "EUR"
"""What an amount without a currency is in: the service quotes and caps prices in euro."""

_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "DKK": "kr "}
_SECONDS_PER_HOUR = Decimal(3600)


class CurrencyMismatchError(ValueError):
    """Two amounts of different currencies were to be added or compared."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency. A rate is the Money one hour costs."""

    amount: Decimal
    currency: str = DEFAULT_CURRENCY

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        return Money(self.amount * factor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount < other.amount

    def over(self, duration: timedelta) -> Money:
        """What this hourly rate comes to in that time; nothing for a negative time."""
        seconds = Decimal(max(0.0, duration.total_seconds()))
        return Money(self.amount * seconds / _SECONDS_PER_HOUR, self.currency)

    def figure(self, digits: int = 2) -> str:
        """The amount without its currency, rounded half to even: "4.69"."""
        return f"{_rounded(self.amount, digits):,.{digits}f}"

    def __str__(self) -> str:
        """The amount as people write it: "€4.69", "-$1.20", "CHF 3.00"."""
        rounded = _rounded(self.amount, 2)
        sign = "-" if rounded < 0 else ""
        return f"{sign}{symbol(self.currency)}{abs(rounded):,.2f}"

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatchError(f"{self.currency} and {other.currency} cannot be combined")


def symbol(currency: str) -> str:
    """What stands before an amount: "€", or code and space where there is no sign or it is not wanted."""
    return f"{currency} " if conventions().currency_code else _SYMBOLS.get(currency, f"{currency} ")


def build_money(amount: object, currency: object = None) -> Money | None:
    """Money from whatever a service sent, or None where there is no readable amount."""
    number = coerce.decimal(amount)
    return None if number is None else Money(number, build_currency(currency))


def build_price(amount: object, currency: object = None) -> Money | None:
    """Money that something costs, or None where there is no readable amount of zero or more."""
    price = build_money(amount, currency)
    return price if price is not None and price.amount >= 0 else None


def build_currency(value: object) -> str:
    """A currency code in capitals; the default where none readable was sent."""
    code = coerce.text(value).strip().upper()
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 5 else DEFAULT_CURRENCY


def totals(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """One sum per currency, the default currency first, then by code."""
    sums: dict[str, Decimal] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
    order = sorted(sums, key=lambda code: (code != DEFAULT_CURRENCY, code))
    return tuple(Money(sums[code], code) for code in order)


def _rounded(amount: Decimal, digits: int) -> Decimal:
    rounded = amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
    return rounded if rounded else abs(rounded)

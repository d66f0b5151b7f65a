"""Amounts and texts as the database takes them, and back: exact, whatever their size."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from mimiry_tui.domain.money import Money


def amount_to_disk(money: Money | None) -> tuple[str | None, str | None]:
    """The amount as a plain decimal without needless zeros, so that equal ones are spelt alike."""
    if money is None:
        return None, None
    text = f"{money.amount:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text in ("", "-0") else text), money.currency


def amount_from_disk(amount: object, currency: object) -> Money | None:
    """None for what is none."""
    number = decimal_from_disk(amount)
    return Money(number, currency) if number is not None and isinstance(currency, str) else None


def decimal_from_disk(amount: object) -> Decimal | None:
    """None for what is no number."""
    if not isinstance(amount, str):
        return None
    try:
        number = Decimal(amount)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

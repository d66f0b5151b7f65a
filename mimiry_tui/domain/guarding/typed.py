"""Guards as people type them: a moment or a length of time, an amount."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from mimiry_tui.domain.launching.lengths import length_trouble, read_length
from mimiry_tui.domain.money import symbol

_CLOCK = re.compile(r"(?:at\s+)?([0-9]{1,2})(?::([0-9]{2}))?\s*(am|pm)?")
_AMOUNT = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,6}|,[0-9]{1,2})?")


def read_end(text: str, now: datetime) -> datetime | None:
    """The moment meant by "22:30", "10 pm" (the next one on the reader's clock) or by "4h"; else None.

    A number alone is hours, as for every other length. `now` is aware.
    """
    typed = text.strip().lower()
    clock = _clock(typed)
    if clock is not None:
        local = now.astimezone()
        today = _on(local.date(), clock)
        return today if today > now else _on(local.date() + timedelta(days=1), clock)
    length = read_length(typed.removeprefix("in ").strip())
    return now + length if length is not None else None


def end_trouble(text: str, now: datetime) -> str:
    """Why that is no moment, or ""."""
    if read_end(text, now) is not None:
        return ""
    return f"a time like 22:30, or {length_trouble(text).replace('write it like', 'a length like')}"


def read_amount(text: str, currency: str) -> Decimal | None:
    """An amount above zero, with or without that currency: "5", "€5.00", "5,50 EUR"; else None.

    A comma before three digits may mean thousands, so it is none.
    """
    typed = text.strip()
    for sign in (symbol(currency).strip(), currency):
        if typed.upper().startswith(sign.upper()):
            typed = typed[len(sign) :].strip()
        elif typed.upper().endswith(sign.upper()):
            typed = typed[: -len(sign)].strip()
    found = _AMOUNT.fullmatch(typed)
    amount = Decimal(typed.replace(",", ".")) if found else Decimal(0)
    return amount if amount > 0 else None


def amount_trouble(text: str, currency: str) -> str:
    """Why that is no amount, or ""."""
    return "" if read_amount(text, currency) is not None else f"an amount in {currency}, like 5 or 12.50"


def _clock(typed: str) -> time | None:
    found = _CLOCK.fullmatch(typed)
    if found is None or (found[2] is None and found[3] is None):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _on(day: date, clock: time) -> datetime:
    """That time of that day in the reader's zone, whatever daylight does to it."""
    return datetime.combine(day, clock).astimezone()

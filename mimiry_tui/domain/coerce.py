"""Any JSON value read as the type a field should have, or as its empty value.

Services send numbers as strings, nulls, empty strings for dates and worse. Each reader takes any
value that JSON can carry and never raises; bounds keep later arithmetic and printing safe.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, InvalidOperation

_MAX_NUMBER = 10**15
_FINEST = Decimal("1E-15")
_EXACT = Context(prec=40)
"""Enough digits for the largest number at the finest step; the default context has too few."""
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_MILLISECONDS_FROM = 10**11
_LONGEST_SECONDS = 100 * 365 * 86_400


def text(value: object) -> str:
    """The value as text: strings as they are, numbers and booleans in JSON's spelling, else ""."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        try:
            return str(value)
        except ValueError:  # an integer of more digits than Python agrees to print
            return ""
    return ""


def integer(value: object) -> int | None:
    """A whole number within ±10¹⁵, also from "8", 8.0 or "8.0"; None for all else."""
    number = decimal(value)
    if number is None or number != number.to_integral_value():
        return None
    return int(number)


def decimal(value: object) -> Decimal | None:
    """A Decimal within ±10¹⁵, in steps of 10⁻¹⁵, from a number or a numeric string; None for all else.

    What is nearer to zero than one step, but is not zero, is no number anybody meant: None.
    Floats are read through their shortest spelling, so that 2.1 is 2.1 and not its binary
    neighbour.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value) if abs(value) <= _MAX_NUMBER else None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        value = repr(value)
    if isinstance(value, str):
        try:
            value = Decimal(value.strip()) if len(value) <= 64 else None
        except InvalidOperation:
            return None
    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    if not value:
        return Decimal(0)
    if not _FINEST <= abs(value) <= _MAX_NUMBER:
        return None
    stepped = value.quantize(_FINEST, context=_EXACT)
    return value if stepped == value else stepped


def flag(value: object) -> bool | None:
    """A truth value, also from "true"/"false", 1/0; None for all else."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(
            value.strip().lower()
        )
    if isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    return None


def moment(value: object) -> datetime | None:
    """An aware UTC time from RFC 3339 text or unix seconds or milliseconds; None for all else.

    Times outside 1990–2200 are no times but zero values and accidents, and read as None.
    """
    if isinstance(value, str):
        candidate = value.strip()
        try:
            when = datetime.fromisoformat(candidate) if len(candidate) <= 40 else None
        except ValueError:
            return moment(decimal(candidate))
    else:
        when = _from_unix(value)
    if when is None:
        return None
    try:
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except OverflowError:
        return None
    return when if _EARLIEST <= when <= _LATEST else None


def _from_unix(value: object) -> datetime | None:
    seconds = decimal(value)
    if seconds is None:
        return None
    if abs(seconds) >= _MILLISECONDS_FROM:
        seconds /= 1000
    try:
        return datetime.fromtimestamp(float(seconds), UTC)
    except (OverflowError, ValueError, OSError):
        return None


def span(value: object) -> timedelta | None:
    """A length of time from non-negative seconds, at most a century; None for all else."""
    seconds = decimal(value)
    if seconds is None or not 0 <= seconds <= _LONGEST_SECONDS:
        return None
    return timedelta(seconds=float(seconds))


def mapping(value: object) -> dict[str, object]:
    """A JSON object, or an empty one for all else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """A JSON array, or an empty one for all else."""
    return value if isinstance(value, list) else []


def texts(value: object) -> tuple[str, ...]:
    """The non-empty texts of an array, or a lone text as the only one."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(word for word in map(text, items(value)) if word)

"""Sort keys that compare with each other whatever a column returns."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

Comparable = tuple[Any, ...]
"""A rank by kind of value, then a value that compares with its own kind."""


def comparable(value: Any) -> Comparable | None:
    """A key for `value` that never raises when compared with another; None when there is nothing to sort by.

    Numbers sort by size whatever their type, text without regard to case, moments and durations by time.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return (1, value.casefold(), value)
    if isinstance(value, Decimal):
        return None if value.is_nan() else (0, value)
    if isinstance(value, (int, float)):
        return None if value != value else (0, value)
    if isinstance(value, datetime):
        return (2, value.timestamp())
    if isinstance(value, date):
        return (3, value.toordinal())
    if isinstance(value, timedelta):
        return (4, value.total_seconds())
    if isinstance(value, (tuple, list)):
        return (5, tuple((6,) if key is None else (0, key) for key in map(comparable, value)))
    return (7, type(value).__name__, str(value))

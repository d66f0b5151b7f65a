"""The figures of the form, as they are typed."""

from __future__ import annotations

import re
from decimal import Decimal

MOST_GPUS = 1_024
MOST_ATTEMPTS = 1_000
MOST_VRAM_GB = 100_000

_PRICE = re.compile(
    r"(?:€|EUR)?\s*([0-9]{1,5}(?:\.[0-9]{1,6}|,[0-9]{1,2})?)\s*(?:€|EUR)?\s*(?:/\s*h)?", re.IGNORECASE
)
_GIGABYTES = re.compile(r"([0-9]{1,6})\s*(?:GB?|GiB)?", re.IGNORECASE)


def whole_number(text: str, most: int) -> int | None:
    """A whole number from 1 to `most`; None for all else."""
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        return None
    number = int(text)
    return number if 1 <= number <= most else None


def gigabytes(text: str) -> int | None:
    """A whole number of gigabytes from 1, with or without the unit; None for all else."""
    found = _GIGABYTES.fullmatch(text.strip())
    return whole_number(found[1], MOST_VRAM_GB) if found else None


def price(text: str) -> Decimal | None:
    """A price above zero in euro: "2.50", "€2.50", "2,5"; None for all else.

    A comma before three digits may mean thousands, so it is none.
    """
    found = _PRICE.fullmatch(text.strip())
    amount = Decimal(found[1].replace(",", ".")) if found else Decimal(0)
    return amount if amount > 0 else None

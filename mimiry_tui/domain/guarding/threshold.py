"""A limit that rings once when it is passed, and again only after a clear recovery."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from mimiry_tui.domain.frozen import dataclass

RECOVERED = Decimal("1.1")
"""How many times the limit a value must be before falling below it is news again."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """Rings below `limit`; one of zero or less never does."""

    limit: Decimal
    rung: bool = False
    """It rang, and the value has not recovered since."""

    def take(self, value: Decimal) -> tuple[Threshold, bool]:
        """The threshold after that value, and whether it rings for it."""
        if self.limit <= 0:
            return self, False
        if self.rung:
            return replace(self, rung=value < self.limit * RECOVERED), False
        below = value < self.limit
        return replace(self, rung=below), below

    def at(self, limit: Decimal) -> Threshold:
        """The same at another limit, where it has not rung yet."""
        return self if limit == self.limit else Threshold(limit)

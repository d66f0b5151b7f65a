"""How far a program is, read from what it prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Progress:
    """One reading of a program's own progress."""

    label: str
    """Which work: "epoch 3/10", "step 120/500", "45%"."""
    share: float
    """Of the whole that was recognised, 0 to 1."""
    left: timedelta | None = None
    """Until that whole is done, at `at`; None while nothing can be said."""
    at: datetime | None = None
    """When it was printed (or seen), so that a reader can count `left` down."""

    def left_at(self, now: datetime) -> timedelta | None:
        """The time left at another moment, never negative."""
        if self.left is None or self.at is None:
            return self.left
        return max(timedelta(0), self.left - max(timedelta(0), now - self.at))

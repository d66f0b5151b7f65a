"""The short words about endings, wherever one is asked for, counts down or is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mimiry_tui.domain.money import Money, totals
from mimiry_tui.domain.safe_text import safe_text


def saved_per_hour(rates: Iterable[Money | None]) -> str:
    """The sum for a button or a bar: "saves €4.71/h", or "" where no price is known."""
    sums = totals(rate for rate in rates if rate is not None)
    return f"saves {' + '.join(f'{rate}/h' for rate in sums)}" if sums else ""


def undone_words(names: Sequence[str]) -> str:
    """What came of taking back the ends of sessions that are called so."""
    if len(names) == 1:
        return f"{safe_text(names[0], 60)}: goes on running, nothing was sent"
    return f"{len(names)} sessions go on running, nothing was sent"

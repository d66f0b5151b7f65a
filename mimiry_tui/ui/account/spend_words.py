"""What is said of spend in lines: what one looks at, and why billed is not recorded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from textual.content import Content

from mimiry_tui.domain.accounting.spend import By, Spend
from mimiry_tui.ui.account.blocks import cut
from mimiry_tui.ui.account.movement import signed
from mimiry_tui.ui.toned import spaced, toned

_LEAST = Decimal("0.005")
"""Less than half a cent is nothing to explain."""


def head_line(spends: Sequence[Spend] | None, by: By, days: int, width: int) -> Content:
    """What one looks at, and the totals: "30 days by GPU   €64.20 billed  ≈€11.70 estimated"."""
    what = toned(f"{days} days", "bright", bold=True) + toned(" by ", "dim")
    what += toned(by.value, "bright", bold=True)
    if spends is None:
        return cut(spaced([what, toned("adding up…", "dim")]), width)
    totals = [_totals(spend) for spend in spends] or [toned("nothing is known to have been spent", "dim")]
    return cut(spaced([what, *totals]), width)


def _totals(spend: Spend) -> Content:
    total = spend.total
    line = toned(str(total), "bright", bold=True)
    if total.is_estimated:
        line += toned(f" = {total.billed} billed + ≈{total.estimated} estimated", "dim")
    else:
        line += toned(" billed", "dim")
    return line


def difference_lines(spends: Sequence[Spend], width: int) -> list[Content]:
    """Why what was billed is not what the local record comes to, a line or more for each currency."""
    lines: list[Content] = []
    for spend in spends:
        if not spend.differences:
            continue
        parts = [
            toned(signed(one.money), "text") + toned(f" {one.reason.value}", "dim")
            for one in spend.differences
            if abs(one.money.amount) >= _LEAST
        ]
        if parts:
            head = toned("billed − recorded: ", "dim")
            lines += (head + toned(" · ", "dim").join(parts)).wrap(width)
    return lines

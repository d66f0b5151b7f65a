"""Totals by month: beside the table as bars, or where there is no room on one line below it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from textual.content import Content

from mimiry_tui.domain.memory.questions import MonthTotal
from mimiry_tui.domain.money import Money
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.painted import Painted
from mimiry_tui.ui.widgets.part_line import Part, PartLine

_SETTLED, _ESTIMATED = "━", "╌"
_NAME, _COUNT, _FAILED = 8, 9, 5
_BAR_GAP = 1


class MonthList(Painted):
    """One month below the other, the latest first: how many, how many failed, what they cost."""

    DEFAULT_CSS = """
    MonthList { height: 1fr; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._months: Sequence[MonthTotal] = ()

    def show(self, months: Sequence[MonthTotal]) -> None:
        """Draw these from now on."""
        if months != self._months:
            self._months = months
            self.repaint()

    def lines(self, width: int) -> list[Content]:
        return month_lines(self._months, width, self.size.height)


class MonthLine(PartLine):
    """As many of the last months as fit, on one line."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._months: Sequence[MonthTotal] = ()

    def show(self, months: Sequence[MonthTotal]) -> None:
        """Draw these from now on."""
        if months != self._months:
            self._months = months
            self.repaint()

    def parts(self, width: int) -> list[Part]:
        line = Content(" ")
        for month in self._months:
            told = (
                toned(f"{month_name(month)} ", "dim")
                + toned(f"{month.count:,}", "text")
                + (toned(f" ({month.failed} failed)", "dim") if month.failed else Content(""))
                + Content(" ")
                + _costs(month)
            )
            gap = Content("   ") if line.cell_length > 1 else Content("")
            if line.cell_length + gap.cell_length + told.cell_length > width - 1:
                break
            line += gap + told
        return [Part(line)]


def month_lines(months: Sequence[MonthTotal], width: int, height: int) -> list[Content]:
    """A header and for each month its figures and a bar: solid what was billed, dashed what is estimated."""
    if not months:
        return [toned("nothing yet", "dim")]
    head = toned("MONTH".ljust(_NAME) + "SESSIONS".rjust(_COUNT) + "✗".rjust(_FAILED), "dim")
    head += toned("COST".rjust(max(5, width - head.cell_length)), "dim")
    lines = [head]
    # Two currencies cannot be drawn to one scale.
    currency = next((sum_.currency for month in months for sum_ in (*month.settled, *month.estimated)), "")
    most = max((sum(_amounts(month, currency), Decimal(0)) for month in months), default=Decimal(0))
    with_bars = height >= 3 * min(len(months), 4) and most > 0
    for month in months:
        block = [_figures(month, width), *_further(month, width)]
        block += [_bar(month, currency, most, width), Content("")] if with_bars else []
        if len(lines) + len(block) > height + (1 if with_bars else 0) and len(lines) > 1:
            break
        lines += block
    return lines[:height]


def month_name(month: MonthTotal) -> str:
    """As "Nov 2026"."""
    return f"{date(month.year, month.month, 1):%b %Y}"


def _figures(month: MonthTotal, width: int) -> Content:
    left = toned(month_name(month).ljust(_NAME), "bright", bold=True)
    left += toned(f"{month.count:,}".rjust(_COUNT), "text")
    left += toned(
        (f"{month.failed:,}" if month.failed else "–").rjust(_FAILED), "text" if month.failed else "faint"
    )
    cost = _cost_of(month, month_currencies(month)[0]) if month_currencies(month) else toned("–", "faint")
    return left + Content(" " * max(1, width - left.cell_length - cost.cell_length)) + cost


def _further(month: MonthTotal, width: int) -> list[Content]:
    """What it cost in other currencies, each on a line of its own."""
    costs = [_cost_of(month, currency) for currency in month_currencies(month)[1:]]
    return [Content(" " * max(0, width - cost.cell_length)) + cost for cost in costs]


def month_currencies(month: MonthTotal) -> list[str]:
    """Every currency in which something was paid, each once."""
    return list(dict.fromkeys(one.currency for one in (*month.settled, *month.estimated)))


def _costs(month: MonthTotal) -> Content:
    return toned(" + ", "dim").join(_cost_of(month, currency) for currency in month_currencies(month))


def _cost_of(month: MonthTotal, currency: str) -> Content:
    """What it came to, ≈ as soon as a part of it is estimated."""
    settled, estimated = _amounts(month, currency)
    about = "≈" if estimated else ""
    return toned(f"{about}{Money(settled + estimated, currency)}", "bright", bold=True)


def _amounts(month: MonthTotal, currency: str) -> tuple[Decimal, Decimal]:
    billed = sum((one.amount for one in month.settled if one.currency == currency), Decimal(0))
    ours = sum((one.amount for one in month.estimated if one.currency == currency), Decimal(0))
    return billed, ours


def _bar(month: MonthTotal, currency: str, most: Decimal, width: int) -> Content:
    settled, estimated = _amounts(month, currency)
    solid = round(width * settled / most)
    dashed = round(width * (settled + estimated) / most) - solid
    if settled and not solid:
        solid = 1
    if estimated and not dashed:
        dashed = 1
    return (toned(_SETTLED * solid, "accent") + toned(_ESTIMATED * dashed, "accent")).truncate(width)

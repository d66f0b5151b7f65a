"""What the chart of an offer shows over one of four times, and the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from textual.content import Content

from mimiry_tui.domain.durations import short
from mimiry_tui.domain.memory.offer_story import Figures, Stretch
from mimiry_tui.ui.columns.offer_past import percent
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.chart import Stretch as StripStretch
from mimiry_tui.ui.widgets.part_line import Part

IN_STOCK, SOLD_OUT, UNWATCHED = "━", "─", "·"
_JOINED = timedelta(seconds=1)
"""Between two stretches that follow one another."""
_LATELY = timedelta(minutes=10)
"""What was known so short a time ago still holds."""


class Range(NamedTuple):
    """A time that can be looked at."""

    name: str
    length: timedelta


RANGES = (
    Range("24 h", timedelta(hours=24)),
    Range("7 days", timedelta(days=7)),
    Range("30 days", timedelta(days=30)),
    Range("90 days", timedelta(days=90)),
)


def price_points(held: Sequence[Stretch], until: datetime) -> list[tuple[datetime, float | None]]:
    """The price as the chart wants it, with a gap wherever nobody looked."""
    points: list[tuple[datetime, float | None]] = []
    for number, one in enumerate(held):
        points.append((one.start, None if one.rate is None else float(one.rate.amount)))
        if _ends_before(held, number, until):
            points.append((one.end, None))
    return points


def stock_strip(held: Sequence[Stretch], since: datetime, until: datetime) -> list[StripStretch]:
    """In stock or not, as a strip."""
    strip = [StripStretch(since, UNWATCHED, "faint", is_gap=True)]
    for number, one in enumerate(held):
        sign: tuple[str, Tone] = (IN_STOCK, "good") if one.available else (SOLD_OUT, "dim")
        strip.append(StripStretch(one.start, *sign))
        if _ends_before(held, number, until):
            strip.append(StripStretch(one.end, UNWATCHED, "faint", is_gap=True))
    return strip


def _ends_before(held: Sequence[Stretch], number: int, until: datetime) -> bool:
    """Whether nobody looked right after that stretch."""
    end = held[number].end
    if number + 1 < len(held):
        return held[number + 1].start - end > _JOINED
    return until - end > _LATELY


def figure_words(told: Figures) -> Content:
    """What the lower line of the frame sums up."""
    if not told.watched:
        return toned("nobody looked in this time", "dim")
    parts: list[Content] = []
    if told.lowest is not None and told.highest is not None and told.usual is not None:
        if str(told.lowest) == str(told.highest):
            parts.append(toned(f"{told.lowest} all along", "text"))
        else:
            parts.append(toned(f"{told.lowest} – {told.highest}", "text"))
            parts.append(toned(f"usually {told.usual}", "text"))
    parts.append(toned(f"in stock {percent(told.in_stock)}% of {short(told.watched)} watched", "text"))
    return toned(" · ", "dim").join(parts)


def legend() -> Content:
    """What the strip's signs mean."""
    return (
        toned(IN_STOCK, "good")
        + toned(" in stock  ", "dim")
        + toned(SOLD_OUT, "dim")
        + toned(" sold out  ", "dim")
        + toned(UNWATCHED, "faint")
        + toned(" nobody looked", "dim")
    )


def range_tabs(current: int) -> list[Part]:
    """The four times, the one that is shown bright, each to be clicked."""
    tabs: list[Part] = []
    for number, one in enumerate(RANGES):
        name = toned(f"{number + 1} ", "accent", bold=number == current)
        name += toned(one.name, "bright" if number == current else "dim", bold=number == current)
        tabs += [Part(name, f"screen.show_range({number})"), Part(Content("  "))]
    return tabs[:-1]

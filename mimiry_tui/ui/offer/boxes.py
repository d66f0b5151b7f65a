"""The boxes of the offer screen that are drawn from what the archive told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.memory.offer_story import changes, figures, stretches
from mimiry_tui.domain.money import symbol, totals
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.offer.lists import change_lines, your_lines
from mimiry_tui.ui.offer.past_chart import (
    RANGES,
    figure_words,
    legend,
    price_points,
    range_tabs,
    stock_strip,
)
from mimiry_tui.ui.offer.story import FAR_BACK, Remembered
from mimiry_tui.ui.session.box import Box
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.chart import StepChart
from mimiry_tui.ui.widgets.line_view import LineView
from mimiry_tui.ui.widgets.part_line import Part

_WAITING = "…"
_FRAME = 12
"""Cells of the lower frame line besides its texts."""
_NOTHING = "nothing is remembered of this time: prices are noted while a dashboard runs"


class PastBox(Box):
    """Price and stock over one of four times."""

    def __init__(self) -> None:
        self._chart = StepChart(unit="")
        super().__init__(self._chart, id="offer-chart")

    def show(self, told: Remembered | None, offer: Offer | None, number: int, now: datetime) -> None:
        """Draw what was told of the time of that number among `RANGES`; None while it is not known."""
        since, rate = now - RANGES[number].length, offer.rate if offer is not None else None
        held = stretches(told.samples, told.spans, since, now) if told is not None else ()
        sums = figures(held, rate.currency if rate is not None else None)
        self._chart.show(
            price_points(held, now),
            since=since,
            until=now,
            strip=stock_strip(held, since, now),
            unit=symbol(sums.usual.currency) if sums.usual is not None else "",
            empty=_NOTHING if told is not None else _WAITING,
        )
        title = toned("Price per GPU and hour", "bright", bold=True)
        self.top.show(left=[Part(title)], right=range_tabs(number))
        words = figure_words(sums) if told is not None else Content("")
        # Whole or not at all.
        has_room = words.cell_length + legend().cell_length + _FRAME <= self.foot.size.width
        self.foot.show(left=[Part(legend())] if held and has_room else [], right=[Part(words)])


class ChangesBox(Box):
    """Every change that was seen, the latest first."""

    def __init__(self) -> None:
        self._lines = LineView()
        super().__init__(self._lines, id="offer-changes")
        self.top.show(left=[Part(toned("Changes", "bright", bold=True))])

    def show(self, told: Remembered | None, now: datetime) -> None:
        """Draw what was told; None while it is not known."""
        found = changes(told.samples, told.spans, now - FAR_BACK) if told is not None else ()
        nothing = toned("none seen yet" if told is not None else _WAITING, "dim")
        self._lines.show(change_lines(found, now) or [nothing])
        seen = f"{len(found):,} in {RANGES[-1].name}" if found else ""
        self.foot.show(right=[Part(toned(seen, "dim"))] if seen else [])


class YoursBox(Box):
    """What one's own sessions there took and cost."""

    def __init__(self) -> None:
        self.reading = LineView()
        super().__init__(self.reading, id="offer-yours")
        self.top.show(left=[Part(toned("Yours here", "bright", bold=True))])

    def show(self, told: Remembered | None, running: Sequence[Session], now: datetime) -> None:
        """Draw what was told, and what runs there; None while the former is not known."""
        cards = told.cards if told is not None else ()
        boots = told.boots if told is not None else None
        width = max(1, self.reading.size.width)
        self.reading.show(your_lines(boots, running, cards, now, width))
        sums = totals(card.cost for card in cards if card.cost is not None)
        words = f"{len(cards)} earlier · {' + '.join(map(str, sums))} in all" if sums else ""
        self.foot.show(right=[Part(toned(words, "dim"))] if words else [])

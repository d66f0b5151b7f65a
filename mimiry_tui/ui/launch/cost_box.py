"""What the launch costs, and how long the balance lasts before and after."""

from __future__ import annotations

from datetime import timedelta

from textual.content import Content

from mimiry_tui.domain.accounting.runway import SHORT_RUNWAY, VERY_SHORT_RUNWAY
from mimiry_tui.domain.durations import short
from mimiry_tui.domain.launching.checks import LaunchCost
from mimiry_tui.domain.launching.lengths import show_length
from mimiry_tui.domain.money import Money
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.ui.guarding.words import default_words
from mimiry_tui.ui.hearing import Hearing
from mimiry_tui.ui.launch.block import Block, Row, wrapped
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.toned import spaced, toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.part_line import Part

_DAY = timedelta(days=1)


class CostBox(Hearing, Block):
    """Per hour, per day, for the whole time, and what remains."""

    def __init__(self, *, has_balance: bool = True, id: str | None = None) -> None:
        """`has_balance`: whether the service has one at all, so that something may be said of it."""
        super().__init__(id=id)
        self._cost = LaunchCost()
        self._has_balance = has_balance
        self._none = "no price: no offer matches, or none is known"
        self._guards = ""
        """What of the settings will end it."""

    def on_mount(self) -> None:
        desk = PreferenceDesk.of(self.app)
        self.hear(desk.subscribe, self.guard)
        self.guard(desk.now)

    def guard(self, preferences: Preferences) -> None:
        """Tell what these give to every launch from here."""
        before, self._guards = self._guards, default_words(preferences.guards)
        if self._guards != before:
            self.renew()

    def show(self, cost: LaunchCost, none: str = "") -> None:
        """Tell these figures; `none` is said where there is no price."""
        if (cost, none or self._none) != (self._cost, self._none):
            self._cost, self._none = cost, none or self._none
            self.renew()

    def rows(self, width: int) -> list[Row]:
        cost = self._cost
        guards = wrapped(toned(self._guards, "watch"), width) if self._guards else []
        if cost.rate is None:
            lines = wrapped(toned(self._none, "dim"), width)
            return [[Part(line)] for line in (*lines, *guards)]
        figures = [_per_hour(cost), _per_day(cost), _in_all(cost)]
        lasts = wrapped(_lasts(cost), width) if self._has_balance else []
        return [[Part(line)] for line in (*_packed(figures, width), *lasts, *guards)]


def rate_words(cost: LaunchCost) -> str:
    """The price per hour: "€1.29/h", "€1.29 – €2.10/h" where another offer may be taken; "" for none."""
    if cost.rate is None:
        return ""
    return f"{_span(cost.rate, cost.most)}/h"


def price_words(cost: LaunchCost) -> str:
    """What a launch is known to cost at the most: "≤ €5.16 + boot", else "€1.29/h", else ""."""
    if cost.at_most is not None:
        return f"≤ {cost.at_most} + boot"
    dearest = cost.most or cost.rate
    return f"{'≤ ' if cost.most != cost.rate else ''}{dearest}/h" if dearest is not None else ""


def _per_hour(cost: LaunchCost) -> Content:
    assert cost.rate is not None
    return toned(_span(cost.rate, cost.most), "bright", bold=True) + toned("/h", "dim")


def _per_day(cost: LaunchCost) -> Content:
    if cost.per_day is None:
        return Content("")
    most = cost.most.over(_DAY) if cost.most is not None else None
    return toned(_span(cost.per_day, most), "bright") + toned("/day", "dim")


def _in_all(cost: LaunchCost) -> Content:
    if cost.at_most is None or cost.duration is None:
        return toned("no time limit", "warn")
    amount = toned(str(cost.at_most), "bright", bold=True)
    return toned("at most ", "dim") + amount + toned(f" in {show_length(cost.duration)} + boot", "dim")


def _lasts(cost: LaunchCost) -> Content:
    if cost.lasts_then is None:
        return toned("how long the balance lasts is unknown", "dim")
    then = toned(f"≈{short(cost.lasts_then)}", _urgency(cost.lasts_then), bold=True)
    if cost.lasts_now is None:
        return toned("balance lasts ", "dim") + then + toned(" with it", "dim")
    now = toned(f"≈{short(cost.lasts_now)}", "bright")
    return toned("balance lasts ", "dim") + now + toned(" → ", "dim") + then + toned(" with it", "dim")


def _span(rate: Money, most: Money | None) -> str:
    return str(rate) if most is None or most == rate else f"{rate} – {most}"


def _packed(figures: list[Content], width: int) -> list[Content]:
    """The figures on one line, or on two where they take more."""
    line = spaced(figures)
    return [line] if line.cell_length <= width else [spaced(figures[:-1]), figures[-1]]


def _urgency(lasts: timedelta) -> Tone:
    if lasts < VERY_SHORT_RUNWAY:
        return "bad"
    return "warn" if lasts < SHORT_RUNWAY else "bright"

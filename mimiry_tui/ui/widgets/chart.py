"""Charts in characters, in the theme's own colours: a line that goes in steps, and bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.ui.toned import spans, toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.chart_bars import Bar, bar_lines
from mimiry_tui.ui.widgets.chart_steps import Stretch, step_lines
from mimiry_tui.ui.widgets.painted import Painted

__all__ = ["Bar", "BarChart", "StepChart", "Stretch"]


@dataclass(frozen=True, slots=True)
class _Steps:
    points: Sequence[tuple[datetime, float | None]] = ()
    strip: Sequence[Stretch] = ()
    since: datetime | None = None
    until: datetime | None = None


class StepChart(Painted):
    """A value that stays until it changes, as a price does, over time.

    Each point holds until the next one; a value of None begins a gap: nobody looked. `unit` stands
    before the figures of the scale ("€"). The chart takes all lines it is given.
    """

    DEFAULT_CSS = """
    StepChart { width: 1fr; height: 1fr; }
    """

    def __init__(
        self,
        points: Sequence[tuple[datetime, float | None]] = (),
        *,
        unit: str,
        tone: Tone = "accent",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._unit = unit
        self._tone: Tone = tone
        self._steps = _Steps(points)
        self._empty = ""

    def show(
        self,
        points: Sequence[tuple[datetime, float | None]],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        strip: Sequence[Stretch] = (),
        unit: str | None = None,
        empty: str = "",
    ) -> None:
        """Draw these from now on, over that time (aware; None: from the first point to the last).

        `strip` is a line of its own under the chart, over the same time; `empty` is what is said where
        there is no value to draw.
        """
        steps = _Steps(tuple(points), tuple(strip), since, until)
        told = (steps, empty, self._unit if unit is None else unit)
        if told != (self._steps, self._empty, self._unit):
            self._steps, self._empty, self._unit = told
            self.repaint()

    def lines(self, width: int) -> list[Content]:
        one = self._steps
        drawn = step_lines(
            one.points,
            width,
            self.size.height,
            unit=self._unit,
            tone=self._tone,
            since=one.since,
            until=one.until,
            strip=one.strip,
        )
        return [spans(line) for line in drawn] or [toned(self._empty, "dim")]


class BarChart(Painted):
    """Amounts side by side, as one per day; what is only estimated is drawn lighter.

    `unit` stands before the figures of the scale ("€"). The chart takes all lines it is given; where
    there are more bars than room, the last ones are shown.
    """

    DEFAULT_CSS = """
    BarChart { width: 1fr; height: 1fr; }
    """

    def __init__(
        self, bars: Sequence[Bar] = (), *, unit: str, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._unit = unit
        self._bars = tuple(bars)
        self._empty = ""

    def show(self, bars: Sequence[Bar], *, unit: str | None = None, empty: str = "") -> None:
        """Draw these from now on; `empty` is what is said where there is none to draw."""
        told = (tuple(bars), empty, self._unit if unit is None else unit)
        if told != (self._bars, self._empty, self._unit):
            self._bars, self._empty, self._unit = told
            self.repaint()

    def lines(self, width: int) -> list[Content]:
        drawn = bar_lines(self._bars, width, self.size.height, unit=self._unit)
        return [spans(line) for line in drawn] or [toned(self._empty, "dim")]

"""A session's phases on three lines: their names and lengths, bars, and the times at either end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.domain.boots import Boots
from mimiry_tui.domain.conventions import time_of_day
from mimiry_tui.domain.durations import age, last_seen, short
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Segment, Source, Timeline
from mimiry_tui.ui.boot_words import boot_words
from mimiry_tui.ui.glyphs import PHASE_TONES
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.painted import Painted

BAR, DASHED, ELLIPSIS = "━", "╌", "…"


SeenAt = Callable[[Session, datetime], datetime]
"""Until when what is told of a session is known to hold (see `Store.seen_at`)."""


class Stretch(NamedTuple):
    """One phase as drawn: its label, and what share of the width it deserves."""

    word: str
    length: str
    tone: Tone
    weight: float
    ahead: bool
    """Not reached yet: dashed."""

    @property
    def least(self) -> int:
        return len(self.word) + (len(self.length) + 1 if self.length else 0)


_GONE = Stretch(ELLIPSIS, "", "dim", 0.0, ahead=False)
"""Stands for the oldest ones where there is no room for them."""


class TimelineBar(Painted):
    """Draws the timeline it is given; the open phase grows by the clock."""

    DEFAULT_CSS = """
    TimelineBar { height: 3; width: 1fr; }
    """

    def __init__(
        self,
        clock: Clock,
        *,
        seen_at: SeenAt = lambda _, now: now,
        ready_words: bool = True,
        id: str | None = None,
    ) -> None:
        """`seen_at` says until when what is told of a session holds: no phase grows beyond.

        Without `ready_words` it says when it was ready, not how long that took, nor what past boots say:
        others say it nearby.
        """
        super().__init__(id=id)
        self._clock = clock
        self._seen_at = seen_at
        self._ready_words = ready_words
        self._timeline = Timeline(())
        self._session: Session | None = None
        self._boots: Boots | None = None
        self._is_old = False

    def show(self, timeline: Timeline, session: Session | None = None, boots: Boots | None = None) -> None:
        """Draw this timeline from now on; of one that boots its third line tells what past boots say."""
        if (timeline, session, boots) != (self._timeline, self._session, self._boots):
            self._timeline, self._session, self._boots = timeline, session, boots
            self.repaint()

    def look_again(self) -> None:
        """Draw it anew where answers stopped or came back since."""
        now = self._clock.now()
        if (self._seen(now) < now) != self._is_old:
            self.repaint()

    def lines(self, width: int) -> list[Content]:
        now = self._clock.now()
        if not self._timeline.segments:
            return [toned("no dates known", "dim")]
        session, seen_at, note = self._session, self._seen(now), Content("")
        self._is_old = seen_at < now
        current = self._timeline.current
        if current is not None and current.end is None:
            wait = age(now - (seen_at if self._is_old else current.start)).changes_in
            Ticker.of(self.app, self._clock).wake(self, self._clock.monotonic() + wait, self.repaint)
        if session is not None and session.phase.is_booting and self._ready_words:
            note = boot_words(session, self._timeline, self._boots, now, seen_at=seen_at)
        end = last_seen(seen_at, now) if seen_at < now else "now"
        return draw(self._timeline, seen_at, width, note, ready_words=self._ready_words, end=end)

    def _seen(self, now: datetime) -> datetime:
        return now if self._session is None else self._seen_at(self._session, now)


def draw(
    timeline: Timeline,
    now: datetime,
    width: int,
    note: Content | None = None,
    *,
    ready_words: bool = True,
    end: str = "now",
) -> list[Content]:
    """The three lines of a timeline with segments, each at most that many cells wide.

    `note` stands at the end of the third one, where it fits. Without `ready_words` that line has the moment
    it was ready instead of how long that took. `end` is what `now` is called.
    """
    stretches = fit(stretches_of(timeline, now), width)
    widths = share(stretches, width)
    ready = [place for place, one in enumerate(stretches) if one.word == Phase.READY.word and not one.ahead]
    if ready_words or not ready:
        times = _times(timeline, now, width, note, end)
    else:
        times = _times_at(timeline, now, width, sum(widths[: ready[0]]) + ready[0], end)
    return [_labels(stretches, widths), _bars(stretches, widths), times]


def stretches_of(timeline: Timeline, now: datetime) -> list[Stretch]:
    """What is to be drawn: each phase, and for a booting session dashed ones up to ready."""
    drawn = [_stretch(segment, now) for segment in timeline.segments]
    current = timeline.current
    if current is not None and current.phase.is_booting:
        ahead = [phase for phase in (*timeline.steps, Phase.READY) if phase.rank > current.phase.rank]
        drawn += [Stretch(phase.word, "", "faint", 0.0, True) for phase in ahead]
    return drawn


def fit(stretches: list[Stretch], width: int) -> list[Stretch]:
    """As many of the stretches as have room for their labels; what is ahead goes first, then the oldest."""
    kept = [stretch for stretch in stretches if not stretch.ahead]
    ahead = [stretch for stretch in stretches if stretch.ahead]
    while ahead and _least(kept + ahead) > width:
        ahead.pop()
    gone: list[Stretch] = []
    while len(kept) > 1 and _least(gone + kept) > width:
        kept = kept[1:]
        gone = [_GONE]
    return (gone + kept if _least(gone + kept) <= width else kept) + ahead


def share(stretches: list[Stretch], width: int) -> list[int]:
    """Cells for each stretch: room for its label, the rest by how long it lasted."""
    spare = max(0, width - _least(stretches))
    weights = sum(stretch.weight for stretch in stretches)
    widths = [
        stretch.least + (int(spare * stretch.weight / weights) if weights else 0) for stretch in stretches
    ]
    left_over = width - sum(widths) - max(0, len(widths) - 1)
    if weights and left_over > 0:
        longest = max(range(len(stretches)), key=lambda place: stretches[place].weight)
        widths[longest] += left_over
    return [max(1, min(cells, width)) for cells in widths]


def _stretch(segment: Segment, now: datetime) -> Stretch:
    lasted = segment.lasted(now)
    about = "≈" if segment.source is Source.INFERRED else ""
    length = "" if segment.phase.is_ended else about + short(lasted)
    tone = PHASE_TONES[segment.phase]
    # Hours of running would press minutes of booting to nothing: the root keeps both in sight.
    weight = max(0.0, lasted / timedelta(seconds=1)) ** 0.5
    return Stretch(segment.phase.word, length, tone, weight, ahead=False)


def _least(stretches: list[Stretch]) -> int:
    return sum(stretch.least for stretch in stretches) + max(0, len(stretches) - 1)


def _labels(stretches: list[Stretch], widths: list[int]) -> Content:
    labels = []
    for position, (stretch, width) in enumerate(zip(stretches, widths, strict=True)):
        last = position == len(stretches) - 1
        word = toned(stretch.word, stretch.tone if stretch.ahead or last else "text")
        label = word + (toned(f" {stretch.length}", "bright" if last else "dim") if stretch.length else "")
        cut = label.truncate(width, ellipsis=True)
        labels.append(cut.pad_right(max(0, width - cut.cell_length)))
    return Content(" ").join(labels)


def _bars(stretches: list[Stretch], widths: list[int]) -> Content:
    return Content(" ").join(
        Content.styled(_sign(stretch) * width, f"$tone-{stretch.tone}")
        for stretch, width in zip(stretches, widths, strict=True)
    )


def _sign(stretch: Stretch) -> str:
    if stretch is _GONE:
        return ELLIPSIS
    return DASHED if stretch.ahead else BAR


def _times(timeline: Timeline, now: datetime, width: int, note: Content | None, present: str) -> Content:
    """When it began and ended, or the present, at either end of the line; how long it took to be ready."""
    zone = now.astimezone().tzinfo
    first, last, ready = timeline.segments[0], timeline.segments[-1], timeline.time_to_ready
    start = toned(time_of_day(first.start.astimezone(zone), seconds=True), "dim")
    end = toned(
        time_of_day(last.start.astimezone(zone), seconds=True) if last.phase.is_ended else present, "dim"
    )
    if ready is not None:
        told = toned("ready in ", "dim") + toned(short(ready), "text") + toned(" · ", "dim") + end
        end = told if start.cell_length + told.cell_length < width else end
    if note and start.cell_length + note.cell_length < width:
        end = note
    gap = max(1, width - start.cell_length - end.cell_length)
    return (start + Content(" " * gap) + end).truncate(width, ellipsis=True)


def _times_at(timeline: Timeline, now: datetime, width: int, column: int, present: str) -> Content:
    """The same, with the moment it was ready under the bar that begins there, as far as there is room."""
    zone = now.astimezone().tzinfo
    last, ready = timeline.segments[-1], timeline.ready_at
    end = time_of_day(last.start.astimezone(zone), seconds=True) if last.phase.is_ended else present
    line = time_of_day(timeline.segments[0].start.astimezone(zone), seconds=True)
    for place, text in (
        (column, time_of_day(ready.astimezone(zone), seconds=True) if ready else ""),
        (width - len(end), end),
    ):
        if len(line) < place and place + len(text) <= width:
            line = line.ljust(place) + text
    return toned(line, "dim").truncate(width, ellipsis=True)

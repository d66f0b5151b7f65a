"""A session's phases one below the other, each with a bar to scale, and who says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from textual.content import Content

from mimiry_tui.domain.conventions import time_of_day
from mimiry_tui.domain.durations import age, short
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.timeline import Segment, Source, Timeline
from mimiry_tui.ui.glyphs import PHASE_TONES, phase_span
from mimiry_tui.ui.toned import spans, toned
from mimiry_tui.ui.widgets.timeline_bar import BAR, DASHED

SOURCES: dict[Source, str] = {
    Source.EVENT: "reported",
    Source.OBSERVED: "seen by us",
    Source.INFERRED: "≈ concluded",
}
"""Who says that a phase began, in two words."""

_MEANINGS = {
    Source.EVENT: "by the service, with its time",
    Source.OBSERVED: "when this dashboard asked: it began then, or a little before",
    Source.INFERRED: "from another date of the record",
}
_BREAK = " ╱╱ "
"""Stands in a bar that would press all others to nothing at their scale."""
_BROKEN_FROM = 3
"""A phase longer than so many times all others together is broken."""
_LEFT_HALF, _RIGHT_HALF = "╸", "╺"
_WORD, _LENGTH, _FROM, _SOURCE = 13, 9, 10, 11


class Scale(NamedTuple):
    """How time becomes cells: one for all bars of a timeline, but for the broken one."""

    cells_per_second: float
    broken: int | None
    """The place of the segment that is drawn shorter than it was."""
    broken_cells: float


def timeline_lines(timeline: Timeline, now: datetime, width: int, ready_at: datetime | None) -> list[Content]:
    """A table of the phases; `ready_at` is when a booting session is expected to be ready, if that is known.

    Lines are at most `width` cells wide, from about 50 on.
    """
    if not timeline.segments:
        return [toned("no dates known", "dim")]
    with_from = width >= 70
    fixed = _WORD + _LENGTH + 2 + _SOURCE + 2 + (_FROM if with_from else 0)
    room = max(8, width - fixed)
    expected = ready_at if ready_at is not None and ready_at > now and _is_booting(timeline) else None
    scale = scale_of(timeline, now, room, expected)
    lines = [_header(room, with_from)]
    at = 0.0
    for place, segment in enumerate(timeline.segments):
        cells = _cells(scale, place, segment.lasted(now))
        bar = _bar_of(segment, place, at, cells, room, scale)
        lines.append(_row(segment, now, bar, room, with_from))
        at += cells
    if _is_booting(timeline):
        lines += _ahead(timeline, now, at, expected, scale, room, with_from)
    return [*lines, Content(""), *_legend(timeline, scale)]


def scale_of(timeline: Timeline, now: datetime, room: int, expected: datetime | None = None) -> Scale:
    """The scale by which all bars, and the wait that is expected, fit into `room` cells."""
    lengths = [segment.lasted(now) / timedelta(seconds=1) for segment in timeline.segments]
    ahead = (expected - now) / timedelta(seconds=1) if expected is not None else 0.0
    longest = max(range(len(lengths)), key=lengths.__getitem__)
    rest = sum(lengths) - lengths[longest] + ahead
    if rest > 0 and lengths[longest] > _BROKEN_FROM * rest:
        broken_cells = min(room / 3, room - 4.0)
        return Scale((room - broken_cells) / rest, longest, broken_cells)
    total = sum(lengths) + ahead
    return Scale(room / total if total > 0 else 0.0, None, 0.0)


def bar(start: float, end: float, room: int) -> str:
    """A thin bar between two places, to half a cell, never nothing: "  ╺━━╸"."""
    first = min(max(0, round(2 * start)), 2 * room - 1)
    last = max(first + 1, min(round(2 * end), 2 * room))
    filled = range(first, last)
    signs = {(True, True): BAR, (True, False): _LEFT_HALF, (False, True): _RIGHT_HALF, (False, False): " "}
    return "".join(signs[2 * cell in filled, 2 * cell + 1 in filled] for cell in range(room))


def changes_in(timeline: Timeline, now: datetime) -> float | None:
    """Seconds until the open phase reads differently; None where nothing is open."""
    current = timeline.current
    return age(now - current.start).changes_in if current is not None and current.end is None else None


def _cells(scale: Scale, place: int, length: timedelta) -> float:
    if place == scale.broken:
        return scale.broken_cells
    return scale.cells_per_second * (length / timedelta(seconds=1))


def _bar_of(segment: Segment, place: int, at: float, cells: float, room: int, scale: Scale) -> Content:
    tone = PHASE_TONES[segment.phase]
    if segment.phase.is_ended:
        before = " " * min(room - 1, round(at))
        return Content(before) + spans([phase_span(segment.phase)])
    drawn = bar(at, at + cells, room)
    if place == scale.broken:
        middle = round(at + cells / 2)
        if cells >= len(_BREAK) + 2:
            drawn = drawn[: middle - 2] + _BREAK + drawn[middle + 2 :]
    return Content.styled(drawn[:room], f"$tone-{tone}")


def _row(segment: Segment, now: datetime, drawn: Content, room: int, with_from: bool) -> Content:
    is_open = segment.end is None
    tone = PHASE_TONES[segment.phase]
    about = "≈" if segment.source is Source.INFERRED else ""
    length = "" if segment.phase.is_ended else about + short(segment.lasted(now))
    start = time_of_day(segment.start.astimezone(now.astimezone().tzinfo), seconds=True)
    return _line(
        toned(segment.phase.word, tone if is_open or segment.phase.is_ended else "text", bold=is_open),
        toned(length, "bright" if is_open else "text"),
        toned(start, "dim") if with_from else None,
        drawn,
        toned(SOURCES[segment.source], "dim"),
        room,
    )


def _ahead(
    timeline: Timeline,
    now: datetime,
    at: float,
    expected: datetime | None,
    scale: Scale,
    room: int,
    with_from: bool,
) -> Iterable[Content]:
    """What a booting session has before it: dashed, up to when it should be ready."""
    current = timeline.segments[-1].phase
    for phase in (*timeline.steps, Phase.READY):
        if phase.rank <= current.rank:
            continue
        drawn, length, start, source = Content(""), "", "", ""
        if phase is Phase.READY and expected is not None:
            cells = scale.cells_per_second * ((expected - now) / timedelta(seconds=1))
            drawn = Content.styled(bar(at, at + cells, room).translate(_DASHES), "$tone-faint")
            length, source = f"≈{short(expected - now)}", "≈ estimated"
            start = f"≈{time_of_day(expected.astimezone(now.astimezone().tzinfo), seconds=True)}"
        yield _line(
            toned(phase.word, "faint"),
            toned(length, "text"),
            toned(start, "dim") if with_from else None,
            drawn,
            toned(source, "dim"),
            room,
        )


_DASHES = str.maketrans({BAR: DASHED, _LEFT_HALF: DASHED, _RIGHT_HALF: DASHED})


def _line(
    word: Content, length: Content, start: Content | None, drawn: Content, source: Content, room: int
) -> Content:
    parts = [word.pad_right(max(0, _WORD - word.cell_length))]
    parts.append(length.pad_left(max(0, _LENGTH - length.cell_length)).pad_right(2))
    if start is not None:
        # An estimated time begins one cell before those that are known.
        parts.append(start.pad_left(max(0, _FROM - 1 - start.cell_length)).pad_right(1))
    parts.append(drawn.pad_right(max(0, room - drawn.cell_length) + 2))
    return Content("").join([*parts, source])


def _header(room: int, with_from: bool) -> Content:
    return _line(
        toned("PHASE", "dim"),
        toned("FOR", "dim"),
        toned("FROM    ", "dim") if with_from else None,
        Content(""),
        toned("WHO SAYS SO", "dim"),
        room,
    )


def _legend(timeline: Timeline, scale: Scale) -> list[Content]:
    """What the words at the right mean, as far as they are used."""
    used = [source for source in Source if any(part.source is source for part in timeline.segments)]
    lines = [toned(f"{SOURCES[source]:<12} ", "text") + toned(_MEANINGS[source], "dim") for source in used]
    if scale.broken is not None:
        lines.append(toned(f"{_BREAK.strip():<12} ", "text") + toned("longer than is drawn here", "dim"))
    return lines


def _is_booting(timeline: Timeline) -> bool:
    return timeline.current is not None and timeline.current.phase.is_booting

"""The upper box of the session screen: what one looks for first, on few lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from itertools import zip_longest

from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.domain.advice import advice
from mimiry_tui.domain.durations import age
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.scripts import gist
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.words import mismatches
from mimiry_tui.ui.besides import besides
from mimiry_tui.ui.glyphs import phase_span
from mimiry_tui.ui.overview import Fact, gpu_words, guards_told, labelled, nothing_runs, ssh_words
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.session import figures
from mimiry_tui.ui.session.picture import Picture, changes_in
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import spaced, spans, toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.painted import Painted
from mimiry_tui.ui.widgets.timeline_bar import SeenAt

WIDE = 96
"""Cells from which facts stand in two columns."""


class SessionSummary(Painted):
    """State, money, limit and progress on one line where they fit; facts below."""

    DEFAULT_CSS = """
    SessionSummary { height: 1; width: 1fr; }
    """

    def __init__(self, clock: Clock, seen_at: SeenAt) -> None:
        """`seen_at` says until when what is told of a session holds."""
        super().__init__(id="summary-lines")
        self._clock = clock
        self._seen_at = seen_at
        self._picture = Picture(None)
        self._facts = 3
        self._airy = False
        self._is_old = False

    def show(self, picture: Picture) -> None:
        """Draw this from now on."""
        if picture != self._picture:
            self._picture = picture
            self.redraw()

    def fit(self, facts: int, *, airy: bool) -> None:
        """How many lines of facts there is room for, and whether for an empty line above them."""
        if (facts, airy) != (self._facts, self._airy):
            self._facts, self._airy = facts, airy
            self.redraw()

    def redraw(self) -> None:
        """Draw all lines again, and be as high as they are many."""
        if self.size.width:
            height = len(self._lines(self.size.width, self._clock.now()))
            if self.styles.height is None or self.styles.height.value != height:
                self.styles.height = height
        self.repaint()

    def look_again(self) -> None:
        """Draw all anew where answers stopped or came back since."""
        now = self._clock.now()
        if (self._seen(now) < now) != self._is_old:
            self.redraw()

    def on_resize(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        now = self._clock.now()
        seen_at = self._seen(now)
        self._is_old = seen_at < now
        wait = changes_in(self._picture, now)
        if wait is not None and self._is_old:
            wait = min(wait, age(now - seen_at).changes_in)
        if wait is not None:
            Ticker.of(self.app, self._clock).wake(self, self._clock.monotonic() + wait, self.redraw)
        return self._lines(width, now)

    def _lines(self, width: int, now: datetime) -> list[Content]:
        seen_at = self._seen(now)
        return summary_lines(self._picture, now, width, self._facts, airy=self._airy, seen_at=seen_at)

    def _seen(self, now: datetime) -> datetime:
        record = self._picture.record
        return self._seen_at(record, now) if isinstance(record, Session) else now


def summary_lines(
    picture: Picture,
    now: datetime,
    width: int,
    facts: int,
    *,
    airy: bool = False,
    seen_at: datetime | None = None,
) -> list[Content]:
    """The lines of the box, `facts` of them for what seldom changes, each at most `width` cells wide.

    How long a phase or a silence lasts is told as far as anybody saw: until `seen_at`, or now.
    """
    record = picture.record
    if record is None:
        return [toned("this session is not known here", "dim")]
    if isinstance(record, Unreadable):
        return [toned("! this record could not be read", "bad", bold=True), safe(record.reason, "$tone-text")]
    head = _head(record, picture, now, seen_at, width)
    below = _facts(_told(record, picture, now, seen_at), width, facts) if facts > 0 else []
    return [*head, *([Content("")] if airy and below else []), *below]


def _head(
    session: Session, picture: Picture, now: datetime, seen_at: datetime | None, width: int
) -> list[Content]:
    """One line, or two where one is too short."""
    since = figures.running_since(session, picture.timeline.ready_at)
    left = figures.limit_left(session, since, now)
    state = _state(session, picture, now, seen_at)
    money = figures.money(session, now)
    limit = partial(figures.limit, session, since, now)
    made = picture.progress if session.is_live else None
    for cells, gap in figures.GAUGES[:-1]:
        line = spaced([state, money, limit(cells), figures.progress(made, now, left, cells)], " " * gap)
        if line.cell_length <= width:
            return [line]
    for cells, gap in figures.GAUGES:
        second = spaced([limit(cells), figures.progress(made, now, left, cells)], " " * gap)
        if second.cell_length <= width:
            break
    lines = [spaced([state, money]), second] if second else [spaced([state, money])]
    return [line.truncate(width, ellipsis=True) for line in lines]


def _state(session: Session, picture: Picture, now: datetime, seen_at: datetime | None) -> Content:
    ending = picture.ending
    if ending is not None and ending.goes_on_for(session):
        from mimiry_tui.live.endings.ending import (
            EndingState,  # here, where there is one, it is loaded already
        )

        loud = ending.state in (EndingState.FAILED, EndingState.STUCK)
        said = toned(f" {ending.says(now).text}", "bad" if loud else "warn", bold=True)
        return spans([phase_span(Phase.STOPPING)]) + said
    state = figures.state(session, picture.timeline.current_phase_since(), now, seen_at)
    return state + toned(" · no longer listed", "warn") if picture.gone else state


def _told(
    session: Session, picture: Picture, now: datetime, seen_at: datetime | None
) -> tuple[list[Fact], list[Fact]]:
    """Facts for the left column and for the right one, the most telling first."""
    why = advice(session)
    tone: Tone = "bad" if session.phase is Phase.ENDED_FAILED else "warn"
    left: list[Fact] = [("why", toned(why.cause, tone))] if why is not None else []
    wished = " and ".join(wanted for wanted, _ in mismatches(session))
    other = toned(f"✗ asked for {wished}", "warn") if wished else Content("")
    left.append(("GPU", spaced([gpu_words(session), toned(session.where, "text"), other], "  ")))
    if session.is_live:
        left.append(("ssh", _ssh(session, picture)))
    left.append(("runs", safe(gist(session.command), "$tone-text") or toned(nothing_runs(session), "dim")))
    mounts = ", ".join(f"{mount.volume} → {mount.path}" for mount in session.mounts)
    right: list[Fact] = [
        ("image", safe(session.image, "$tone-text")),
        ("guards", guards_told(session, picture.guarded)),
        ("mounts", toned(mounts, "text")),
        *besides(session, now, seen_at),
    ]
    return [fact for fact in left if fact[1]], [fact for fact in right if fact[1]]


def _ssh(session: Session, picture: Picture) -> Content:
    if picture.alias and session.ssh is not None:
        place = "@".join(part for part in (session.ssh.username, session.ssh.host) if part)
        return toned(f"ssh {picture.alias}", "bright") + toned(f"  {place}", "dim")
    words = ssh_words(session, None)
    # A machine on its way out has one no more.
    return words or toned("" if session.phase is Phase.STOPPING else picture.no_address, "dim")


def _facts(told: tuple[list[Fact], list[Fact]], width: int, rows: int) -> list[Content]:
    left, right = told
    if width < WIDE:
        # The image is worth more than the command where there is room for three.
        chosen = [*left[:2], *right[:1], *left[2:], *right[1:]][:rows]
        return [_fact(fact, width) for fact in chosen]
    half = width * 3 // 5
    return list(_columns(left[:rows], right[:rows], half, width))


def _columns(left: list[Fact], right: list[Fact], half: int, width: int) -> Iterable[Content]:
    for one, other in zip_longest(left, right):
        first = _fact(one, half - 2) if one else Content("")
        line = first.pad_right(half - first.cell_length)
        yield line + _fact(other, width - half) if other else first


def _fact(fact: Fact, width: int) -> Content:
    """A fact cut to that many cells; of an image the end, with its name and tag, is worth more."""
    label, value = fact
    over = labelled(label, value).cell_length - width
    if label == "image" and over > 0:
        value = toned("…", "dim") + value[min(over + 1, len(value.plain)) :]
    return labelled(label, value).truncate(width, ellipsis=True)

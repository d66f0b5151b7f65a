"""What the session screen is made of, and how that fits the window."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.boot_words import boot_words
from mimiry_tui.ui.density import is_compact
from mimiry_tui.ui.session.book import SessionBook
from mimiry_tui.ui.session.box import Box
from mimiry_tui.ui.session.layout import layout_of, too_small_words
from mimiry_tui.ui.session.place import place
from mimiry_tui.ui.session.sources import Sources
from mimiry_tui.ui.session.summary import SessionSummary
from mimiry_tui.ui.session_commands import SessionCommands
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.countdown import CountdownBar
from mimiry_tui.ui.widgets.header import Header
from mimiry_tui.ui.widgets.key_bar import KeyBar
from mimiry_tui.ui.widgets.part_line import Part, fitted
from mimiry_tui.ui.widgets.timeline_bar import TimelineBar


class SessionLayout(SessionCommands):
    """A header, a box of figures, a timeline and a book, about one session; what little room takes away."""

    def __init__(
        self,
        session_id: str,
        sources: Sources,
        header: Header,
        neighbours: Callable[[], list[str]],
        alias: Callable[[str], str],
    ) -> None:
        super().__init__()
        self.session_id = session_id
        self.header = header
        self._record: Session | Unreadable | None = None
        self._sources = sources
        self._neighbours = neighbours
        self._alias = alias
        self._gone = False
        self._joined = False
        clock, seen_at = sources.clock, sources.timelines.seen_at
        self._figures = SessionSummary(clock, seen_at)
        self._bar = TimelineBar(clock, seen_at=seen_at, ready_words=False)
        self._summary = Box(self._figures, id="session-summary")
        self._timeline = Box(self._bar, id="session-timeline")
        self.book = SessionBook(sources)
        self._countdown = CountdownBar(clock)
        self._key_bar = KeyBar()
        self._notice = Static("", id="too-small", markup=False)

    def compose(self) -> ComposeResult:
        yield self.header
        yield self._summary
        yield self._timeline
        yield self.book
        yield self._notice
        yield self._countdown
        yield self._key_bar

    @property
    def record(self) -> Session | Unreadable | None:
        """What was last known of it; None when nothing ever was."""
        return self._record

    @property
    def session(self) -> Session | None:
        """The session on screen, as last known; None for one that could not be read."""
        return self._record if isinstance(self._record, Session) else None

    def _show_figures(self) -> None:
        picture = self._sources.picture(self._record, gone=self._gone, alias=self._alias(self.session_id))
        self._figures.show(picture)
        self._bar.show(picture.timeline, self.session)

    def _show_edges(self) -> None:
        name = self.session.name if self.session is not None else ""
        title = toned(fitted(name or self.session_id, 60), "bright", bold=True)
        self._summary.top.show(left=[Part(title)])
        where = place(self.session_id, self._neighbours(), brief=self._joined)
        self._summary.foot.show(right=where)
        boot = self._boot()
        if self._joined:
            self._timeline.foot.show(left=[Part(boot)] if boot else [], right=where)
        else:
            self._timeline.foot.show(left=[], right=[Part(boot)] if boot else [])

    def _boot(self) -> Content:
        """How the boot compares; counted on while it goes on."""
        session, sources = self.session, self._sources
        if session is None:
            return Content("")
        if session.phase.is_booting:
            at = sources.clock.monotonic() + 1
            Ticker.of(self.app, sources.clock).wake(self._timeline.foot.face, at, self._show_edges)
        timeline, now = sources.timeline(session), sources.clock.now()
        seen_at = sources.seen_at(session, now)
        boots = sources.boots(session)
        return boot_words(session, timeline, boots, now, seen_at=seen_at, brief=self._joined)

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        layout = layout_of(width, height)
        for part in (self.header, self._summary, self._timeline, self.book, self._key_bar):
            part.display = not layout.too_small
        self._notice.display = layout.too_small
        if layout.too_small:
            self._notice.update(too_small_words(width, height))
            return
        # Compact, two boxes take no more lines than one with a lower line.
        compact = is_compact(self.app)
        self._joined = layout.joined and not compact
        self._timeline.display = layout.timeline
        self._timeline.top.display = not self._joined
        self._summary.foot.display = not (self._joined or compact)
        self._bar.styles.height = 2 if self._joined else 3
        self._figures.fit(layout.facts, airy=layout.airy)
        self._show_edges()
        self.call_after_refresh(self._focus_again)

    def _focus_again(self) -> None:
        """What is hidden loses the focus; give it back once it shows."""
        if self.focused is None and self.book.display:
            self.book.focus_reading()

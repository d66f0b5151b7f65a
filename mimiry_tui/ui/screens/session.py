"""One session with the whole screen: its figures, its timeline, and a book of five tabs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from mimiry_tui.clock import Clock
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.ui.boot_words import boot_words
from mimiry_tui.ui.density import is_compact
from mimiry_tui.ui.screens.session_keys import SESSION_BINDINGS
from mimiry_tui.ui.session.book import TABS, SessionBook
from mimiry_tui.ui.session.box import Box
from mimiry_tui.ui.session.layout import layout_of, too_small_words
from mimiry_tui.ui.session.place import neighbour, place
from mimiry_tui.ui.session.sources import Sources
from mimiry_tui.ui.session.summary import SessionSummary
from mimiry_tui.ui.session_commands import SessionCommands
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.timelines import Timelines
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.countdown import CountdownBar
from mimiry_tui.ui.widgets.header import Header
from mimiry_tui.ui.widgets.key_bar import KeyBar
from mimiry_tui.ui.widgets.part_line import Part, fitted
from mimiry_tui.ui.widgets.timeline_bar import TimelineBar

if TYPE_CHECKING:
    from mimiry_tui.live.endings.endings import Endings
    from mimiry_tui.live.history.history import History
    from mimiry_tui.live.logs.logs import Logs


class SessionScreen(SessionCommands):
    """Shows one session of the store; the keys that act on it are those of `SessionCommands`."""

    BINDING_GROUP_TITLE = "Session"
    CSS_PATH = "session.tcss"
    AUTO_FOCUS = "#session-lines"
    BINDINGS: ClassVar[list[BindingType]] = SESSION_BINDINGS

    def __init__(
        self,
        session_id: str,
        tab: str = TABS[0],
        *,
        store: Store,
        timelines: Timelines,
        clock: Clock,
        header: Header,
        history: History | None,
        logs: Logs | None,
        endings: Endings | None,
        key_path: Path | None,
        neighbours: Callable[[], list[str]],
        alias: Callable[[str], str] = lambda _: "",
        guarded: Callable[[Session], str] = lambda _: "",
        no_address: str = "not published yet",
        no_events: str = "no events told",
    ) -> None:
        """`no_address` is said of a live session without the address of a shell, `no_events` without any."""
        super().__init__()
        self.session_id = session_id
        self._record: Session | Unreadable | None = None
        self.header = header
        self._first_tab = _tab_named(tab)
        self._sources = Sources(
            store, timelines, clock, history, logs, endings, key_path, guarded, no_address, no_events
        )
        self._neighbours = neighbours
        self._alias = alias
        self._gone = False
        self._joined = False
        self._figures = SessionSummary(clock, timelines.seen_at)
        self._bar = TimelineBar(clock, seen_at=timelines.seen_at, ready_words=False)
        self._summary = Box(self._figures, id="session-summary")
        self._timeline = Box(self._bar, id="session-timeline")
        self.book = SessionBook(self._sources)
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

    def on_mount(self) -> None:
        sources = self._sources
        self.header.attach(sources.store)
        self._timeline.top.show(left=[Part(toned("Timeline", "bright"))])
        self.hear(sources.store.subscribe, self._take)
        if sources.history is not None:
            self.hear(sources.history.subscribe, self.show_news)
        if sources.logs is not None:
            self.hear(sources.logs.subscribe, self._take_log)
        if sources.endings is not None:
            self.hear(sources.endings.subscribe, self._take_endings)
            self._countdown.attach(sources.endings)
        if self.services is not None:
            self.hear(self.services.account.guards.subscribe, lambda _: self.show_news())
        self._open(self.session_id)
        self.book.show_tab(self._first_tab)

    @property
    def record(self) -> Session | Unreadable | None:
        """What was last known of it; None when nothing ever was."""
        return self._record

    @property
    def session(self) -> Session | None:
        """The session on screen, as last known; None for one that could not be read."""
        return self._record if isinstance(self._record, Session) else None

    @property
    def tab(self) -> str:
        return self.book.tab

    # News

    def open_session(self, session_id: str, tab: str = "") -> None:
        """Show that session from now on, and that tab where one is named."""
        if session_id != self.session_id:
            self._open(session_id)
        if tab:
            self.book.show_tab(_tab_named(tab))

    def show_launched(self, session_id: str) -> None:
        """Go on with what was just launched from here."""
        self.open_session(session_id)

    def _select(self, session_id: str | None) -> None:
        """Have that session read with all its events."""
        if self.services is not None:
            self.services.account.live.select(session_id)

    def _open(self, session_id: str) -> None:
        self.session_id, self._record, self._gone = session_id, None, False
        self._select(session_id)
        self.show_news()
        self.touch()

    def show_news(self) -> None:
        """Draw everything from what the store holds now."""
        known = self._sources.record(self.session_id)
        offered_for = type(self._record)
        self._gone = known is None and self._record is not None
        self._record = known if known is not None else self._record
        self._show_figures()
        self._show_edges()
        self.book.show_record(self._record)
        if type(self._record) is not offered_for:
            self.refresh_bindings()

    def _take(self, change: Change) -> None:
        if not change.health_only:
            if self.session_id in (*change.upserted, *change.removed) or change.resource is Resource.DETAIL:
                self.show_news()
            elif change.resource is Resource.SESSIONS:
                self._show_edges()
            elif change.resource is Resource.OFFERS:
                self.book.redraw()
        elif change.resource in (Resource.SESSIONS, Resource.DETAIL):
            self._bar.look_again()
            self._figures.look_again()
            self.book.look_again()
        self.header.news()

    def _take_log(self, session_id: str) -> None:
        if session_id == self.session_id:
            self._show_figures()
            self.book.news_of_log()

    def _take_endings(self, ids: frozenset[str]) -> None:
        if self.session_id in ids:
            self._show_figures()
        self.refresh_bindings()

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

    # Layout

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

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is typed into a prompt is text, and no key of the screen."""
        if isinstance(self.focused, Input) and action in ("turn", "show_tab", "neighbour", "back"):
            return False
        if action == "logs" and self.tab == "Logs":
            return False
        return super().check_action(action, parameters)

    def action_show_tab(self, tab: str) -> None:
        """Turn to the tab of that name."""
        self.book.show_tab(tab)

    def action_turn(self, step: int) -> None:
        """Turn to a neighbouring tab."""
        self.book.show_tab(TABS[(TABS.index(self.tab) + step) % len(TABS)])

    def action_neighbour(self, step: int) -> None:
        """Show the session before or after this one, in the order of the sessions pane."""
        found = neighbour(self.session_id, self._neighbours(), step)
        if found is not None:
            self._open(found)

    def action_refresh_now(self) -> None:
        """Ask for everything again."""
        if self.services is not None:
            self.services.account.live.refresh()
            self.services.account.logs.refresh()

    def action_back(self) -> None:
        """Undo what is about to be ended; else back to the dashboard."""
        if self.check_action("undo", ()):
            self.action_undo()
        else:
            self.dismiss()


def _tab_named(name: str) -> str:
    return next((tab for tab in TABS if tab.casefold() == name.casefold()), TABS[0])

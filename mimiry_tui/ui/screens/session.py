"""One session with the whole screen: its figures, its timeline, and a book of five tabs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from mimiry_tui.clock import Clock
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.ui.screens.session_keys import SESSION_BINDINGS
from mimiry_tui.ui.screens.session_layout import SessionLayout
from mimiry_tui.ui.session.book import TABS
from mimiry_tui.ui.session.place import neighbour
from mimiry_tui.ui.session.sources import Sources
from mimiry_tui.ui.timelines import Timelines
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.header import Header
from mimiry_tui.ui.widgets.part_line import Part

if TYPE_CHECKING:
    from mimiry_tui.live.endings.endings import Endings
    from mimiry_tui.live.history.history import History
    from mimiry_tui.live.logs.logs import Logs


class SessionScreen(SessionLayout):
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
        sources = Sources(
            store, timelines, clock, history, logs, endings, key_path, guarded, no_address, no_events
        )
        super().__init__(session_id, sources, header, neighbours, alias)
        self._first_tab = _tab_named(tab)

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

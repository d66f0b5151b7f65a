"""The dashboard: four panes, one line of figures above, one line of keys below."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer

from mimiry_tui.clock import Clock
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.dashboard_keys import DASHBOARD_BINDINGS
from mimiry_tui.ui.screens.dashboard_news import DashboardNews
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.pane import Pane, TablePane

LOOK_AFTER = 0.05
"""Seconds the cursor rests on a row before the detail pane turns to it."""


class DashboardScreen(DashboardNews):
    """Shows the store; every command goes to the app."""

    BINDING_GROUP_TITLE = "Dashboard"
    BLANK = True
    AUTO_FOCUS = "#sessions-table"
    BINDINGS: ClassVar[list[BindingType]] = DASHBOARD_BINDINGS

    class FirstFrameShown(Message):
        """The whole dashboard has been painted once: what is slow may begin."""

        def __init__(self, dashboard: DashboardScreen) -> None:
            super().__init__()
            self.dashboard = dashboard

    def __init__(self, profile: ProfileMark, clock: Clock) -> None:
        super().__init__(profile, clock)
        self._looking: Timer | None = None
        self._is_shown = self._is_just_styled = False
        self._offered_for: type[object] = type(None)

    def on_screen_resume(self) -> None:
        if not self._is_shown:
            self._is_shown = self._is_just_styled = True
            self.call_after_refresh(self._first_frame_shown)

    def update_node_styles(self, animate: bool = True) -> None:
        """Style everything on it anew; not when it comes up, since all of it was styled as it was mounted."""
        if self._is_just_styled:
            self._is_just_styled = False
        else:
            super().update_node_styles(animate)

    def _first_frame_shown(self) -> None:
        """Make ready what the first frame could do without, and tell that it stands."""
        self._is_just_styled = False
        if self.is_attached:  # else the program was left as soon as it was started
            self.prepare_bars()
            for pane in self._tables:
                pane.prepare_filter()
            self.detail.prepare_bar()
        self.post_message(self.FirstFrameShown(self))

    @property
    def table_pane(self) -> TablePane[Any]:
        """The pane with rows that was looked at last."""
        return self._area.looked_at

    @on(TablePane.CursorMoved)
    def _cursor_moved(self, event: TablePane.CursorMoved) -> None:
        if event.pane is not self._area.looked_at:
            return
        record = self.record
        if self._live is not None:
            self._live.select(record.id if isinstance(record, Session) else None)
            if self.sessions.wants_more():
                self._live.load_more_ended()
        # The cursor first: its two lines are painted in a fraction of what the detail takes, and a
        # cursor on its way past needs none.
        if self._looking is not None:
            self._looking.stop()
        self._offer_keys()
        self._looking = self.set_timer(LOOK_AFTER, self._show_record)

    @on(LiveTable.RowSelected)
    async def _row_opened(self, event: LiveTable.RowSelected) -> None:
        if isinstance(self.record, Session) and self.services is not None:
            self.open_session(self.record.id)
        elif isinstance(self.record, Offer) and self.services is not None:
            await self.open_offer(self.record.id)
        else:
            self.action_focus_pane(4)

    @on(LiveTable.SortChanged)
    def _sorted(self, event: LiveTable.SortChanged) -> None:
        event.stop()

    # What is looked at

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        pane = next((node for node in event.widget.ancestors if isinstance(node, Pane)), None)
        if pane is not None and self._area.enter(pane):
            record = self.record
            if self._live is not None and isinstance(record, Session):
                self._live.select(record.id)
            self._show_record()
            self._offer_keys()

    def _offer_keys(self) -> None:
        """Another kind of record may be under the cursor, for which other keys work."""
        kind = type(self.record)
        if kind is not self._offered_for:
            self._offered_for = kind
            self.refresh_bindings()

    # Commands

    def chosen(self) -> tuple[str, ...]:
        marked = self.sessions.table.marked
        if not marked or self._area.looked_at is not self.sessions:
            return super().chosen()
        shown = [row for row in self.sessions.table.visible_ids if row in marked]
        return (*shown, *sorted(marked.difference(shown)))

    def forget_marks(self) -> None:
        if self._area.looked_at is self.sessions:
            self.sessions.table.clear_marks()

    def open_session(self, session_id: str, tab: str = "Overview") -> None:
        from mimiry_tui.ui.screens.session_opening import session_screen

        if self.services is not None:
            table = self.sessions.table
            screen = session_screen(self.services, session_id, tab, lambda: table.visible_ids)

            def came_back(_: None) -> None:
                # The next key means the session that was looked at last, not the one it began with.
                table.move_to(screen.session_id)
                if self._live is not None:
                    # Where it is not shown any more the cursor stayed, and is what is meant.
                    self._live.select(self.record.id if isinstance(self.record, Session) else None)

            self.app.push_screen(screen, came_back)

    def show_launched(self, session_id: str) -> None:
        """Put the cursor on what was just launched, so that the next key means it."""
        self.sessions.clear_filter()
        self.sessions.table.move_to(session_id)
        self.action_focus_pane(1)

    @on(LiveTable.MarksChanged)
    def _marked(self, event: LiveTable.MarksChanged) -> None:
        event.stop()
        self.refresh_bindings()

    def action_show_tab(self, tab: str) -> None:
        """Turn the detail pane to that tab."""
        self.detail.show_tab(tab)
        if self._area.is_one_alone:
            self.action_focus_pane(4)

    def action_refresh_now(self) -> None:
        """Ask for everything again."""
        if self._live is not None:
            self._live.refresh()

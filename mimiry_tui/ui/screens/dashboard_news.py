"""What the account tells, brought to the panes of the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimiry_tui.clock import Clock
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.dashboard_layout import DashboardLayout

if TYPE_CHECKING:
    from mimiry_tui.domain.logs.progress import Progress
    from mimiry_tui.live.live import Live
    from mimiry_tui.ui.services import Services


class DashboardNews(DashboardLayout):
    """The panes over one account, each brought up to date by what concerns it."""

    def __init__(self, profile: ProfileMark, clock: Clock) -> None:
        super().__init__(profile, clock)
        self._progress: dict[str, Progress | None] = {}

    def attach(self, services: Services) -> None:
        """Show this account from now on, and act on it."""
        from mimiry_tui.ui.lacking import no_events, reasons, silent_columns  # there once an account is

        self.services = services
        account, store = services.account, services.account.store
        self.sessions.portal = account.cloud.portal
        self.detail.key_path = account.profile.key_path
        self.detail.no_events = no_events(account.cloud)
        self.detail.attach(store)
        self.header.read_only = account.cloud.read_only
        self.header.attach(store)
        self.sessions.leave_out(silent_columns(account.cloud))
        for pane, why in zip(self._tables, reasons(account.cloud), strict=True):
            pane.why_missing = why
            pane.attach(store)
        self.hear(store.subscribe, self._take)
        self.hear(account.logs.subscribe, self._take_log)
        self.hear(account.endings.subscribe, self._take_endings)
        self.hear(account.guards.subscribe, lambda _: self._show_record())
        self.hear(account.history.subscribe, self._take_history)
        self._countdown.attach(account.endings)
        self.attach_volumes()
        self.attach_digest()
        self.offers.attach_watch(account.watches)
        self.offers.attach_memory(account.offer_memory)
        self._show_record()
        self.refresh_bindings()

    def look_again(self) -> None:
        """Draw everything anew: amounts, times or columns are written in another way."""
        self.header.news()
        store = self._store
        if store is not None:
            for pane in self._tables:
                pane.attach(store)
        self._show_record()

    def _take_log(self, session_id: str) -> None:
        """A log grows all the time; its row is looked at again when it says how far it is."""
        if self.services is None:
            return
        progress = self.services.account.logs.state(session_id).progress
        if progress != self._progress.get(session_id):
            self._progress[session_id] = progress
            self.sessions.look_again((session_id,))

    def _take_endings(self, session_ids: frozenset[str]) -> None:
        self.sessions.look_again(session_ids)
        self.refresh_bindings()

    def _take(self, change: Change) -> None:
        store = self._store
        for pane in self._tables:
            if pane.resource is change.resource:
                pane.take(change)
        if change.resource is Resource.SESSIONS and not change.health_only and store is not None:
            self.offers.hold(store)
            self.volumes.name_sessions(store)
        if change.health_only and change.resource in (Resource.SESSIONS, Resource.DETAIL):
            self.detail.look_again()
        record = self.record
        if (
            record is not None
            and record.id in change.upserted
            and change.resource is self._area.looked_at.resource
        ):
            self._show_record()
        self.header.news()

    def _take_history(self) -> None:
        """How long past boots took matters to the sessions that boot."""
        store = self._store
        rows = store.sessions.values() if store is not None else ()
        booting = [row.id for row in rows if isinstance(row, Session) and row.phase.is_booting]
        self.sessions.look_again(booting)
        if self.record is not None and self.record.id in booting:
            self._show_record()

    @property
    def _store(self) -> Store | None:
        return self.services.account.store if self.services is not None else None

    @property
    def _live(self) -> Live | None:
        return self.services.account.live if self.services is not None else None

    def _show_record(self) -> None:
        self.detail.show_record(self.record)

"""The terminal's title: whose account, what is up, what it costs. tmux shows it as the pane's title."""

from __future__ import annotations

from typing import Any

from textual.app import App

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import burn_rate
from mimiry_tui.domain.status_line import counts_of, status_line
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.terminal import send, send_at_last

_KEEP, _GIVE_BACK = "\x1b[22;2t", "\x1b[23;2t"
"""What terminals of the xterm family keep titles with; others pass over it."""
_LONGEST = 120


class TerminalTitle:
    """Written when it changes, and given back at the end."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._wanted = ""
        self._shown = ""
        self._kept = False
        self._was_paused = False
        self._hears_back = False
        self._store: Store | None = None
        self._profile = ""
        self._service = "mimiry"

    def follow(self, store: Store, profile: str, service: str = "mimiry") -> None:
        """Tell of this account at that service from now on, as long as it is the one that is open."""
        if not self._hears_back:
            self._hears_back = True
            self._app.app_resume_signal.subscribe(self._app, self._lent, immediate=True)
        self._store, self._profile, self._service = store, profile, service

        def told(change: Change) -> None:
            is_paused = store.paused_since is not None
            counts = change.resource in {Resource.SESSIONS, Resource.VOLUMES}
            if counts and self._store is store and (is_paused != self._was_paused or not change.health_only):
                self._was_paused = is_paused
                self._show_counts(store)

        store.subscribe(told)
        self.show(profile, "")

    def leave_for(self, profile: str, service: str) -> None:
        """That account is about to be opened: nothing of the one before is told any more."""
        if self._store is not None:
            self._store, self._profile, self._service = None, profile, service
            self.show(profile, "")

    def rename(self, profile: str) -> None:
        """The account that is open is called so from now on."""
        self._profile = profile
        if self._store is not None:
            self._show_counts(self._store)

    def _show_counts(self, store: Store) -> None:
        paused = "‖ paused · " if store.paused_since is not None else ""
        self.show(self._profile, f"{paused}{_words(store)}")

    def show(self, profile: str, words: str) -> None:
        """From now on these words."""
        self._wanted = safe_text(
            " · ".join(part for part in (words, f"{self._service} {profile}") if part), _LONGEST
        )
        self.repeat()

    def repeat(self) -> None:
        """Write it, unless it is there already; give the old one back where nobody wants ours any more."""
        if not PreferenceDesk.of(self._app).now.look.title:
            self.give_back()
        elif self._wanted != self._shown and not self._app.is_web:  # a page keeps its own
            keep = "" if self._kept else _KEEP
            self._shown, self._kept = self._wanted, True
            send(self._app, f"{keep}\x1b]2;{self._shown}\x07")

    def _lent(self, _: App[Any]) -> None:
        """Another program had the terminal: what was to be written meanwhile was not."""
        self._shown = ""
        self.repeat()

    def end(self) -> None:
        """Give it back for good, whatever may still be going on."""
        self._wanted = ""
        self.give_back()

    def give_back(self) -> None:
        """The title that the terminal had before."""
        if self._kept:
            self._kept, self._shown = False, ""
            send_at_last(self._app, _GIVE_BACK)


def _words(store: Store) -> str:
    if store.health(Resource.SESSIONS).as_of is None:
        return ""  # nobody has told yet: that is not none
    sessions = [row for row in store.sessions.values() if isinstance(row, Session)]
    volumes = [row for row in store.volumes.values() if isinstance(row, Volume)]
    return status_line(counts_of(sessions), burn_rate(sessions, volumes))

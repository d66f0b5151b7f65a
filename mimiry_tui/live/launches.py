"""Launching sessions: written down first, sent once, and looked for where the answer settles nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.domain.draft import Draft
from mimiry_tui.domain.launch import SessionRequest
from mimiry_tui.live.launch_book import Book, Recent, Reconciled
from mimiry_tui.live.launching import SEARCH_FOR, Launching, LaunchState
from mimiry_tui.live.live import Live
from mimiry_tui.live.subscribers import Subscribers

__all__ = ["SEARCH_FOR", "LaunchState", "Launches", "Launching", "Recent", "Reconciled"]


class Launches:
    """Launches sessions while `run` runs; what was asked for before that is sent then.

    Its methods are called on the event loop. At most one launch is pending at a time.
    """

    def __init__(self, cloud: Cloud, live: Live, clock: Clock, folder: Path | None) -> None:
        self.current: Launching | None = None
        """The last launch, until it is forgotten."""
        self.recent: tuple[Recent, ...] = ()
        self.found: tuple[Reconciled, ...] = ()
        self.trouble = ""
        self._cloud = cloud
        self._live = live
        self._clock = clock
        self._folder = folder
        self._book = Book()
        self._subscribers: Subscribers[[]] = Subscribers()

    def launch(self, request: SessionRequest, draft: Draft) -> Launching:
        """Send this once, now; while another one is pending, that one comes back and nothing is sent."""
        if self.current is None or not self.current.is_pending:
            now = self._clock.now()
            self.current = Launching("", request.name, request, draft, LaunchState.SENDING, now, now)
        return self.current

    def forget(self) -> None:
        """Say nothing more of a launch that is over; one that is pending stays."""
        if self.current is not None and not self.current.is_pending:
            self.current = None

    def draft_of(self, session_id: str) -> Draft | None:
        """The form that launched it, without the values of its environment; None where that is not known."""
        return self._book.draft_of(session_id)

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call it when any of this changes; returns what ends that. It must not raise."""
        return self._subscribers.add(callback)

    async def run(self) -> None:
        """Carry out what is asked for until cancelled."""
        await asyncio.Event().wait()

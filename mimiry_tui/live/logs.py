"""The logs of every live session, copied to disk while the dashboard runs."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.live.log_state import LogState, LogStatus
from mimiry_tui.live.spool_format import file_name
from mimiry_tui.live.store import Store

__all__ = ["LogState", "LogStatus", "Logs"]


class Logs:
    """Follows logs while `run` runs. Its other methods may be called before, during and after."""

    def __init__(
        self,
        cloud: Cloud,
        store: Store,
        clock: Clock,
        folder: Path | None,
        *,
        rng: random.Random | None = None,
    ) -> None:
        """`folder` is the account's own; the spools go to its `logs`."""
        self._folder = None if folder is None else folder / "logs"
        self._subscribers: list[Callable[[str], None]] = []

    async def run(self) -> None:
        """Follow until cancelled."""
        await asyncio.Event().wait()

    def watch(self, session_id: str | None) -> None:
        """Follow this one closely: it is on screen. None when none is."""

    def refresh(self) -> None:
        """Ask at once for the log on screen."""

    def set_focused(self, focused: bool) -> None:
        """Slow down the logs nobody reads while nobody looks."""

    def state(self, session_id: str) -> LogState:
        return LogState()

    def path(self, session_id: str) -> Path | None:
        """Where its spool is, or will be."""
        return None if self._folder is None else self._folder / file_name(session_id)

    async def mark(self, session_id: str) -> bool:
        """Set a reader's mark at the end of the spool; False where it could not be written."""
        return False

    def subscribe(self, callback: Callable[[str], None]) -> Callable[[], None]:
        """Call it on the loop with the id of each session whose state or file changed."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

"""The terminal lent to another program, while the dashboard waits behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from textual.app import App

from mimiry_tui.clock import Clock
from mimiry_tui.ui.shell_modes import lent_terminal
from mimiry_tui.ui.terminal import muted
from mimiry_tui.ui.ticker import Ticker


@contextmanager
def handed_over(app: App[Any], clock: Clock, quiet: AbstractContextManager[None]) -> Iterator[None]:
    """Within the block nothing of ours is written to it, and `quiet` holds; then it is ours again.

    Raises SuspendNotSupported.
    """
    ticker = Ticker.of(app, clock)
    ticker.pause()
    try:
        # Painting while suspended fills a queue that nobody empties, and then everything stands still.
        with quiet, app.batch_update(), app.suspend(), muted(app), lent_terminal():
            yield
    finally:
        if app.app_focus:
            ticker.resume()

"""How often each resource is asked for, in seconds, and what slows it down; `RefreshRates` has the rest.

At rest with nothing live these come to 600 requests an hour, with one session up and selected to
1,200; both counted by a test.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from mimiry_tui.clouds.errors import CloudError, Refused
from mimiry_tui.domain.phases import Phase
from mimiry_tui.settings.preferences import RefreshRates

ON_DEMAND = math.inf
"""Asked for only when someone wants it now."""

SESSIONS_MOVING = 2.0
DETAIL_MOVING, DETAIL_STEADY = 2.0, 30.0
ENDED, ENDED_SEARCHING = 120.0, 5.0
VOLUMES_MOVING = 3.0
TRANSACTIONS = 60.0

LOG_ON_SCREEN, LOG_SPOOLED = 2.0, 15.0
LOG_BOOTING = 10.0
"""For the log of a machine that boots, where the service does not say when to ask again."""
LOG_LINES_LEAST, LOG_LINES_MOST = 200, 2_000
"""How long an answer about a log is asked for; above the latter the service's own store can fail."""

SELECTION_DWELL = 0.25
"""A selection that moves on within this asks for nothing: holding an arrow key costs no requests."""
GRACE = 60.0
"""How long something just created may be missing from answers (Mimiry compute API, errors)."""
JITTER = 0.1
"""Intervals vary by this share either way, so that many dashboards do not ask in step."""

FIRST_RETRY, LONGEST_RETRY = 5.0, 60.0
SIGN_IN_RETRY = 300.0
"""Token requests are rate limited hard, and most failures to sign in need a person."""
SLEEP_CHECK, SLEEP_JUMP = 5.0, 5.0
"""How often wall and elapsed time are compared, and the difference that means the machine slept."""


def sessions_interval(rates: RefreshRates, *, moving: bool, live: bool) -> float:
    """For the live list: faster while anything is about to change."""
    if moving:
        return rates.sessions_moving
    return rates.sessions if live else rates.sessions_idle


def detail_interval(phase: Phase | None) -> float:
    """For the selected session; an unread one is asked for like one at rest."""
    return DETAIL_MOVING if phase is not None and phase.is_moving else DETAIL_STEADY


def volumes_interval(rates: RefreshRates, moving: Iterable[bool]) -> float:
    return min(VOLUMES_MOVING, rates.volumes) if any(moving) else rates.volumes


def log_interval(on_screen: bool, hurry: int) -> float:
    """For one log; `hurry` counts the answers in a row that were more than half new."""
    return LOG_ON_SCREEN if on_screen else max(LOG_ON_SCREEN, LOG_SPOOLED / 2.0 ** min(hurry, 10))


def retry_delay(error: CloudError, failures: int, interval: float) -> float:
    """How long to wait after that many failures in a row when the service did not say.

    Doubles from 5 s to a minute. What was refused will likely be refused again: that is never
    asked faster than usual.
    """
    delay = min(LONGEST_RETRY, FIRST_RETRY * 2.0 ** min(failures - 1, 10))
    usual = interval if math.isfinite(interval) else 0.0
    return max(delay, usual) if isinstance(error, Refused) else delay

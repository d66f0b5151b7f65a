"""When one log is asked for next, and for how many lines."""

from __future__ import annotations

import math

from mimiry_tui.clouds.errors import BadRequest, CloudError, StillBooting
from mimiry_tui.live import cadence
from mimiry_tui.live.poller import Conditions


class LogPace:
    """Remembers how the last attempts went. Nothing here waits: `wait` says how long to."""

    def __init__(self, conditions: Conditions) -> None:
        self._conditions = conditions
        self._clock = conditions.clock
        self._most = cadence.LOG_LINES_MOST
        self._last_end = self._clock.monotonic()
        # Not all logs at once at the start.
        self._asked_for_at: float | None = self._last_end + conditions.rng.uniform(0, cadence.LOG_ON_SCREEN)
        self._shown_at: float | None = None
        self.is_wanted = False
        """By somebody who has it not on screen."""
        self._retry_at: float | None = None
        self._not_before = -math.inf
        self._variation = 1.0
        self._hurry = 0
        self.failures = 0
        """In a row, up to now."""
        self.tail = self._most
        """Lines to ask for: the first time all there are, then what should do."""

    @property
    def more(self) -> int:
        """Lines to ask for where `tail` did not reach back to what is known."""
        return self._most

    @property
    def is_on_screen(self) -> bool:
        return self._shown_at is not None

    @property
    def is_read(self) -> bool:
        """Whether somebody wants what there is, also where nothing new is expected."""
        return self.is_on_screen or self.is_wanted

    def wait(self) -> float:
        """Seconds until the next attempt; zero or less when it is due."""
        regular = self._last_end + self._usual() * self._variation
        due = regular if self._retry_at is None else self._retry_at
        if self._asked_for_at is not None:
            due = min(due, self._asked_for_at)
        if self._shown_at is not None:
            # A selection that only passes costs no request.
            due = max(due, self._shown_at + cadence.SELECTION_DWELL)
        return max(due, self._not_before) - self._clock.monotonic()

    def put_on_screen(self, shown: bool) -> None:
        """Often while someone reads it, and soon if that begins now."""
        if shown == self.is_on_screen:
            return
        self._shown_at = self._clock.monotonic() if shown else None

    def hurry_up(self) -> None:
        """At once, with the back-off begun anew; a wait that the service asked for is kept."""
        self._retry_at = None
        self.failures = 0
        self._asked_for_at = self._clock.monotonic()

    def answered(self, new: int, asked: int) -> None:
        """Take in a good answer: what is busy is asked more often and for more lines."""
        self._ended()
        self.failures = 0
        self._hurry = self._hurry + 1 if new * 2 > asked else 0
        self.tail = min(self._most, max(cadence.LOG_LINES_LEAST, 4 * new))

    def failed(self, error: CloudError, asked: int) -> None:
        """Take in a failed attempt."""
        self._ended()
        self.failures += 1
        now, usual = self._clock.monotonic(), self._usual()
        if error.retry_after is not None:
            self._not_before = now + max(1.0, error.retry_after)
            self._retry_at = max(self._not_before, now + usual)
            return
        if isinstance(error, BadRequest) and asked > cadence.LOG_LINES_LEAST:
            # The service's own store may give up on long answers.
            self.tail = self._most = max(cadence.LOG_LINES_LEAST, asked // 2)
        delay = cadence.retry_delay(error, self.failures, usual)
        if isinstance(error, StillBooting):
            delay = max(cadence.LOG_BOOTING, usual)
        self._retry_at = now + delay * self._variation

    def skipped(self) -> None:
        """Take in that there was nothing to ask for now."""
        self._ended()

    def _ended(self) -> None:
        self._last_end = self._clock.monotonic()
        self._asked_for_at = self._retry_at = None
        self._variation = self._conditions.rng.uniform(1 - cadence.JITTER, 1 + cadence.JITTER)

    def _usual(self) -> float:
        interval = cadence.log_interval(self.is_on_screen, self._hurry)
        return interval if self.is_on_screen else interval * self._conditions.slowdown

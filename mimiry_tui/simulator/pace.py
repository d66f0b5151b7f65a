"""How long things take: base durations in seconds, the speed they are divided by, a little jitter."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

ACCEPT, PROVISION, ALLOCATE, BOOT, SET_UP, PULL, START = 1.5, 5.0, 1.0, 2.0, 4.5, 8.0, 2.5
RETRY = 3.0
PUBLISH_SSH = 0.5
SSH_LATE, SSH_SLOW = 20.0, 10.0
CRASH, LAST_WORDS = 30.0, 6.0
DRAIN = 10.0
LOG_LATE = 20.0
STOP, TERMINATE, SETTLE = 2.5, 3.0, 4.0
VOLUME_PROVISION, VOLUME_RESIZE, VOLUME_DETACH, VOLUME_DELETE = 4.0, 5.0, 2.0, 2.0


@dataclass(frozen=True)
class Pace:
    """Turns a base duration into the time it takes in one session's life."""

    speed: float
    rng: random.Random
    jitter: float = 0.1

    def takes(self, seconds: float) -> timedelta:
        """`seconds` at speed 1, give or take the jitter."""
        factor = 1 + self.rng.uniform(-self.jitter, self.jitter)
        return timedelta(seconds=seconds * factor / self.speed)

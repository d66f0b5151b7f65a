"""How long something takes, in milliseconds."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def best(work: Callable[[], object], rounds: int) -> float:
    """The shortest of some rounds: what others do on this machine only adds."""
    shortest = float("inf")
    for _ in range(rounds):
        gc.collect()
        started = time.perf_counter()
        work()
        shortest = min(shortest, since(started))
    return shortest


def since(started: float) -> float:
    """What has passed since that moment of `time.perf_counter`."""
    return (time.perf_counter() - started) * 1e3

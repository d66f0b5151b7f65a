"""What is remembered of an image that was used before."""

from __future__ import annotations

from datetime import datetime, timedelta

from mimiry_tui.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class ImagePast:
    """How sessions with one image went, as far as this machine saw them."""

    uri: str
    boots: int
    """How many became ready."""
    failures: int
    """How many failed before that, on a machine: without one the image had no part in it."""
    median: timedelta | None
    """From accepted to ready; None while too few are known."""
    last_used: datetime

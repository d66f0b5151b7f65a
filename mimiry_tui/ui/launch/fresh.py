"""What the form begins with where nothing else does: empty, but for the guards that the user always wants."""

from __future__ import annotations

from datetime import timedelta

from mimiry_tui.domain.launching.draft import AutoTerminate, Draft
from mimiry_tui.settings.preferences import Guards


def fresh_draft(guards: Guards) -> Draft:
    """An empty form with these guards in it."""
    return Draft(
        auto_terminate=AutoTerminate(guards.auto_terminate) if guards.auto_terminate is not None else None,
        max_duration=_typed(guards.max_duration) if guards.max_duration is not None else "",
        max_price=str(guards.max_hourly_rate) if guards.max_hourly_rate is not None else "",
    )


def _typed(duration: timedelta) -> str:
    """As it would be typed: "4h", "1h30m", "90s"."""
    left, words = int(duration.total_seconds()), ""
    for unit, seconds in (("h", 3_600), ("m", 60), ("s", 1)):
        count, left = divmod(left, seconds)
        words += f"{count}{unit}" if count else ""
    return words

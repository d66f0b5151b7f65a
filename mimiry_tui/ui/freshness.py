"""How old a picture is and why, in a few words: "3 s", or "stale 45 s · service trouble · again in 8 s"."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from mimiry_tui.clouds.errors import NoKey
from mimiry_tui.domain.durations import countdown, freshness
from mimiry_tui.ui.toned import toned

if TYPE_CHECKING:
    from mimiry_tui.live.store import Health


class Freshness(NamedTuple):
    """The words, and the seconds after which they read differently (None: never by themselves)."""

    content: Content
    changes_in: float | None


def describe(health: Health, now: datetime, *, paused: bool = False) -> Freshness:
    """What a pane says about the age of what it shows; while paused nothing more is promised."""
    age = freshness(now - health.as_of) if health.as_of is not None else None
    if health.error is None:
        if age is None:
            missing = "not asked yet" if paused and not health.loading else "loading…"
            return Freshness(toned(missing, "dim"), None)
        return Freshness(toned(age.text, "dim"), age.changes_in)
    if isinstance(health.error, NoKey):
        return Freshness(toned("signed out", "dim"), None)
    words = [f"stale {age.text}" if age else "no data", health.error.said]
    changes = [age.changes_in] if age else []
    if health.loading:
        words.append("asking")
    elif not paused and health.next_try_at is not None and health.next_try_at > now:
        wait = countdown(health.next_try_at - now)
        words.append(f"again in {wait.text}")
        # A whole second reads the same for one more moment.
        changes.append(max(0.05, wait.changes_in))
    return Freshness(toned(" · ".join(words), "warn"), min(changes, default=None))

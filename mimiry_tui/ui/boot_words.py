"""How long a session took to be ready, or will take, measured by the boots before it."""

from __future__ import annotations

from datetime import datetime, timedelta

from textual.content import Content

from mimiry_tui.domain.boots import Boots, estimate
from mimiry_tui.domain.durations import last_seen, short
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.domain.timeline import Timeline
from mimiry_tui.ui.toned import toned


def boot_words(
    session: Session,
    timeline: Timeline,
    boots: Boots | None,
    now: datetime,
    *,
    seen_at: datetime | None = None,
    brief: bool = False,
) -> Content:
    """One line: "ready in 2m31s · median of your 11 boots here 2m24s", "ready in ≈40s · …", or nothing.

    Of too few boots to estimate from nothing is said. Past the 90th percentile it is amber and says
    what waiting has cost. Where the last answer about it came at `seen_at`, before now, nobody knows how
    far it is: it says how old that is. `brief` is for some 45 cells.
    """
    dot = toned(" · ", "dim")
    if session.phase.is_booting and timeline.segments:
        if boots is None:
            return Content("")
        if seen_at is not None and seen_at < now:
            return toned(last_seen(seen_at, now), "warn") + dot + _usual(boots, brief)
        told = estimate(boots, max(timedelta(0), now - timeline.segments[0].start))
        if told.late:
            return _late(session, boots, now, brief)
        left = f"ready in ≈{short(told.left)}" if told.left else "ready any moment"
        return toned(left, "text") + dot + _usual(boots, brief)
    ready = timeline.time_to_ready
    if ready is None:
        return Content("")
    took = toned("ready in ", "dim") + toned(short(ready), "warn" if boots and ready > boots.slow else "text")
    return took + dot + _usual(boots, brief) if boots else took


def _late(session: Session, boots: Boots, now: datetime, brief: bool) -> Content:
    """Amber: how late it is, and what waiting has cost."""
    cost = cost_so_far(session, now)
    if brief:
        return toned("slower than 9 in 10 boots" + (f" · has cost {cost}" if cost else ""), "warn")
    late = f"slower than 9 in 10 of your {boots.count} boots here ({short(boots.slow)})"
    return toned(late + (f" · waiting has cost {cost}" if cost else ""), "warn")


def _usual(boots: Boots, brief: bool) -> Content:
    here = f"median of {boots.count} boots " if brief else f"median of your {boots.count} boots here "
    told = toned(here, "dim") + toned(short(boots.median), "text")
    return told if brief else told + toned(f", 9 in 10 within {short(boots.slow)}", "dim")

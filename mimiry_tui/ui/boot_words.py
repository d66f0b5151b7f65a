"""How long a session took to be ready, or will take, measured by the boots before it."""

from __future__ import annotations

from datetime import datetime, timedelta

from textual.content import Content

from mimiry_tui.domain.boots import Boots, estimate
from mimiry_tui.domain.durations import short
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.domain.timeline import Timeline
from mimiry_tui.ui.toned import toned


def boot_words(session: Session, timeline: Timeline, boots: Boots | None, now: datetime) -> Content:
    """One line: "ready in 2m31s · median of your 11 boots here 2m24s", "≈40s left · …", or nothing.

    Past the 90th percentile it is amber and says what waiting has cost.
    """
    dot = toned(" · ", "dim")
    if session.phase.is_booting and timeline.segments:
        if boots is None:
            return toned("too few boots with this image and GPU to estimate", "dim")
        waited = max(timedelta(0), now - timeline.segments[0].start)
        told = estimate(boots, waited)
        if told.late:
            late = toned(
                f"slower than 9 in 10 of your {boots.count} boots here ({short(boots.slow)})", "warn"
            )
            cost = cost_so_far(session, now)
            return late + dot + toned(f"waiting has cost {cost}", "warn") if cost else late
        left = (
            toned(f"ready in ≈{short(told.left)}", "text") if told.left else toned("ready any moment", "text")
        )
        return left + dot + _usual(boots)
    ready = timeline.time_to_ready
    if ready is None:
        return Content("")
    took = toned("ready in ", "dim") + toned(short(ready), "warn" if boots and ready > boots.slow else "text")
    return took + dot + _usual(boots) if boots else took


def is_late(session: Session, timeline: Timeline, boots: Boots | None, now: datetime) -> bool:
    """Whether it boots longer than nine in ten before it."""
    if boots is None or not session.phase.is_booting or not timeline.segments:
        return False
    return estimate(boots, max(timedelta(0), now - timeline.segments[0].start)).late


def _usual(boots: Boots) -> Content:
    return (
        toned(f"median of your {boots.count} boots here ", "dim")
        + toned(short(boots.median), "text")
        + toned(f", 9 in 10 within {short(boots.slow)}", "dim")
    )

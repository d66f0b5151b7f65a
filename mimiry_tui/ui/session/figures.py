"""The figures of one session, each as a short piece of a line: state, money, limit, progress."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from mimiry_tui.domain import words
from mimiry_tui.domain.durations import last_seen, short
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.ui.columns.session_phase import FULL, REST
from mimiry_tui.ui.glyphs import PHASE_TONES, phase_span
from mimiry_tui.ui.toned import spans, toned
from mimiry_tui.ui.widgets.cells import Tone

if TYPE_CHECKING:
    from mimiry_tui.domain.logs.progress import Progress

GAUGES = ((14, 4), (9, 3), (6, 3), (3, 2))
"""Cells of a bar and of the gap between figures, from the roomiest to the tightest."""
SOON = timedelta(minutes=15)
"""A limit that is nearer than this is amber."""


def state(
    session: Session, since: datetime | None, now: datetime, seen_at: datetime | None = None
) -> Content:
    """Sign and phase, and for how long: "● ready for 2h12m", as far as seen: " · last seen 4m ago"."""
    sign = spans([phase_span(session.phase)])
    tone: Tone = PHASE_TONES[session.phase]
    head = sign + toned(f" {words.phase_words(session)}", tone, bold=True)
    if session.phase.is_ended:
        ended = session.finished_at
        ago = toned(f" · {short(now - ended)} ago", "dim") if ended is not None else Content("")
        return head + ago
    told = now if seen_at is None else seen_at
    if since is not None:
        head += toned(" for ", "dim") + toned(short(told - since), "text")
    return head + toned(f" · {last_seen(told, now)}", "warn") if told < now else head


def money(session: Session, now: datetime) -> Content:
    """What it has cost, and what an hour of it costs: "≈€4.69 so far · €2.10/h"."""
    cost, rate = cost_so_far(session, now), session.got.rate
    so_far = " so far" if session.is_live else " in all"
    parts = []
    if cost is not None:
        parts.append(toned(str(cost), "bright", bold=True) + toned(so_far, "dim"))
    if rate is not None and (session.is_live or cost is None):
        parts.append(toned(str(rate), "text") + toned("/h", "dim"))
    return toned(" · ", "dim").join(parts)


def limit_left(session: Session, running_since: datetime | None, now: datetime) -> timedelta | None:
    """How long until the duration limit ends a session that runs, never negative; None without one."""
    if session.max_duration is None or running_since is None or not session.is_live:
        return None
    return max(timedelta(0), running_since + session.max_duration - now)


def limit(session: Session, running_since: datetime | None, now: datetime, cells: int) -> Content:
    """The duration limit: "limit ≈1h46m ━━━━━────", or only its length while nothing runs."""
    if session.max_duration is None or not session.is_live:
        return Content("")
    left = limit_left(session, running_since, now)
    if left is None:
        return toned("limit ", "dim") + toned(short(session.max_duration), "text")
    tone: Tone = "warn" if left < SOON else "bright"
    used = 1 - left / session.max_duration if session.max_duration else 1.0
    told = toned("limit ", "dim") + toned(f"≈{short(left)}", tone) + Content(" ")
    return told + gauge(used, cells, "warn" if left < SOON else "accent")


def progress(
    made: Progress | None,
    now: datetime,
    left_of_limit: timedelta | None,
    cells: int,
    label_cells: int = 24,
) -> Content:
    """How far what runs is: "epoch 3/10 ━━━━━──── ≈4h10m left", or "≈4h10m past the limit"."""
    if made is None:
        return Content("")
    told = toned(made.label, "accent").truncate(label_cells, ellipsis=True)
    told += Content(" ") + gauge(made.share, cells, "accent")
    left = made.left_at(now)
    if left is None:
        return told + toned("" if "%" in made.label else f" {made.share:.0%}", "dim")
    late = left_of_limit is not None and left > left_of_limit
    return (
        told
        + toned(f" ≈{short(left)}", "text")
        + toned(" past the limit" if late else " left", "bad" if late else "dim")
    )


def gauge(share: float, cells: int, tone: Tone) -> Content:
    """A thin bar, filled by that share (0..1), by one cell at the least for more than nothing."""
    share = min(1.0, max(0.0, share))
    filled = min(cells, max(round(share * cells), 1 if share > 0 else 0))
    return toned(FULL * filled, tone) + toned(REST * (cells - filled), "faint")


def running_since(session: Session, ready_at: datetime | None) -> datetime | None:
    """When the container began to run, as well as is known: that is when its limit begins to count."""
    has_run = session.phase in (Phase.READY, Phase.SLEEPING, Phase.STOPPING)
    return session.started_at or (ready_at if has_run else None)

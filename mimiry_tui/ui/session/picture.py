"""What the upper box of the session screen is drawn from, and when that reads differently."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from mimiry_tui.domain.durations import age, countdown
from mimiry_tui.domain.logs.progress import Progress
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.domain.timeline import Timeline
from mimiry_tui.ui.besides import besides_change_in
from mimiry_tui.ui.columns.common import next_cent
from mimiry_tui.ui.session import figures

if TYPE_CHECKING:
    from mimiry_tui.live.endings.ending import Ending


class Picture(NamedTuple):
    """What the box is drawn from."""

    record: Session | Unreadable | None
    timeline: Timeline = Timeline(())
    progress: Progress | None = None
    ending: Ending | None = None
    alias: str = ""
    """The host name under which the generated ssh config knows it."""
    gone: bool = False
    """The service does not list it any more: this is what was last known."""
    guarded: str = ""
    """What ends it from here while the dashboard runs, in words."""
    no_address: str = "not published yet"
    """What is said where it tells no address of a shell."""


def changes_in(picture: Picture, now: datetime) -> float | None:
    """Seconds until something reads differently; None while nothing does by itself."""
    session = picture.record
    if not isinstance(session, Session):
        return None
    waits = []
    if session.is_live:
        since = picture.timeline.current_phase_since()
        waits += [age(now - since).changes_in] if since is not None else []
        cost = cost_so_far(session, now)
        cent = next_cent(session.got.rate, cost.money) if cost is not None and cost.estimated else None
        waits += [cent] if cent is not None else []
        left = figures.limit_left(session, figures.running_since(session, picture.timeline.ready_at), now)
        waits += [countdown(left).changes_in] if left else []
        done_in = picture.progress.left_at(now) if picture.progress is not None else None
        waits += [countdown(done_in).changes_in] if done_in else []
        beat = besides_change_in(session, now)
        waits += [beat] if beat is not None else []
    elif session.finished_at is not None:
        waits.append(age(now - session.finished_at).changes_in)
    told = picture.ending.says(now).changes_in if picture.ending is not None else None
    waits += [told] if told is not None else []
    # A whole second or minute reads the same for one more moment.
    return max(0.05, min(waits)) if waits else None

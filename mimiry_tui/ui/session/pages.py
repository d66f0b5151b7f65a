"""The pages of the book that grow while one looks: what they say, and when they say something else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.durations import last_seen
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.boot_words import boot_words
from mimiry_tui.ui.session import picture
from mimiry_tui.ui.session.overview import overview
from mimiry_tui.ui.session.sources import Sources
from mimiry_tui.ui.timeline_lines import changes_in, timeline_lines
from mimiry_tui.ui.toned import toned


def overview_page(
    session: Session, sources: Sources, now: datetime, width: int, log_tail: Sequence[str]
) -> list[Content]:
    """Everything about it, each line at most `width` cells wide; `log_tail` for one that failed."""
    return overview(
        session,
        sources.timeline(session),
        now,
        width,
        key_path=sources.key_path,
        offers=sources.offers(),
        log_tail=log_tail,
        guarded=sources.guarded(session),
        no_address=sources.no_address,
        seen_at=sources.seen_at(session, now),
    )


def overview_changes_in(session: Session, sources: Sources, now: datetime) -> float | None:
    """Seconds until its overview reads differently; None while it does not by itself."""
    if not session.is_live:
        return None
    return picture.changes_in(picture.Picture(session, sources.timeline(session)), now)


def timeline_page(session: Session, sources: Sources, now: datetime, width: int) -> list[Content]:
    """Its phases one below the other, and how its boot compares."""
    timeline, seen_at = sources.timeline(session), sources.seen_at(session, now)
    lines = timeline_lines(timeline, seen_at, width, sources.ready_at(session, now))
    boot = boot_words(session, timeline, sources.boots(session), now, seen_at=seen_at)
    if not boot and seen_at < now:
        boot = toned(last_seen(seen_at, now), "warn")
    return [*lines, Content(""), *boot.wrap(width)] if boot else lines


def timeline_changes_in(session: Session, sources: Sources, now: datetime) -> float | None:
    """The same of its timeline."""
    return changes_in(sources.timeline(session), now)

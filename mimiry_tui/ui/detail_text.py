"""What the detail pane says of a record among others, and when a session's reads differently.

A module of its own, which is loaded with the account: before, there is no record to speak of.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.durations import age
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.store import Store
from mimiry_tui.ui import overview
from mimiry_tui.ui.besides import besides_change_in
from mimiry_tui.ui.columns.common import next_cent


def volume_text(volume: Volume, store: Store | None, width: int, notes: Iterable[Content]) -> list[Content]:
    """A volume's overview, with what is known of it beyond its record."""
    session = store.sessions.get(volume.attached_to) if store is not None else None
    holder = (session.name if isinstance(session, Session) else "") or volume.attached_to
    return overview.volume_lines(volume, holder, width, notes)


def offer_text(offer: Offer, store: Store | None, width: int) -> list[Content]:
    """An offer's overview, among the others of its model."""
    offers = store.offers.values() if store is not None else ()
    same = [row for row in offers if isinstance(row, Offer) and row.model == offer.model]
    return overview.offer_lines(offer, same, width)


def session_changes_in(session: Session, now: datetime) -> float | None:
    """Seconds until a session's overview reads differently; None when it will not by itself."""
    cost = cost_so_far(session, now)
    cent = next_cent(session.got.rate, cost.money) if cost is not None and cost.estimated else None
    length = age(now - session.created_at).changes_in if session.created_at is not None else None
    waits = (cent, length, besides_change_in(session, now))
    return min((wait for wait in waits if wait is not None), default=None)

"""Prices that a service tells only with its offers: once those came, sessions are asked for again."""

from __future__ import annotations

from collections.abc import Callable

from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Change, Resource


def follow_prices(live: Live) -> Callable[[], None]:
    """Ask for sessions once more whenever other offers came while something ready has no price.

    Returns what ends that. Offers are asked for once a minute or more rarely, so this adds few requests.
    """

    def take(change: Change) -> None:
        if change.resource is not Resource.OFFERS or not change.upserted:
            return
        rows = live.store.sessions.values()
        if any(
            isinstance(row, Session) and row.phase is Phase.READY and row.got.rate is None for row in rows
        ):
            live.refresh(Resource.SESSIONS)

    return live.store.subscribe(take)

"""The panes over sessions and GPUs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.domain.offers import Offer, cheapest
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.ui.columns import offers, sessions
from mimiry_tui.ui.columns.common import row_id
from mimiry_tui.ui.insights import Insights
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.placeholders import message
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.welcome import first_steps
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.pane import TablePane

if TYPE_CHECKING:
    from mimiry_tui.domain.memory.samples import OfferPast
    from mimiry_tui.live.memory.offer_memory import OfferMemory
    from mimiry_tui.live.watches.watches import Watches

NEAR_THE_END = 5
"""Rows from the last one at which further ended sessions are asked for."""


class SessionsPane(TablePane[Session]):
    """Live sessions first, then those that ended, page by page."""

    resource = Resource.SESSIONS

    def __init__(self, insights: Insights, clock: Clock) -> None:
        self.portal = ""
        """Where keys are added; known once the account is."""
        self._seen_at: datetime | None = None
        """When the answers stopped coming; None while they come."""
        self._columns = sessions.session_columns(insights, clock.now)
        table = LiveTable(
            self._columns,
            row_id=row_id,
            clock=clock,
            row_tone=sessions.session_tone,
            pinned_last=sessions.ended,
            id="sessions-table",
        )
        super().__init__(1, table, clock, id="sessions")
        table.sort_by("up")

    def rows(self, store: Store) -> Mapping[str, Session | Unreadable]:
        return store.sessions

    def facts(self, store: Store) -> str:
        live = sum(1 for row in store.sessions.values() if isinstance(row, Session) and row.is_live)
        loaded = sum(1 for row in store.sessions.values() if isinstance(row, Session)) - live
        ended = store.ended_total if store.ended_total is not None else loaded
        return f"{live} live · {max(ended, loaded):,} ended"

    def empty(self) -> Content:
        return message(toned("no sessions", "text"), "what you launch shows up here")

    def leave_out(self, keys: frozenset[str]) -> None:
        """Show no columns of these keys: the service has nothing to say in them."""
        self.table.show_columns([column for column in self._columns if column.key not in keys])

    def without_key(self, why: str) -> Content:
        keys = {"set_up": key_of(self, "set_up"), "profiles": key_of(self, "profiles")}
        return first_steps(self.portal, why, **keys)

    def take(self, change: Change) -> None:
        super().take(change)
        if self.store is None:
            return
        health = self.store.health(self.resource)
        is_old = self.is_paused or health.is_stale(self.clock.now())
        before, self._seen_at = self._seen_at, health.as_of if is_old else None
        if self.table.sort_key == "cost" or before != self._seen_at:
            # What runs costs more by the minute, so its place changes without news of its own; and how far
            # it is nobody knows while nobody asks.
            running = (row for row in self.store.sessions.values() if not sessions.ended(row))
            self.table.apply(running)

    def look_again(self, session_ids: Iterable[str]) -> None:
        """What is known of these beyond their records has changed."""
        known = self.store.sessions if self.store is not None else {}
        self.table.apply([known[one] for one in session_ids if one in known])

    def wants_more(self) -> bool:
        """Whether the cursor has come near the end of what is loaded."""
        if self.store is None or not self.store.ended_has_more or self.table.cursor_id is None:
            return False
        return self.table.cursor_id in self.table.visible_ids[-NEAR_THE_END:]


class OffersPane(TablePane[Offer]):
    """What can be rented, cheapest first, what is sold out at the end."""

    resource = Resource.OFFERS

    def __init__(self, clock: Clock) -> None:
        self._cheapest: str | None = None
        self._held: dict[tuple[str, int, str], int] = {}
        self._watched: Mapping[str, object] = {}
        self._memory: OfferMemory | None = None
        self._columns = offers.offer_columns(
            lambda offer: offer.id == self._cheapest,
            self._held_on,
            lambda offer: _watch_word(self._watched.get(offer.id)),
            self._past,
        )
        self._shown = self._columns
        table = LiveTable(
            self._columns,
            row_id=row_id,
            clock=clock,
            row_tone=offers.offer_tone,
            pinned_last=offers.sold_out,
            id="offers-table",
        )
        super().__init__(2, table, clock, id="offers")
        table.sort_by("price")

    def rows(self, store: Store) -> Mapping[str, Offer | Unreadable]:
        return {key: row for key, row in store.offers.items() if isinstance(row, Unreadable) or row.has_gpu}

    def facts(self, store: Store) -> str:
        found = [row for row in store.offers.values() if isinstance(row, Offer) and row.has_gpu]
        best = cheapest(found)
        price = f" · cheapest {best.rate}" if best and best.rate else ""
        watched = sum(offer.id in self._watched for offer in found)
        waited_for = f" · {watched} watched" if watched else ""
        return f"{sum(offer.available for offer in found)} of {len(found)} in stock{price}{waited_for}"

    def empty(self) -> Content:
        return message(toned("no GPUs on offer", "text"), "nobody offers one at the moment")

    def attach(self, store: Store) -> None:
        super().attach(store)
        self._fit_columns()

    def take(self, change: Change) -> None:
        if self.store is not None:
            self._fit_columns()
            best = cheapest(row for row in self.store.offers.values() if isinstance(row, Offer))
            before, self._cheapest = self._cheapest, best.id if best else None
            super().take(change)
            if before != self._cheapest:
                self._repaint(before, self._cheapest)

    def attach_watch(self, watches: Watches) -> None:
        """Mark what is watched, from now on."""
        self.hear(watches.subscribe, lambda: self._mark(watches.marks))
        self._mark(watches.marks)

    def attach_memory(self, memory: OfferMemory) -> None:
        """Show what is remembered of each offer, from now on."""
        self._memory = memory
        self.hear(memory.subscribe, lambda offer_ids: self._repaint(*offer_ids))

    def _fit_columns(self) -> None:
        """Show the price of whole machines where machines are what is rented, and as wide as they need."""
        if self.store is None:
            return
        columns = offers.columns_for(self._columns, self.store.offers.values())
        if columns != self._shown:
            self._shown = columns
            self.table.show_columns(columns)

    def _held_on(self, offer: Offer) -> int:
        kind = offer.family if offer.count else offer.model
        return self._held.get((kind, offer.count, offer.where), 0)

    def _past(self, offer: Offer) -> OfferPast | None:
        return self._memory.past(offer.id) if self._memory is not None else None

    def _mark(self, marks: Mapping[str, object]) -> None:
        before, self._watched = self._watched, marks
        changed = [key for key in before.keys() | marks.keys() if before.get(key) != marks.get(key)]
        if changed and self.store is not None:
            self._repaint(*changed)
            self._facts = self.facts(self.store)
            self.show_state()

    def hold(self, store: Store) -> None:
        """Count the user's own live sessions by what they run on."""
        held: dict[tuple[str, int, str], int] = {}
        for row in store.sessions.values():
            if isinstance(row, Session) and row.is_live:
                # On any number of single GPUs, and on machines with just as many.
                for count in (0, row.asked.gpu_count):
                    held[row.gpu, count, row.where] = held.get((row.gpu, count, row.where), 0) + 1
        if held != self._held:
            self._held = held
            self.table.apply(self.rows(store).values())

    def _repaint(self, *ids: str | None) -> None:
        rows = self.rows(self.store) if self.store is not None else {}
        self.table.apply([rows[key] for key in ids if key is not None and key in rows])


def _watch_word(mark: object) -> str:
    """What a watch is called beside an offer: it may launch something by itself."""
    return "" if mark is None else "armed" if mark == "armed" else "watch"

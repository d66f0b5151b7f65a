"""One offer with the whole screen: its price and stock over time, and what one has had there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from mimiry_tui.clock import Clock
from mimiry_tui.domain.offers import Offer, by_price
from mimiry_tui.domain.words import same_model
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.ui.launch_commands import LaunchCommands
from mimiry_tui.ui.offer.boxes import ChangesBox, PastBox, YoursBox
from mimiry_tui.ui.offer.head import HeadFacts
from mimiry_tui.ui.offer.head_box import OfferHead
from mimiry_tui.ui.offer.past_chart import RANGES
from mimiry_tui.ui.offer.story import OfferSource, Remembered, remembered, running_on
from mimiry_tui.ui.screens.offer_keys import OFFER_BINDINGS
from mimiry_tui.ui.session.box import Box
from mimiry_tui.ui.session.layout import layout_of, too_small_words
from mimiry_tui.ui.session.place import neighbour
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.header import Header
from mimiry_tui.ui.widgets.key_bar import KeyBar
from mimiry_tui.ui.widgets.part_line import Part, fitted

if TYPE_CHECKING:
    from mimiry_tui.live.memory.offer_memory import OfferMemory

WEEK = 1
"""The time that is shown first, among `RANGES`."""
ASK_EVERY = 60.0
"""Seconds after which the chart goes on, also where nothing changed."""
_TITLE_CELLS = 60


class Sources(NamedTuple):
    """What the screen is drawn from."""

    store: Store
    archive: OfferSource
    memory: OfferMemory
    clock: Clock


class OfferScreen(LaunchCommands):
    """Shows one offer of the store; the keys that launch and watch are those of `LaunchCommands`."""

    BINDING_GROUP_TITLE = "Offer"
    CSS_PATH = "offer.tcss"
    AUTO_FOCUS = "#offer-yours LineView"
    BINDINGS: ClassVar[list[BindingType]] = OFFER_BINDINGS

    def __init__(
        self, offer_id: str, sources: Sources, header: Header, neighbours: Callable[[], list[str]]
    ) -> None:
        super().__init__()
        self.offer_id = offer_id
        self.header = header
        self._sources = sources
        self._neighbours = neighbours
        self._offer: Offer | None = None
        self._gone = False
        self._remembered: Remembered | None = None
        self._range = WEEK
        self._figures = OfferHead(sources.clock)
        self._head = Box(self._figures, id="offer-head")
        self._past = PastBox()
        self._yours, self._changes = YoursBox(), ChangesBox()
        self._lists = Horizontal(self._yours, self._changes, id="offer-lists")
        self._key_bar = KeyBar()
        self._notice = Static("", id="too-small", markup=False)

    def compose(self) -> ComposeResult:
        yield self.header
        yield self._head
        yield self._past
        yield self._lists
        yield self._notice
        yield self._key_bar

    def on_mount(self) -> None:
        sources = self._sources
        self.header.attach(sources.store)
        self.hear(sources.store.subscribe, self._take)
        self.hear(sources.memory.subscribe, self._recalled)
        self._open(self.offer_id)

    @property
    def record(self) -> Offer | None:
        """The offer, as last known."""
        return self._offer

    # News

    def _open(self, offer_id: str) -> None:
        self.offer_id, self._offer, self._remembered = offer_id, None, None
        self._show_offer()
        self._show_past()
        self._ask()
        self.refresh_bindings()

    def _take(self, change: Change) -> None:
        if not change.health_only:
            if change.resource is Resource.OFFERS:
                self._show_offer()
            elif change.resource is Resource.SESSIONS:
                self._show_yours()
        self.header.news()

    def _recalled(self, offer_ids: frozenset[str]) -> None:
        if self.offer_id in offer_ids:
            self._show_offer()
            self._ask()

    @work(exclusive=True, group="offer past", exit_on_error=True)
    async def _ask(self) -> None:
        """Ask the archive; what it tells of an offer that is left meanwhile comes too late."""
        offer, sources = self._offer, self._sources
        if offer is not None:
            self._remembered = await remembered(sources.archive, offer, sources.clock.now())
            self._show_past()
            at = sources.clock.monotonic() + ASK_EVERY
            Ticker.of(self.app, sources.clock).wake(self._past, at, self._ask_again)

    def _ask_again(self) -> None:
        self._ask()

    # What is on it

    def _show_offer(self) -> None:
        listed = self._sources.store.offers
        known = listed.get(self.offer_id)
        self._gone = not isinstance(known, Offer)
        if isinstance(known, Offer):
            self._offer = known
        offer = self._offer
        others = [
            one
            for one in listed.values()
            if offer is not None
            and isinstance(one, Offer)
            and one.id != offer.id
            and same_model(one.model, offer.model)
        ]
        past = self._sources.memory.past(self.offer_id)
        self._figures.show(HeadFacts(offer, self._gone, past, tuple(sorted(others, key=by_price))))
        self._head.top.show(left=[Part(_title(offer) if offer is not None else toned(self.offer_id, "dim"))])
        self._head.foot.show(right=_place(self.offer_id, self._neighbours()))

    def _show_past(self) -> None:
        """Chart and lists from what the archive told."""
        now = self._sources.clock.now()
        self._past.show(self._remembered, self._offer, self._range, now)
        self._changes.show(self._remembered, now)
        self._show_yours()

    def _show_yours(self) -> None:
        """What runs there, besides what the archive told."""
        offer, sessions = self._offer, self._sources.store.sessions.values()
        running = running_on(offer, sessions) if offer is not None else ()
        self._yours.show(self._remembered, running, self._sources.clock.now())

    # Layout

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        too_small = layout_of(width, height).too_small
        for part in (self.header, self._head, self._past, self._lists, self._key_bar):
            part.display = not too_small
        self._notice.display = too_small
        if too_small:
            self._notice.update(too_small_words(width, height))
            return
        self._figures.fit(2 if width >= 100 or height < 30 else 3)
        self._changes.display = width >= 90
        self.call_after_refresh(self._laid_out)

    def _laid_out(self) -> None:
        self._show_past()
        if self.focused is None and self._lists.display:
            self._yours.reading.focus()

    # Commands

    def action_show_range(self, number: int) -> None:
        """Look at that time."""
        self._range = number
        self._show_past()

    def action_turn_range(self, step: int) -> None:
        """Look at a longer time, or a shorter one."""
        self.action_show_range(max(0, min(len(RANGES) - 1, self._range + step)))

    def action_neighbour(self, step: int) -> None:
        """Show the offer before or after this one, in the order of the GPUs pane."""
        found = neighbour(self.offer_id, self._neighbours(), step)
        if found is not None:
            self._open(found)

    def action_yank(self) -> None:
        """Choose what to copy of the offer."""
        from mimiry_tui.ui.screens.yank import YankScreen
        from mimiry_tui.ui.yankable import yankable

        if self.services is not None and self._offer is not None:
            self.app.push_screen(YankScreen(yankable(self._offer, self.services.account.profile.key_path)))

    def action_refresh_now(self) -> None:
        """Ask for everything again."""
        if self.services is not None:
            self.services.account.live.refresh()

    def action_back(self) -> None:
        """Back to where one came from."""
        self.dismiss()


def _title(offer: Offer) -> Content:
    """The GPU and where it is: "NVIDIA H100 SXM 80GB  verda/FIN-01"."""
    name = toned(fitted(offer.display_name or offer.model, _TITLE_CELLS), "bright", bold=True)
    return name + toned(f"  {fitted(offer.where, _TITLE_CELLS)}", "text")


def _place(offer_id: str, ids: list[str]) -> list[Part]:
    """Its place among the others, with two signs to click: "5 of 17 · [ ] neighbours"."""
    if offer_id not in ids or len(ids) < 2:
        return []
    return [
        Part(toned(f"{ids.index(offer_id) + 1:,} of {len(ids):,} · ", "dim")),
        Part(toned("[", "accent", bold=True), "screen.neighbour(-1)"),
        Part(toned(" ", "dim")),
        Part(toned("]", "accent", bold=True), "screen.neighbour(1)"),
        Part(toned(" neighbours", "dim")),
    ]

"""Every session that is remembered: found again, added up by month, opened, launched once more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.ui.history.card_commands import CardCommands
from mimiry_tui.ui.history.card_table import PAGE, CardTable
from mimiry_tui.ui.history.filter_commands import FilterCommands
from mimiry_tui.ui.history.months import MonthLine, MonthList
from mimiry_tui.ui.session.box import Box
from mimiry_tui.ui.session.layout import SMALLEST, too_small_words
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.header import Header
from mimiry_tui.ui.widgets.key_bar import KeyBar
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.part_line import Part

if TYPE_CHECKING:
    from mimiry_tui.ui.services import Services

MONTHS_BESIDE = 118
"""Columns from which the months have a place of their own."""
GATHER = 1.0
"""Seconds that what is written is gathered before it is read again."""


class HistoryScreen(FilterCommands):
    """Reads the archive only: it needs neither the network nor a key."""

    BINDING_GROUP_TITLE = "History"
    CSS_PATH = "history.tcss"
    AUTO_FOCUS = "#history-table"

    def __init__(self, services: Services, launched: Callable[[str], None]) -> None:
        super().__init__(services, launched)
        clock = services.clock
        self._clock, self._archive = clock, services.account.archive
        self.header = Header(services.profile, clock)
        self.header.read_only = services.account.cloud.read_only
        self.table = CardTable(clock)
        self._cards = Box(self.filter_line, self.filter_input, self.table, id="history-cards")
        self._months = MonthList()
        self._side = Box(self._months, id="history-months")
        self._month_line = MonthLine(id="history-month-line")
        self._key_bar = KeyBar()
        self._notice = Static("", id="too-small", markup=False)
        self._asked = 0
        self._written = asyncio.Event()

    def compose(self) -> ComposeResult:
        yield self.header
        with Horizontal(id="history-panes"):
            yield self._cards
            yield self._side
        yield self._month_line
        yield self._notice
        yield self._key_bar

    def on_mount(self) -> None:
        assert self.services is not None
        store = self.services.account.store
        self.header.attach(store)
        self._cards.top.show(left=[Part(toned("History", "bright", bold=True))])
        self._side.top.show(left=[Part(toned("Months", "bright"))])
        self.hear(store.subscribe, lambda _: self.header.news())
        self.hear(self._archive.subscribe, self._written.set)
        self._read()
        self._follow()

    @property
    def card(self) -> Card | None:
        return self.table.cursor_row

    # What is read

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        await self._read_once(from_top=True)

    @work(group="follow")
    async def _follow(self) -> None:
        """Read again what changes while one looks."""
        while True:
            await self._written.wait()
            await self._clock.sleep(GATHER)
            self._written.clear()
            await self._read_once(from_top=False)

    @work(group="read", exclusive=True)
    async def _read_more(self) -> None:
        await self._read_once(from_top=False)

    async def _read_once(self, *, from_top: bool) -> None:
        """Of several questions only the answer to the last one counts."""
        self._asked += 1
        asked, chosen = self._asked, self.filter
        page = await self._archive.cards(chosen.query(self._clock.now()), limit=self.table.limit)
        months = await self._archive.months()
        if asked != self._asked:
            return
        self.table.show_page(page, chosen, self._archive.trouble)
        if from_top:
            self.table.move_to_index(0)
        self._months.show(months)
        self._month_line.show(months)
        self._show_foot()
        self.refresh_bindings()

    def _show_foot(self) -> None:
        page = self.table.page
        known = f"{page.total:,} session{'s' if page.total != 1 else ''}"
        # What is not billed yet runs or has just ended, and so is among the first.
        about = "≈" if any(card.cost is not None and not card.cost_settled for card in page.cards) else ""
        sums = toned(" + ", "dim").join(toned(f"{about}{one}", "bright") for one in page.totals)
        costs = toned(" · ", "dim") + sums if page.totals else Content("")
        parts = [Part(toned(known, "dim") + costs)]
        if self._archive.trouble:
            parts.insert(0, Part(toned(f"{self._archive.trouble}  ", "warn")))
        self._cards.foot.show(right=parts)

    def filter_changed(self) -> None:
        self.table.limit = PAGE
        self._read()

    # Keys

    def leave_filter(self) -> None:
        self.table.focus()

    @on(LiveTable.RowHighlighted)
    def _moved(self, event: LiveTable.RowHighlighted) -> None:
        event.stop()
        if self.table.wants_more():
            self._read_more()

    @on(LiveTable.SortChanged)
    def _sorted(self, event: LiveTable.SortChanged) -> None:
        event.stop()
        if self.table.wants_more():
            self._read_more()

    @on(LiveTable.RowSelected)
    def _opened(self, event: LiveTable.RowSelected) -> None:
        event.stop()
        from mimiry_tui.ui.screens.card import CardScreen

        if self.services is None or self.card is None:
            return
        screen = CardScreen(
            self.services, self._launched_from_card, self.card, neighbours=lambda: self.table.visible_ids
        )
        self.app.push_screen(screen, lambda _: self._came_back(screen))

    def _launched_from_card(self, session_id: str) -> None:
        self.show_launched(session_id)

    def _came_back(self, screen: CardCommands) -> None:
        """The next key means the card that was looked at last."""
        if screen.card is not None and self.is_attached:
            self.table.move_to(screen.card.session_id)

    # Room

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        too_small = width < SMALLEST[0] or height < SMALLEST[1]
        panes = self.query_one("#history-panes")
        panes.display = self.header.display = self._key_bar.display = not too_small
        self._side.display = width >= MONTHS_BESIDE
        self._month_line.display = width < MONTHS_BESIDE and not too_small
        self._notice.display = too_small
        if too_small:
            self._notice.update(too_small_words(width, height))
        elif self.focused is None:
            self.call_after_refresh(self.table.focus)

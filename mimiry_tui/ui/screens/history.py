"""Every session that is remembered: found again, added up by month, opened, launched once more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.ui.history.card_commands import CardCommands
from mimiry_tui.ui.history.card_table import PAGE, CardTable
from mimiry_tui.ui.history.filter_line import FilterLine
from mimiry_tui.ui.history.filters import HistoryFilter
from mimiry_tui.ui.history.months import MonthLine, MonthList
from mimiry_tui.ui.session.box import Box
from mimiry_tui.ui.session.layout import SMALLEST, too_small_words
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.filter_input import FilterInput
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


class HistoryScreen(CardCommands):
    """Reads the archive only: it needs neither the network nor a key."""

    BINDING_GROUP_TITLE = "History"
    CSS_PATH = "history.tcss"
    AUTO_FOCUS = "#history-table"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before all else, so that what is typed right after it lands in the filter.
        Binding("slash", "filter", "filter", id="history.filter", priority=True, tooltip="Find by words"),
        Binding("o", "next_outcome", "outcome", id="history.outcome", show=False, tooltip="Only one outcome"),
        Binding("m", "only_gpu", "GPU", id="history.gpu", show=False, tooltip="Only this row's GPU, or any"),
        Binding(
            "i",
            "only_image",
            "image",
            id="history.image",
            show=False,
            tooltip="Only this row's image, or any",
        ),
        Binding("d", "next_days", "days", id="history.days", show=False, tooltip="Only the last days"),
        Binding("escape,h", "back", "back", id="history.back", tooltip="Clear the filter, back"),
    ]

    def __init__(self, services: Services, launched: Callable[[str], None], *, text: str = "") -> None:
        """`text` is what it is filtered by at first."""
        super().__init__(services, launched)
        clock = services.clock
        self._clock, self._archive = clock, services.account.archive
        self.filter = HistoryFilter(text=text)
        self.header = Header(services.profile, clock)
        self.header.read_only = services.account.cloud.read_only
        self.table = CardTable(clock)
        self._input = FilterInput()
        self._filter_line = FilterLine()
        self._cards = Box(self._filter_line, self._input, self.table, id="history-cards")
        self._months = MonthList()
        self._side = Box(self._months, id="history-months")
        self._month_line = MonthLine(id="history-month-line")
        self._key_bar = KeyBar()
        self._notice = Static("", id="too-small", markup=False)
        self._asked = 0
        self._written = asyncio.Event()
        self._subscriptions: list[Callable[[], None]] = []

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
        self._filter_line.show(self.filter)
        self._subscriptions += [
            store.subscribe(lambda _: self.header.news()),
            self._archive.subscribe(self._written.set),
        ]
        self._read()
        self._follow()

    def on_unmount(self) -> None:
        for unsubscribe in self._subscriptions:
            unsubscribe()

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

    def _narrow(self, chosen: HistoryFilter) -> None:
        if chosen == self.filter:
            return
        self.filter = chosen
        self.table.limit = PAGE
        self._filter_line.show(chosen)
        self._read()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is typed into the filter is text, and no key of the screen."""
        if isinstance(self.focused, FilterInput):
            return False
        return super().check_action(action, parameters)

    def action_filter(self) -> None:
        """Type words to find sessions by."""
        self._input.display = True
        # At once and not in its turn: the next key may be waiting already.
        self.set_focus(self._input)

    def action_next_outcome(self) -> None:
        """Show only those that turned out so, then the next way."""
        self._narrow(self.filter.next_outcome())

    def action_next_days(self) -> None:
        """Show only the last days, then more of them, then all."""
        self._narrow(self.filter.next_days())

    def action_only_gpu(self) -> None:
        """Show only those with the GPU of this one, or any again."""
        self._narrow(self.filter.only_gpu(self.card.gpu if self.card is not None else ""))

    def action_only_image(self) -> None:
        """Show only those with the image of this one, or any again."""
        self._narrow(self.filter.only_image(self.card.image if self.card is not None else ""))

    def action_back(self) -> None:
        """Show everything again where something is hidden, else back to the dashboard."""
        if self.filter.is_empty:
            self.dismiss()
        else:
            self._input.value = ""
            self._narrow(HistoryFilter())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow(replace(self.filter, text=event.value))

    @on(Input.Submitted)
    def _kept(self, event: Input.Submitted) -> None:
        event.stop()
        self._close_input()

    @on(FilterInput.Cleared)
    def _cleared(self, event: FilterInput.Cleared) -> None:
        event.stop()
        self._narrow(replace(self.filter, text=""))
        self._close_input()

    def _close_input(self) -> None:
        self._input.display = False
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

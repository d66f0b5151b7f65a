"""The cards in a table, narrowed down by the archive, which knows more of them than are shown."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.memory.questions import CardPage
from mimiry_tui.ui.history.columns import card_columns, card_tone
from mimiry_tui.ui.history.filters import HistoryFilter
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.placeholders import message
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.live_table import LiveTable

PAGE = 200
"""Cards asked for at first; twice as many each time the cursor comes near the end of them."""
NEAR_THE_END = 10
MOST = 20_000
"""As many as are ever kept: all of them are needed to sort by something else than the date."""


class CardTable(LiveTable[Card]):
    """Those that began last first, until it is sorted by something else."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(
            card_columns(),
            row_id=lambda card: card.session_id,
            clock=clock,
            row_tone=card_tone,
            id="history-table",
        )
        self.page = CardPage((), 0, ())
        self.limit = PAGE
        self.set_placeholder(message(toned("loading…", "dim")))

    def show_page(self, page: CardPage, chosen: HistoryFilter, trouble: str) -> None:
        """Show these cards, or why there is none."""
        self.page = page
        self.set_rows(page.cards)
        if not page.cards:
            self.set_placeholder(_why_none(chosen, trouble))

    def wants_more(self) -> bool:
        """Whether further cards are needed, and asks for them with the next question."""
        if len(self.page.cards) >= self.page.total or not self.page.cards:
            return False
        if self.sort_key is not None and self.limit < MOST:
            self.limit = MOST
            return True
        if self.cursor_id in self.visible_ids[-NEAR_THE_END:] and self.limit < MOST:
            self.limit = min(MOST, self.limit * 2)
            return True
        return False


def _why_none(chosen: HistoryFilter, trouble: str) -> Content:
    if trouble:
        return message(toned("nothing can be read", "warn", bold=True), trouble)
    if not chosen.is_empty:
        return message(
            toned("no session like that", "text"), f"{key_now('history.back', 'esc')} shows all of them again"
        )
    return message(
        toned("no sessions yet", "text"), "every session seen here is remembered, also after it ended"
    )

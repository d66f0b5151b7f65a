"""The offers table of the form: picked in an order, each with what speaks against it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from mimiry_tui.clock import Clock
from mimiry_tui.domain.offers import by_price, short_model
from mimiry_tui.ui import glyphs
from mimiry_tui.ui.columns.common import NOTHING, rate_cell
from mimiry_tui.ui.launch.gpu_rows import OfferRow
from mimiry_tui.ui.launch.typed_ahead import took_key
from mimiry_tui.ui.widgets.cells import EMPTY, Cell, Span, Tone, cell
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.table.canvas import HEADER
from mimiry_tui.ui.widgets.table.columns import Column

_LINES = ((30, 4), (40, 5), (50, 8))
"""Lines of a terminal from which the table shows so many offers; three below."""
_FEWEST = 3
PICK_CELLS = 5
"""Cells at the left of a row that a click picks by: the gutter and the column of numbers."""


def rows_shown(height: int, offers: int) -> int:
    """Lines of offers on a terminal of that height."""
    most = max([_FEWEST, *(rows for lines, rows in _LINES if height >= lines)])
    return max(_FEWEST if offers else 1, min(most, offers))


class OfferTable(LiveTable[OfferRow]):
    """Tells what is wanted of the offer under the cursor; the draft is somebody else's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "wish('toggle')", "pick", id="offers.pick", tooltip="Pick it too, or not any more"),
        Binding(
            "enter", "wish('only')", "only this", id="offers.only", tooltip="Pick this one and no other"
        ),
        Binding("shift+up", "wish('earlier')", "earlier", id="offers.earlier", show=False,
                tooltip="Prefer it to the one before"),
        Binding("shift+down", "wish('later')", "later", id="offers.later", show=False,
                tooltip="Prefer the next one to it"),
        Binding("slash", "filter", "filter", id="offers.filter", show=False, tooltip="Filter the offers"),
        Binding("w", "wish('watch')", "watch", id="offers.watch", tooltip="Tell when it comes into stock"),
    ]  # fmt: skip

    class Wished(Message):
        """Something is wanted of an offer: `toggle`, `only`, `earlier`, `later` or `watch`."""

        def __init__(self, wish: str, row: OfferRow) -> None:
            super().__init__()
            self.wish = wish
            self.row = row

    def __init__(self, clock: Clock, to_filter: Callable[[], None]) -> None:
        """`to_filter` puts the focus where the offers are filtered, at once."""
        super().__init__(
            _columns(),
            row_id=lambda row: row.id,
            clock=clock,
            row_tone=_tone,
            pinned_last=lambda row: not row.is_takeable and not row.rank,
            id="launch-offers",
        )
        self._to_filter = to_filter
        self.sort_by("price")

    async def _on_key(self, event: events.Key) -> None:
        await took_key(self, event)

    def action_filter(self) -> None:
        self._to_filter()

    def action_wish(self, wish: str) -> None:
        if self.cursor_row is not None:
            self.post_message(self.Wished(wish, self.cursor_row))

    def action_select(self) -> None:
        """What a second click on a row does."""
        self.action_wish("only")

    def on_click(self, event: events.Click) -> None:
        """A click on a row's number picks it, wherever the cursor is."""
        offset = event.get_content_offset(self)
        if offset is None or event.button != 1 or offset.x >= PICK_CELLS or offset.y < HEADER:
            return
        index = offset.y - HEADER + self.scroll_offset.y
        if index < self.visible_count:
            # The table's own handler would take the click for one on the row.
            event.prevent_default()
            event.stop()
            self.move_to_index(index)
            self.action_wish("toggle")


def _columns() -> list[Column[OfferRow]]:
    return [
        Column(
            key="pick",
            title="",
            render=lambda row, now: _rank(row),
            text=lambda row: "picked" if row.rank else "",
            sort=lambda row: row.rank or None,
            width=2,
            gap=1,
        ),
        Column(
            key="model",
            title="MODEL",
            render=_model,
            text=lambda row: f"{row.offer.model} {row.offer.display_name} {short_model(row.offer.model)}",
            sort=lambda row: row.offer.model.casefold(),
            min_width=10,
            weight=2,
        ),
        Column(
            key="vram",
            title="VRAM",
            render=lambda row, now: cell(str(row.offer.vram_gb)) if row.offer.vram_gb else NOTHING,
            text=lambda row: str(row.offer.vram_gb or ""),
            sort=lambda row: row.offer.vram_gb,
            width=4,
            align="right",
        ),
        Column(
            key="price",
            title="€/H",
            render=lambda row, now: _price(row),
            text=lambda row: row.offer.rate.figure() if row.offer.rate else "",
            sort=lambda row: by_price(row.offer),
            width=6,
            align="right",
        ),
        Column(
            key="where",
            title="WHERE",
            render=lambda row, now: cell(row.offer.where) if row.offer.where else NOTHING,
            text=lambda row: row.offer.where,
            sort=lambda row: row.offer.where.casefold(),
            min_width=13,
            weight=3,
        ),
        Column(
            key="stock",
            title="STOCK",
            render=_stock,
            text=_words,
            sort=lambda row: (not row.is_takeable, row.remark, row.against),
            min_width=9,
            weight=2,
            drop=1,
        ),
    ]


def _tone(row: OfferRow) -> Tone | None:
    return None if row.is_takeable else "dim"


def _rank(row: OfferRow) -> Cell:
    return cell(str(row.rank), "accent", bold=True) if row.rank else cell(glyphs.ENDED, "dim")


def _model(row: OfferRow, _: datetime) -> Cell:
    offer = row.offer
    form = f" {offer.form_factor}" if offer.form_factor else ""
    return Cell((Span(offer.family or offer.model, "bright", bold=bool(row.rank)), Span(form, "text")))


def _price(row: OfferRow) -> Cell:
    if not row.is_takeable:
        return rate_cell(row.offer.rate, "dim") if row.is_listed else EMPTY
    return rate_cell(row.offer.rate, "good" if row.is_cheapest else "bright", bold=True)


def _words(row: OfferRow) -> str:
    return row.against or row.remark or "in stock"


def _stock(row: OfferRow, _: datetime) -> Cell:
    words = Span(_words(row), "warn" if row.rank and row.against else "dim")
    # First, as it would be the first thing to be cut.
    return Cell((Span("◉ ", "watch"), words)) if row.is_watched else Cell((words,))

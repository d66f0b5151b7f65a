"""The GPUs pane's columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from mimiry_tui.domain.memory.samples import OfferPast
from mimiry_tui.domain.offers import Offer, by_price, short_model
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.ui import glyphs
from mimiry_tui.ui.columns.common import (
    NOTHING,
    key_of,
    rate_cell,
    readable,
    state_column,
    text_of,
    unreadable_name,
    where_column,
)
from mimiry_tui.ui.columns.extras import offer_extras
from mimiry_tui.ui.columns.offer_past import (
    WEEK_CELLS,
    change_tone,
    change_words,
    note_cell,
    note_words,
    seen_cell,
    stock_cell,
    stock_share,
    week_cell,
)
from mimiry_tui.ui.widgets.cells import EMPTY, Cell, Span, Tone, cell
from mimiry_tui.ui.widgets.table.model import Column

OfferRow = Offer | Unreadable
_LEAST_NAME, _WIDEST_NAME, _WIDEST_PLACE = 12, 36, 18
"""Cells of a machine and its place."""
_FIRST_TO_GO = 5


def offer_columns(
    is_cheapest: Callable[[Offer], bool],
    held: Callable[[Offer], int],
    watched: Callable[[Offer], str] = lambda _: "",
    past: Callable[[Offer], OfferPast | None] = lambda _: None,
) -> list[Column[OfferRow]]:
    """Columns of the GPUs pane.

    `held` counts the user's own live sessions on an offer, `past` gives what is remembered of it.
    """
    return [
        state_column(
            lambda row: _stock_span(row, watched(row)),
            lambda row: ("in stock" if row.available else "sold out") + (" watched" if watched(row) else ""),
        ),
        Column(
            key="model",
            title="MODEL",
            render=readable(lambda row, now: _model(row), unreadable_name),
            text=text_of(
                lambda row: f"{row.model} {row.display_name} {short_model(row.model)} {row.gpus}",
                "unreadable",
            ),
            sort=key_of(lambda row: row.model.casefold()),
            min_width=10,
            want=15,
            weight=2,
            gap=1,
            about="what is offered",
            fixed=True,
        ),
        Column(
            key="vram",
            title="VRAM",
            render=readable(lambda row, now: cell(str(row.vram_gb)) if row.vram_gb else NOTHING),
            text=text_of(lambda row: str(row.vram_gb or "")),
            sort=key_of(lambda row: row.vram_gb),
            width=4,
            align="right",
            gap=1,
            about="memory of one GPU in GB",
        ),
        Column(
            key="price",
            title="€/H",
            render=readable(lambda row, now: _price(row, is_cheapest(row))),
            text=text_of(lambda row: row.rate.figure() if row.rate else ""),
            sort=key_of(by_price),
            min_width=5,
            want=6,
            weight=0,
            align="right",
            about="price per GPU and hour",
        ),
        Column(
            key="whole",
            title="€/H ALL",
            render=readable(lambda row, now: rate_cell(row.whole_rate)),
            text=text_of(lambda row: ""),
            sort=key_of(lambda row: row.whole_rate.amount if row.whole_rate else None),
            width=7,
            align="right",
            drop=1,
            about="price of the whole machine per hour, where GPUs come together",
        ),
        # What follows are bars, which need no more to stand apart.
        where_column(lambda row: row.where, min_width=16, weight=2, gap=1),
        Column(
            key="week",
            title="7 DAYS",
            render=readable(lambda row, now: week_cell(row, past(row))),
            text=text_of(lambda row: ""),
            sort=key_of(lambda row: _change(past(row))),
            width=WEEK_CELLS,
            gap=1,
            drop=2,
            about="its price over seven days, dots where nobody looked; sorts by the change",
        ),
        Column(
            key="stock",
            title="STOCK",
            render=readable(lambda row, now: stock_cell(row, past(row))),
            text=text_of(lambda row: "yes" if row.available else "none"),
            sort=key_of(lambda row: (not row.available, -(stock_share(past(row)) or 0))),
            width=5,
            align="right",
            drop=3,
            about="share of the last 24 hours in stock, as far as watched; else whether it is now",
        ),
        Column(
            key="note",
            title="",
            render=readable(lambda row, now: note_cell(row, past(row), held(row), watched(row), now)),
            text=text_of(lambda row: note_words(row, past(row), held(row), watched(row))),
            min_width=7,
            want=16,
            weight=3,
            drop=4,
            about="what stands out: price against the week, yours, when it was last in stock",
        ),
        Column(
            key="change",
            title="CHANGE",
            render=readable(lambda row, now: cell(change_words(past(row)), change_tone(past(row)))),
            text=text_of(lambda row: change_words(past(row)).replace("−", "-")),
            sort=key_of(lambda row: _change(past(row))),
            width=6,
            align="right",
            drop=9,
            about="price against the week's average",
            extra=True,
        ),
        Column(
            key="seen",
            title="SEEN",
            render=readable(lambda row, now: seen_cell(row, past(row), now)),
            text=text_of(lambda row: "now" if row.available else ""),
            sort=key_of(lambda row: _last_seen(row, past(row))),
            width=9,
            align="right",
            drop=9,
            about="when it was last in stock",
            extra=True,
        ),
        Column(
            key="yours",
            title="YOURS",
            render=readable(lambda row, now: _held(held(row))),
            text=text_of(lambda row: "yours" if held(row) else ""),
            sort=key_of(lambda row: -held(row)),
            width=5,
            align="right",
            drop=9,
            about="your live sessions on it",
            extra=True,
        ),
        *offer_extras(),
    ]


def columns_for(columns: list[Column[OfferRow]], rows: Iterable[OfferRow]) -> list[Column[OfferRow]]:
    """Without the price of the whole machine where no GPUs come together; else with room for machines.

    There the model tells the memory too, so that its own column is the first to go.
    """
    machines = [row for row in rows if isinstance(row, Offer) and row.count]
    if not machines:
        return [column for column in columns if column.key != "whole"]
    named = min(max(len(f"{row.gpus} {row.machine}") for row in machines), _WIDEST_NAME)
    where = min(max(len(row.where) for row in machines), _WIDEST_PLACE)

    def fitted(column: Column[OfferRow]) -> Column[OfferRow]:
        match column.key:
            case "model":
                return replace(column, min_width=_LEAST_NAME, want=named)
            case "where":
                return replace(column, min_width=where)
            case "vram":
                return replace(column, drop=_FIRST_TO_GO)
        return column

    return [fitted(column) for column in columns]


def offer_tone(row: OfferRow) -> Tone | None:
    """What can't be had recedes."""
    return "dim" if isinstance(row, Offer) and not row.available else None


def sold_out(row: OfferRow) -> bool:
    """Whether a row belongs after all that can be had, whatever the sorting."""
    return isinstance(row, Unreadable) or not row.available


def _stock_span(offer: Offer, watched: str) -> Span:
    if watched:
        return Span(glyphs.WATCHED if offer.available else glyphs.WATCHED_FOR, "watch")
    return Span(glyphs.READY, "good") if offer.available else Span(glyphs.ENDED, "dim")


def _model(offer: Offer) -> Cell:
    aside = offer.machine if offer.count else offer.form_factor
    return Cell((Span(offer.gpus, "bright"),), extras=((Span(f" {aside}", "text"),),) if aside else ())


def _price(offer: Offer, is_cheapest: bool) -> Cell:
    return rate_cell(offer.rate, "good" if is_cheapest else "bright", bold=True)


def _held(count: int) -> Cell:
    return cell(str(count), "accent") if count else EMPTY


def _change(past: OfferPast | None) -> object:
    return None if past is None else past.change


def _last_seen(offer: Offer, past: OfferPast | None) -> object:
    """What is in stock first, then what was so last."""
    if offer.available:
        return 0, 0.0
    seen = past.last_in_stock if past is not None else None
    return None if seen is None else (1, -seen.timestamp())

"""The GPUs pane's columns."""

from __future__ import annotations

from collections.abc import Callable

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
from mimiry_tui.ui.widgets.cells import EMPTY, Cell, Span, Tone, cell
from mimiry_tui.ui.widgets.table.model import Column

OfferRow = Offer | Unreadable


def offer_columns(
    is_cheapest: Callable[[Offer], bool],
    held: Callable[[Offer], int],
    is_watched: Callable[[Offer], bool] = lambda _: False,
) -> list[Column[OfferRow]]:
    """Columns of the GPUs pane; `held` counts the user's own live sessions on an offer."""
    return [
        state_column(
            lambda row: _stock_span(row, is_watched(row)),
            lambda row: (
                ("in stock" if row.available else "sold out") + (" watched" if is_watched(row) else "")
            ),
        ),
        Column(
            key="model",
            title="MODEL",
            render=readable(lambda row, now: _model(row), unreadable_name),
            text=text_of(
                lambda row: f"{row.model} {row.display_name} {short_model(row.model)}", "unreadable"
            ),
            sort=key_of(lambda row: row.model.casefold()),
            min_width=15,
            weight=2,
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
            about="memory of one GPU in GB",
        ),
        Column(
            key="price",
            title="€/H",
            render=readable(lambda row, now: _price(row, is_cheapest(row))),
            text=text_of(lambda row: row.rate.figure() if row.rate else ""),
            sort=key_of(by_price),
            width=6,
            align="right",
            about="price per GPU and hour",
        ),
        where_column(lambda row: row.where, min_width=16, weight=6),
        Column(
            key="stock",
            title="STOCK",
            render=readable(lambda row, now: _stock(row, is_watched(row))),
            text=text_of(lambda row: _stock_words(row, is_watched(row))),
            sort=key_of(lambda row: not row.available),
            width=5,
            drop=2,
            about="whether it can be had now",
        ),
        Column(
            key="yours",
            title="YOURS",
            render=readable(lambda row, now: _held(held(row))),
            text=text_of(lambda row: "yours" if held(row) else ""),
            sort=key_of(lambda row: -held(row)),
            width=5,
            align="right",
            drop=3,
            about="your live sessions on it",
        ),
        *offer_extras(),
    ]


def offer_tone(row: OfferRow) -> Tone | None:
    """What can't be had recedes."""
    return "dim" if isinstance(row, Offer) and not row.available else None


def sold_out(row: OfferRow) -> bool:
    """Whether a row belongs after all that can be had, whatever the sorting."""
    return isinstance(row, Unreadable) or not row.available


def _stock_span(offer: Offer, watched: bool) -> Span:
    if watched:
        return Span(glyphs.WATCHED if offer.available else glyphs.WATCHED_FOR, "watch")
    return Span(glyphs.READY, "good") if offer.available else Span(glyphs.ENDED, "dim")


def _stock_words(offer: Offer, watched: bool) -> str:
    return "watch" if watched else "yes" if offer.available else "none"


def _stock(offer: Offer, watched: bool) -> Cell:
    words = _stock_words(offer, watched)
    return cell(words, "watch" if watched else "text" if offer.available else "dim")


def _model(offer: Offer) -> Cell:
    form = f" {offer.form_factor}" if offer.form_factor else ""
    return Cell((Span(offer.family or offer.model, "bright"), Span(form, "text")))


def _price(offer: Offer, is_cheapest: bool) -> Cell:
    return rate_cell(offer.rate, "good" if is_cheapest else "bright", bold=True)


def _held(count: int) -> Cell:
    return cell(str(count), "accent") if count else EMPTY

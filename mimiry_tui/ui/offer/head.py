"""The upper box of the offer screen: whether it can be had, for how much, and how that compares."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from textual.content import Content

from mimiry_tui.domain.durations import clock_time, freshness, short
from mimiry_tui.domain.memory.samples import OfferPast
from mimiry_tui.domain.money import symbol
from mimiry_tui.domain.offers import Offer
from mimiry_tui.ui.columns.offer_past import (
    ENOUGH_WATCHED,
    change_tone,
    change_words,
    percent,
)
from mimiry_tui.ui.glyphs import ENDED, READY
from mimiry_tui.ui.overview import Fact, labelled
from mimiry_tui.ui.toned import spaced, toned

WIDE = 96
"""Cells from which facts stand in two columns."""
_PER_GB_DIGITS = 3


class HeadFacts(NamedTuple):
    """What the box is drawn from."""

    offer: Offer | None
    gone: bool = False
    """The service does not list it any more: this is what was last known."""
    past: OfferPast | None = None
    others: tuple[Offer, ...] = ()
    """The same model elsewhere, cheapest first."""


def head_lines(told: HeadFacts, now: datetime, width: int, rows: int) -> list[Content]:
    """One line of figures and up to so many lines of facts."""
    offer = told.offer
    if offer is None:
        return [toned("this offer is not known here", "dim")]
    head = spaced([_stock(told, now), *_price(offer), _change(told.past)])
    return [head.truncate(width, ellipsis=True), *_set(_facts(told, now), width)[:rows]]


def _stock(told: HeadFacts, now: datetime) -> Content:
    offer, past = told.offer, told.past
    assert offer is not None
    if told.gone:
        return toned(f"{ENDED} no longer listed", "warn", bold=True)
    if offer.available:
        return toned(f"{READY} in stock", "good", bold=True)
    out = toned(f"{ENDED} sold out", "text", bold=True)
    if past is not None and past.last_in_stock is not None:
        out += toned(f" · last in stock {short(now - past.last_in_stock)} ago", "dim")
    return out


def _price(offer: Offer) -> list[Content]:
    if offer.rate is None:
        return [toned("no price told", "dim")]
    each, whole = offer.rate, offer.whole_rate
    told = [toned(str(each), "bright", bold=True) + toned("/h per GPU" if offer.count > 1 else "/h", "dim")]
    if whole is not None and offer.count > 1:
        told.append(toned(str(whole), "bright", bold=True) + toned(f"/h for all {offer.count}", "dim"))
    told.append(toned(str((whole or each) * 24), "bright") + toned("/day", "dim"))
    if offer.vram_gb:
        per_gb = replace(offer.rate, amount=offer.rate.amount / offer.vram_gb)
        figure = f"{symbol(per_gb.currency)}{per_gb.figure(_PER_GB_DIGITS)}"
        told.append(toned(figure, "bright") + toned("/h per GB", "dim"))
    return told


def _change(past: OfferPast | None) -> Content:
    words = change_words(past)
    return toned(words, change_tone(past), bold=True) + toned(" on the week", "dim") if words else Content("")


def _facts(told: HeadFacts, now: datetime) -> tuple[Fact, Fact, Fact]:
    elsewhere = toned(" · ", "dim").join(_elsewhere(other) for other in told.others)
    return (
        ("stock", _share(told.past)),
        ("also at", elsewhere or toned("nowhere else", "dim")),
        ("seen", _since(told.past, now)),
    )


def _elsewhere(other: Offer) -> Content:
    """A place and its price; what cannot be had there recedes, and says so by its sign."""
    price = f" {other.rate}" if other.rate else ""
    if not other.available:
        return toned(f"{ENDED} {other.where}{price}", "dim")
    return toned(other.where, "text") + toned(price, "bright")


def _share(past: OfferPast | None) -> Content:
    if past is None or past.in_stock is None or past.watched < ENOUGH_WATCHED:
        return toned("not watched long enough to say", "dim")
    share = toned(f"{percent(past.in_stock)}%", "bright")
    return share + toned(f" of {short(past.watched)} watched in 24 h", "text")


def _since(past: OfferPast | None, now: datetime) -> Content:
    if past is None:
        return toned("for the first time", "dim")
    length = now - past.since
    since = f"since {clock_time(past.since, now.astimezone())}"
    return toned(f"for {freshness(length).text}" if length.days < 1 else since, "text")


def _set(facts: tuple[Fact, Fact, Fact], width: int) -> list[Content]:
    """One below the other; where there is room the shorter ones beside each other."""
    stock, elsewhere, seen = (labelled(label, value) for label, value in facts)
    if width >= WIDE:
        half = width // 2
        left = stock.truncate(half - 2, ellipsis=True)
        lines = [left.pad_right(half - left.cell_length) + seen, elsewhere]
    else:
        lines = [stock, elsewhere, seen]
    return [line.truncate(width, ellipsis=True) for line in lines]

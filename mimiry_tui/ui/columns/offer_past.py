"""What the GPUs pane says of an offer's past: its week, its stock, and what stands out."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from mimiry_tui.domain.durations import age
from mimiry_tui.domain.memory.offer_past import SLICES
from mimiry_tui.domain.memory.samples import OfferPast
from mimiry_tui.domain.offers import Offer
from mimiry_tui.ui.columns.common import NOTHING
from mimiry_tui.ui.widgets.cells import EMPTY, Cell, Span, Tone, cell
from mimiry_tui.ui.widgets.table.sparkline import NO_VALUE, sparkline

WEEK_CELLS = SLICES
ENOUGH_WATCHED = timedelta(hours=1)
"""Below this nothing is said about how often it is in stock."""
DEARER, CHEAPER = 5, -1
"""Percent above and below the week's average from which a price has a colour."""
SCARCE, PLENTY = 50, 90
"""Percent of the day in stock below which it is a matter of luck, and from which it is none."""


def percent(share: Decimal | None) -> int | None:
    """A share in whole percent, rounded half to even."""
    return None if share is None else int((share * 100).to_integral_value(rounding=ROUND_HALF_EVEN))


def change_words(past: OfferPast | None) -> str:
    """How far the price is from the week's average: "+22%", "−8%"; empty below one percent."""
    change = percent(past.change) if past is not None else None
    if not change:
        return ""
    return f"{'+' if change > 0 else '−'}{abs(change)}%"


def change_tone(past: OfferPast | None) -> Tone:
    """Green for less than usual, amber for noticeably more."""
    change = percent(past.change) if past is not None else None
    if change is None:
        return "dim"
    return "warn" if change >= DEARER else "good" if change <= CHEAPER else "text"


def week_cell(offer: Offer, past: OfferPast | None) -> Cell:
    """The price of seven days as small bars; dots where nobody looked."""
    if past is None:
        return cell(NO_VALUE * WEEK_CELLS, "faint")
    tone = change_tone(past)
    line: Tone = "dim" if not offer.available else tone if tone in {"warn", "good"} else "accent"
    return Cell(sparkline(past.week, line))


def stock_share(past: OfferPast | None) -> int | None:
    """Percent of the watched part of the last 24 hours; None where too little of it was watched."""
    if past is None or past.watched < ENOUGH_WATCHED:
        return None
    return percent(past.in_stock)


def stock_cell(offer: Offer, past: OfferPast | None) -> Cell:
    """How often it was to be had in the last day; before that is known, whether it is now."""
    share = stock_share(past)
    if share is None:
        return cell("yes") if offer.available else cell("none", "dim")
    tone: Tone = "dim" if not offer.available else "warn" if share < SCARCE else "text"
    return cell(f"{share}%", tone)


def note_cell(offer: Offer, past: OfferPast | None, held: int, watched: str, now: datetime) -> Cell:
    """What stands out, the most telling first: further ones where there is room.

    `watched` is the word for being waited for: "watch", "armed", or nothing.
    """
    notes: list[tuple[Span, ...]] = []
    changes_in = None
    if watched:
        notes.append((Span(watched, "watch"),))
    if offer.available and (words := change_words(past)):
        notes.append((Span(words, change_tone(past)),))
    if held:
        notes.append((Span(f"{held} yours", "dim"),))
    if not offer.available and past is not None and past.last_in_stock is not None:
        gone = age(now - past.last_in_stock)
        changes_in = gone.changes_in
        notes.append((Span(f"{_roughly(gone.text)} ago", "dim"),))
    if not notes:
        return EMPTY
    rest = tuple((Span("  "), *note) for note in notes[1:])
    return Cell(notes[0], changes_in, rest)


def _roughly(length: str) -> str:
    """The largest unit of a length alone: "2h14m" → "2h"."""
    return next((length[: place + 1] for place, sign in enumerate(length) if sign.isalpha()), length)


def note_words(offer: Offer, past: OfferPast | None, held: int, watched: str) -> str:
    """What the filter finds it by."""
    words = [watched] if watched else []
    if offer.available and (change := change_words(past)):
        words += [change, change.replace("−", "-")]
    if held:
        words.append("yours")
    return " ".join(words)


def seen_cell(offer: Offer, past: OfferPast | None, now: datetime) -> Cell:
    """When it was last to be had."""
    if offer.available:
        return cell("now")
    if past is None or past.last_in_stock is None:
        return NOTHING
    gone = age(now - past.last_in_stock)
    return cell(f"{gone.text} ago", "dim", changes_in=gone.changes_in)

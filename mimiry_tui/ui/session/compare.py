"""What was asked for beside what was got, differences marked."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer, cheapest
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.words import same_model, times
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone

_LABEL, _WIDEST, _MARK = 10, 30, 14


def comparison(session: Session, offers: Iterable[Offer], width: int) -> list[Content]:
    """A small table: GPU, provider, location and price, asked for and got."""
    asked, got = session.asked, session.got
    each = max(10, min(_WIDEST, (width - _LABEL - _MARK) // 2 - 2))
    wanted = " or ".join(asked.gpu_types)
    count = times(asked.gpu_count)
    rows = [
        _row(
            "GPU",
            f"{wanted}{count}" if wanted else f"any{count}",
            f"{got.gpu_type}{count}" if got.gpu_type else "",
            None
            if not (wanted and got.gpu_type)
            else any(same_model(one, got.gpu_type) for one in asked.gpu_types),
            each,
        ),
        _row("provider", asked.provider or "any", got.provider, _same(asked.provider, got.provider), each),
        _row("location", asked.location or "any", got.location, _same(asked.location, got.location), each),
        *_price(session, offers, each),
    ]
    head = toned(f"{'':<{_LABEL}}{'ASKED FOR':<{each}}  {'GOT':<{each}}", "dim")
    return [head, *rows]


def price_of_wish(session: Session, offers: Iterable[Offer]) -> Money | None:
    """What an hour of the machine asked for costs at present, all its GPUs together; None where unknown."""
    asked = session.asked
    if not asked.gpu_types:
        return None
    first = asked.gpu_types[0]
    fitting = [
        offer
        for offer in offers
        if _is_wish(offer, first, asked.gpu_count)
        and (not asked.provider or offer.provider == asked.provider)
        and (not asked.location or offer.location == asked.location)
    ]
    offer = cheapest(fitting) or next((one for one in fitting if one.rate is not None), None)
    return offer.rate * max(1, asked.gpu_count) if offer is not None and offer.rate is not None else None


def _is_wish(offer: Offer, model: str, count: int) -> bool:
    """Whether so many of that model can be rented by it."""
    if offer.count:
        return offer.count == count and (same_model(model, offer.family) or model == offer.machine)
    return same_model(model, offer.model)


def _price(session: Session, offers: Iterable[Offer], each: int) -> list[Content]:
    """Today's price of the wish beside the price paid, and the difference."""
    rate = session.got.rate
    if rate is None:
        return []
    wish = price_of_wish(session, offers)
    line = _cell("price", _LABEL, "dim")
    line += _cell(f"≈{wish}/h today" if wish is not None else "–", each + 2, "text")
    line += _cell(f"{rate}/h", each + 2, "bright")
    if wish is None or wish.currency != rate.currency or wish.amount == rate.amount:
        return [line]
    more = rate.amount > wish.amount
    difference = rate - wish if more else wish - rate
    return [line + toned(f"≈{difference}/h {'more' if more else 'less'}", "warn" if more else "good")]


def _row(label: str, wanted: str, given: str, same: bool | None, each: int) -> Content:
    line = _cell(label, _LABEL, "dim") + _cell(wanted, each + 2, "text")
    line += _cell(given or "–", each + 2, "bright" if same is not False else "warn")
    if same is None:
        return line
    return line + (toned("✓", "good") if same else toned("✗ another", "warn"))


def _cell(text: str, width: int, tone: Tone) -> Content:
    cut = toned(text, tone).truncate(width - 1, ellipsis=True)
    return cut.pad_right(max(0, width - cut.cell_length))


def _same(wanted: str, given: str) -> bool | None:
    return wanted == given if wanted and given else None

"""Rules about the GPU: is it offered, is there one, what does it cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from mimiry_tui.domain.launching.checks import Check, Fix, Mark
from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.domain.launching.matching import ceiling, is_bound, is_there, under
from mimiry_tui.domain.launching.preflight_case import (
    Case,
    as_known,
    offer_words,
    price_words,
    taking,
    unknown,
)
from mimiry_tui.domain.offers import Offer, by_price, parts_of_model
from mimiry_tui.domain.words import same_model

_STOCK = "offered, in stock"
_CEILING = "under the ceiling"
_CENT = Decimal("0.01")


def in_stock(case: Case) -> Check:
    """Something that the draft asks for can be had now, the first choice, and where it was asked for."""
    offers = case.picture.offers
    if trouble := case.problem(Field.GPU):
        is_empty = not case.draft.by_criteria and not case.draft.picks
        return Check(_STOCK, Mark.BAD, trouble, Field.GPU, _instead(case, offers.value) if is_empty else None)
    if offers.as_of is None:
        return unknown(_STOCK, "offers", offers, Field.GPU)
    check = _stock(case)
    return as_known(check, offers, case.now)


def under_the_ceiling(case: Case) -> Check | None:
    """What can be had costs no more than the ceiling allows."""
    limit, offers = ceiling(case.draft), case.picture.offers
    if limit is None:
        return None
    if offers.as_of is None:
        return unknown(_CEILING, "prices", offers, Field.PRICE)
    had = [offer for offer in case.candidates if offer.available]
    if not had:
        return None
    bound = f"{limit:.2f}"
    lowest = min((offer.rate.amount for offer in had if offer.rate is not None), default=None)
    if not case.matching and lowest is not None:
        enough = f"{lowest.quantize(_CENT, rounding=ROUND_CEILING)}"
        fix = Fix(f"raise it to {enough}", replace(case.draft, max_price=enough))
        check = Check(_CEILING, Mark.BAD, f"{enough} > {bound}", Field.PRICE, fix)
        return as_known(check, offers, case.now)
    rate = case.matching[0].rate
    if rate is None:
        return Check(_CEILING, Mark.WARN, f"price unknown, ceiling {bound}", Field.PRICE)
    return Check(_CEILING, Mark.OK, f"{rate.figure()} ≤ {bound}", Field.PRICE)


def _stock(case: Case) -> Check:
    had = [offer for offer in case.candidates if offer.available]
    if not had:
        return Check(_STOCK, Mark.BAD, _why_none(case), Field.GPU, _instead(case, case.picture.offers.value))
    # The ceiling has a line of its own: here a dear one counts as well.
    first = case.matching[0] if case.matching else had[0]
    reason = offer_words(first)
    if not is_there(first, case.place):
        where = "/".join(part for part in (case.place.provider, case.place.location) if part)
        return Check(_STOCK, Mark.WARN, f"none at {where}: {reason}", Field.PLACE, _take(case, first))
    missed = _first_pick_missed(case, first)
    if missed:
        return Check(_STOCK, Mark.WARN, f"{missed}: {reason}", Field.GPU)
    others = len(case.matching) - 1
    return Check(_STOCK, Mark.OK, f"{reason}, {others} more" if others > 0 else reason, Field.GPU)


def _why_none(case: Case) -> str:
    place = f" at {case.place.location}" if is_bound(case.draft, case.place) else ""
    because = f", where {case.place.because} is" if place else ""
    if case.candidates:
        return f"sold out: {offer_words(case.candidates[0])}"
    if case.draft.by_criteria:
        return f"no offer matches{place}{because}"
    models = ", ".join(dict.fromkeys(pick.model for pick in case.draft.picks))
    return f"nobody offers {models}{place}{because}"


def _first_pick_missed(case: Case, taken: Offer) -> str:
    """Why another model than the one wanted most would be taken; "" where it is that one."""
    if case.draft.by_criteria or same_model(case.draft.picks[0].model, taken.model):
        return ""
    model = case.draft.picks[0].model
    wanted = [offer for offer in case.candidates if same_model(model, offer.model)]
    had = [offer for offer in wanted if offer.available]
    if not wanted:
        return f"nobody offers {model}"
    if not had:
        return f"{model} is sold out"
    limit = ceiling(case.draft)
    return f"{model} is elsewhere" if any(under(offer, limit) for offer in had) else f"{model} is too dear"


def _instead(case: Case, offers: Iterable[Offer]) -> Fix | None:
    """The cheapest in stock with as much memory, of the same family where there is one, within reach
    and under the ceiling if any is."""
    family, vram, _ = _wish(case)
    bound = is_bound(case.draft, case.place)
    fitting = [
        offer
        for offer in offers
        if offer.available
        and offer.has_gpu
        and (offer.vram_gb or 0) >= (vram or 0)
        and (not bound or is_there(offer, case.place))
    ]
    limit = ceiling(case.draft)
    fitting.sort(key=lambda offer: (not under(offer, limit), offer.family != family, by_price(offer)))
    return _take(case, fitting[0]) if fitting else None


def _wish(case: Case) -> tuple[str, int | None, str]:
    if case.candidates:
        first = case.candidates[0]
        return first.family, first.vram_gb, first.form_factor
    if case.draft.picks and not case.draft.by_criteria:
        return parts_of_model(case.draft.picks[0].model)
    return next(iter(case.draft.criteria.families), ""), None, ""


def _take(case: Case, offer: Offer) -> Fix:
    words = " ".join(part for part in ("take", offer_words(offer), price_words(offer)) if part)
    return Fix(words, taking(case.draft, offer))

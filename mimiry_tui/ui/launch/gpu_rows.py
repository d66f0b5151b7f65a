"""The rows of the offers table, and what speaks against each of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launching.draft import Pick
from mimiry_tui.domain.launching.matching import ceiling, is_bound, under
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer, by_price, cheapest, parts_of_model
from mimiry_tui.ui.launch.section import View


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer as it stands to the draft."""

    offer: Offer
    rank: int
    """From 1 where it is picked; 0 where not."""
    against: str
    """Why it would not be taken, in a few words; "" for nothing."""
    is_cheapest: bool
    is_watched: bool
    remark: str = ""
    """What may be against it, but is no more than a wish."""
    is_listed: bool = True
    """False for what was picked and is in no list any more."""

    @property
    def id(self) -> str:
        return self.offer.id

    @property
    def is_takeable(self) -> bool:
        return not self.against


def offer_rows(view: View, watched: frozenset[str]) -> dict[str, OfferRow]:
    """Every offer by its id, cheapest first, then those picked that nobody lists any more."""
    draft = view.draft
    ranks = {pick.offer_id: rank for rank, pick in enumerate(draft.picks, start=1)}
    most = ceiling(draft)
    fitting: dict[str, str] = {
        offer.id: _against(offer, view, most) for offer in view.picture.offers.value if offer.has_gpu
    }
    best = cheapest(offer for offer in view.picture.offers.value if fitting.get(offer.id) == "")
    rows = {
        offer.id: OfferRow(
            offer,
            rank=ranks.get(offer.id, 0),
            against=fitting[offer.id],
            remark=_elsewhere(offer, view),
            is_cheapest=best is not None and offer.id == best.id,
            is_watched=offer.id in watched,
        )
        for offer in sorted(view.picture.offers.value, key=by_price)
        if offer.has_gpu
    }
    for pick in draft.picks:
        if pick.offer_id not in rows:
            rows[pick.offer_id] = _unlisted(pick, ranks[pick.offer_id], view)
    return rows


def grounds_of_rows(view: View, watched: frozenset[str]) -> tuple[object, ...]:
    """Everything that `offer_rows` looks at."""
    draft, offers, place = view.draft, view.picture.offers, view.preflight.place
    asked = (draft.picks, draft.max_price, draft.provider, draft.location)
    return offers.value, offers.as_of is None, *asked, place, is_bound(draft, place), watched


def changed_rows(before: Mapping[str, OfferRow], now: Mapping[str, OfferRow]) -> list[OfferRow]:
    """The rows that are new or say something else."""
    return [row for key, row in now.items() if before.get(key) != row]


def _against(offer: Offer, view: View, most: Decimal | None) -> str:
    if is_bound(view.draft, view.preflight.place) and (elsewhere := _elsewhere(offer, view)):
        return elsewhere
    if not offer.available:
        return "sold out"
    if most is not None and not under(offer, most):
        return f"over {Money(most)}"
    return ""


def _elsewhere(offer: Offer, view: View) -> str:
    """Where it is not, though the draft asks for that place: "not FIN-03".

    What merely follows from the picks is held against no other offer.
    """
    draft, place = view.draft, view.preflight.place
    bound = is_bound(draft, place)
    for asked, wanted, found in (
        (bound or draft.location, place.location, offer.location),
        (bound or draft.provider, place.provider, offer.provider),
    ):
        if asked and wanted and found and wanted.casefold() != found.casefold():
            return f"not {wanted}"
    return ""


def _unlisted(pick: Pick, rank: int, view: View) -> OfferRow:
    family, vram, form = parts_of_model(pick.model)
    known = view.picture.offers.as_of is not None
    offer = Offer(
        pick.model, "", family, form, vram, pick.provider, pick.location, rate=None, available=False
    )
    return OfferRow(
        offer, rank, "not on offer" if known else "", is_cheapest=False, is_watched=False, is_listed=False
    )

"""Which offers a service may take for a draft, the one it would take first at the front.

The order is the service's own: places asked for, then the models in order of preference or the
priority keys, then the price (Mimiry compute API, POST /sessions).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from mimiry_tui.domain.launching.checks import Place
from mimiry_tui.domain.launching.draft import Criteria, Draft, Pick
from mimiry_tui.domain.launching.numbers import MOST_GPUS, gigabytes, price, whole_number
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.words import same_model

_DEAR = Decimal("Infinity")
_Rank = tuple[object, ...]


def matching(draft: Draft, offers: Iterable[Offer], place: Place) -> tuple[Offer, ...]:
    """Offers that the service may take: in stock and under the ceiling, the first choice first.

    An offer without a readable price stays: nothing says that it is too dear.
    """
    return takeable(draft, candidates(draft, offers, place))


def takeable(draft: Draft, candidates: Iterable[Offer]) -> tuple[Offer, ...]:
    """Of these candidates, the ones that are in stock and under the ceiling, in the same order."""
    limit = ceiling(draft)
    return tuple(offer for offer in candidates if offer.available and under(offer, limit))


def candidates(draft: Draft, offers: Iterable[Offer], place: Place) -> tuple[Offer, ...]:
    """The same, with those that are sold out or too dear.

    Places asked for are hints and only come first, except where a volume holds the session to one.
    """
    wanted = _by_criteria(draft.criteria) if draft.by_criteria else _by_picks(draft.picks)
    bound, picked = is_bound(draft, place), _picked(draft)
    ranked = [
        ((*_away(offer, place), *rank, _dearness(offer), offer.id not in picked, offer.id), offer)
        for offer in offers
        if offer.has_gpu and (not bound or is_there(offer, place)) and (rank := wanted(offer)) is not None
    ]
    return tuple(offer for _, offer in sorted(ranked, key=lambda pair: pair[0]))


def is_bound(draft: Draft, place: Place) -> bool:
    """Whether a volume holds the session to this place: elsewhere it could not be mounted."""
    return bool(draft.mounts and place.location) and place.because.startswith("the volume")


def is_there(offer: Offer, place: Place) -> bool:
    """Whether the offer is where the place says; a place that names nothing fits all."""
    return not any(_away(offer, place))


def ceiling(draft: Draft) -> Decimal | None:
    """The most to pay per hour and GPU; None without a readable one."""
    return price(draft.max_price)


def count_of(draft: Draft) -> int:
    """How many GPUs; one where that cannot be read."""
    return whole_number(draft.count, MOST_GPUS) or 1


def under(offer: Offer, limit: Decimal | None) -> bool:
    """Whether its price is at most the ceiling, or either is unknown."""
    return limit is None or offer.rate is None or offer.rate.amount <= limit


def _by_picks(picks: tuple[Pick, ...]) -> Callable[[Offer], _Rank | None]:
    models = list(dict.fromkeys(pick.model for pick in picks))
    known: dict[str, _Rank | None] = {model: (place,) for place, model in enumerate(models)}

    def rank(offer: Offer) -> _Rank | None:
        if offer.model not in known:
            # Only a name that leaves parts out can mean this model; a full one would have been equal.
            meant = (place for place, model in enumerate(models) if same_model(model, offer.model))
            known[offer.model] = next(((place,) for place in meant), None)
        return known[offer.model]

    return rank


def _by_criteria(criteria: Criteria) -> Callable[[Offer], _Rank | None]:
    families = [family.casefold() for family in criteria.families]
    forms = [form.casefold() for form in criteria.form_factors]
    least = gigabytes(criteria.min_vram_gb) or 0

    def rank(offer: Offer) -> _Rank | None:
        fits = (
            (not families or offer.family.casefold() in families)
            and (not forms or offer.form_factor.casefold() in forms)
            and (offer.vram_gb or 0) >= least
        )
        if not fits:
            return None
        ranks: dict[str, _Rank] = {
            "PRICE": (_dearness(offer),),
            "GPU": (-(offer.vram_gb or 0), offer.model),
            "FAMILY": (_place_in(families, offer.family),),
            "FORM_FACTOR": (_place_in(forms, offer.form_factor),),
            "VRAM": (-(offer.vram_gb or 0),),
        }
        return tuple(part for key in criteria.priority for part in ranks.get(key, ()))

    return rank


def _place_in(wanted: list[str], word: str) -> int:
    return wanted.index(word.casefold()) if word.casefold() in wanted else len(wanted)


def _away(offer: Offer, place: Place) -> tuple[bool, bool]:
    """Whether it is at another location than wished for, and at another provider."""
    return _differs(place.location, offer.location), _differs(place.provider, offer.provider)


def _differs(wanted: str, found: str) -> bool:
    return bool(wanted) and wanted.casefold() != found.casefold()


def _dearness(offer: Offer) -> Decimal:
    return offer.rate.amount if offer.rate is not None else _DEAR


def _picked(draft: Draft) -> frozenset[str]:
    return frozenset() if draft.by_criteria else frozenset(pick.offer_id for pick in draft.picks)

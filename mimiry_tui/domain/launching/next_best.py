"""What to rent instead: after a failure for want of machines, or for a second one elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from mimiry_tui.domain.launching.checks import Place
from mimiry_tui.domain.launching.draft import Draft, Pick
from mimiry_tui.domain.launching.draft_copy import copy_of
from mimiry_tui.domain.launching.matching import candidates, ceiling, under
from mimiry_tui.domain.offers import Offer, parts_of_model
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.words import same_model

_CAPACITY = re.compile(
    r"capacity|sold out|out of stock|no (?:free |available )?(?:gpus?|machines?|instances?|hosts?) "
    r"(?:is |are |was |were )?(?:left|free|available)|insufficient (?:gpus?|resources|hosts?)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"unsupported|volume|image|pull|manifest|balance|credit|quota|matches criteria|invalid|denied",
    re.IGNORECASE,
)


def is_capacity_failure(session: Session) -> bool:
    """Whether it ended before it ran because there was no machine, by its error or else its events.

    Capacity errors that were met on the way to another failure do not count. A list brings no
    events: ask again once the session itself was read.
    """
    if session.phase is not Phase.ENDED_FAILED or session.started_at is not None:
        return False
    if _CAPACITY.search(session.error):
        return True
    if _OTHER.search(session.error) or any(event.phase is Phase.READY for event in session.events):
        return False
    return any(_CAPACITY.search(f"{event.type} {event.message}") for event in session.events)


def next_best(session: Session, offers: Iterable[Offer], limit: int = 5) -> tuple[Offer, ...]:
    """Offers in stock that are like the session's, without the ones it had or failed to get.

    The same model comes first, then the same family with as much memory, then whatever has as much
    memory; each by price. A session with a volume stays in its location.
    """
    listed = tuple(offers)
    model = _model(session, listed)
    family, vram, _ = parts_of_model(model)
    # No name would mean every model, as a short one means all that it leaves open.
    known = next((offer for offer in listed if model and same_model(model, offer.model)), None)
    if known is not None:
        family, vram = known.family, known.vram_gb

    def rank(offer: Offer) -> tuple[int, Decimal, str]:
        kinds = (
            bool(model) and same_model(model, offer.model),
            offer.family.casefold() == family.casefold(),
        )
        price = offer.rate.amount if offer.rate is not None else Decimal("Infinity")
        return kinds.index(True) if True in kinds else len(kinds), price, offer.id

    tried = _tried(session, listed)
    fitting = [
        offer
        for offer in listed
        if offer.available
        and offer.has_gpu
        and (offer.vram_gb or 0) >= (vram or 0)
        and offer.id not in tried
        and _within_reach(session, offer)
    ]
    return tuple(sorted(fitting, key=rank)[:limit])


def with_next_best(copied: Draft, session: Session, offers: Iterable[Offer]) -> Draft:
    """The session's copy with the best such offer that its ceiling allows instead of its own GPU.

    Provider and location follow that offer. Where there is none the copy stays as it is.
    """
    listed = tuple(offers)
    found = next_best(session, listed, len(listed))
    limit = ceiling(copied)
    best = next((offer for offer in found if under(offer, limit)), next(iter(found), None))
    if best is None:
        return copied
    return replace(copied, by_criteria=False, picks=(Pick.of(best),), provider=None, location=None)


def _model(session: Session, offers: Sequence[Offer]) -> str:
    """The model it had or asked for; of criteria, the first that meets them."""
    if session.gpu:
        return session.gpu
    first = next(iter(candidates(copy_of(session, offers), offers, Place())), None)
    return first.model if first is not None else ""


def _tried(session: Session, offers: Sequence[Offer]) -> frozenset[str]:
    """Ids of the offers that it had, or that its capacity errors name."""
    families = frozenset(offer.family.casefold() for offer in offers)
    texts = (f"{event.type} {event.message}" for event in session.events)
    refusals = [re.findall(r"[\w./-]+", text) for text in texts if _CAPACITY.search(text)]
    return frozenset(
        offer.id
        for offer in offers
        if _had(session, offer) or any(_names(words, families, offer) for words in refusals)
    )


def _had(session: Session, offer: Offer) -> bool:
    """Whether it ran there, or asked for exactly that and failed."""
    where = session.got if session.got.location else session.asked
    return (
        bool(where.location)
        and where.location == offer.location
        and where.provider in {"", offer.provider}
        and (not session.gpu or same_model(session.gpu, offer.model))
    )


def _names(words: Sequence[str], families: frozenset[str], offer: Offer) -> bool:
    """Whether a text tells of this offer: its place, and its model where it tells any."""
    models = [word for word in words if parts_of_model(word)[0].casefold() in families]
    return offer.where in words and (not models or any(same_model(word, offer.model) for word in models))


def _within_reach(session: Session, offer: Offer) -> bool:
    place = session.got.location or session.asked.location
    return not session.mounts or not place or place == offer.location

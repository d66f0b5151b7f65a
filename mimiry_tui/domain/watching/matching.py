"""Which offers a watch means, which of them will do now, and why none does."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer, by_price
from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.domain.watching.rule import Watch
from mimiry_tui.domain.words import same_model

_SHOWN_PLACES = 2


def covers(watch: Watch, offer: Offer, volumes: Iterable[Volume]) -> bool:
    """Whether it is a GPU and a place that is waited for, whatever its price and stock."""
    return is_wanted(watch, offer) and _is_there(watch, offer, volumes)


def matches(watch: Watch, offer: Offer, volumes: Iterable[Volume]) -> bool:
    """Whether it will do now: in stock, and at most that dear. A price that is not told is too dear."""
    return offer.available and _is_cheap(watch.max_rate, offer) and covers(watch, offer, volumes)


def matching(watch: Watch, offers: Iterable[Offer], volumes: Iterable[Volume]) -> tuple[Offer, ...]:
    """Those that will do now, the cheapest first."""
    volumes = tuple(volumes)
    return tuple(sorted((one for one in offers if matches(watch, one, volumes)), key=by_price))


def is_wanted(watch: Watch, offer: Offer) -> bool:
    """Whether it is one of the GPUs."""
    return offer.has_gpu and any(_means(word, offer.family, offer.model) for word in watch.models)


def why_not(watch: Watch, offers: Iterable[Offer], volumes: Iterable[Volume]) -> str:
    """Why nothing will do, in a few words: "sold out everywhere"; "" while something does.

    May hold foreign text: the names of places.
    """
    volumes = tuple(volumes)
    if watch.volume_id is not None and _volume(watch, volumes) is None:
        return "its volume is not there"
    wanted = [one for one in offers if is_wanted(watch, one)]
    if not wanted:
        return "nobody offers it"
    here = [one for one in wanted if _is_there(watch, one, volumes)]
    had = [one for one in here if one.available]
    if any(_is_cheap(watch.max_rate, one) for one in had):
        return ""
    if not had:
        elsewhere = [one for one in wanted if one.available]
        return f"in stock only {_places(elsewhere)}" if elsewhere else _sold_out(wanted, here)
    assert watch.max_rate is not None
    same = [one.rate for one in had if one.rate and one.rate.currency == watch.max_rate.currency]
    if not same:
        return "its price is in another currency" if any(one.rate for one in had) else "its price is not told"
    return f"cheapest is {min(same, key=lambda rate: rate.amount)}, above {watch.max_rate}"


def under(limit: Money, offer: Offer) -> bool:
    """Whether it is known to cost at most that."""
    rate = offer.rate
    return rate is not None and rate.currency == limit.currency and rate.amount <= limit.amount


@lru_cache(4096)
def _means(word: str, family: str, model: str) -> bool:
    """Whether that word is the model's name, part of it, or its family's."""
    names = {family.casefold(), model.casefold()}
    return word.casefold() in names or same_model(word, model)


def _is_cheap(limit: Money | None, offer: Offer) -> bool:
    return limit is None or under(limit, offer)


def _is_there(watch: Watch, offer: Offer, volumes: Iterable[Volume]) -> bool:
    if not _among(watch.providers, offer.provider) or not _among(watch.locations, offer.location):
        return False
    if watch.volume_id is None:
        return True
    volume = _volume(watch, volumes)
    return (
        volume is not None
        and _agrees(volume.provider, offer.provider)
        and _agrees(volume.location, offer.location)
    )


def _volume(watch: Watch, volumes: Iterable[Volume]) -> Volume | None:
    """The volume that is to be mounted, while it exists and its place is known."""
    return next(
        (
            one
            for one in volumes
            if one.id == watch.volume_id
            and one.status is not VolumeStatus.DELETED
            and (one.provider or one.location)
        ),
        None,
    )


def _sold_out(wanted: list[Offer], here: list[Offer]) -> str:
    if not here:
        return f"offered only {_places(wanted)}"
    return f"sold out {_places(here)}" if len(here) == 1 else "sold out everywhere"


def _places(offers: list[Offer]) -> str:
    names = list(dict.fromkeys(one.where or "elsewhere" for one in offers))
    more = f" and {len(names) - _SHOWN_PLACES} more" if len(names) > _SHOWN_PLACES else ""
    return f"at {', '.join(names[:_SHOWN_PLACES])}{more}"


def _among(wanted: frozenset[str], found: str) -> bool:
    return not wanted or found.casefold() in {word.casefold() for word in wanted}


def _agrees(wanted: str, found: str) -> bool:
    return not wanted or wanted.casefold() == found.casefold()

"""What a launch can choose among: images and places, with what is known of each."""

from __future__ import annotations

from collections.abc import Iterable

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.jobs.launching import ANYWHERE, Wanted, wanted
from mimiry_tui.clouds.jobs.offers import readable
from mimiry_tui.clouds.jobs.wire import Place
from mimiry_tui.domain.doing.forms import Choice, Values
from mimiry_tui.domain.offers import Offer


def image_choices(images: Iterable[Place], provider: str) -> tuple[Choice, ...]:
    """By their codes; those of another provider than the machine's cannot be booted by it."""
    found = {image.code: image for image in images if _fits(image, provider)}
    return tuple(
        Choice(
            image.code,
            image.name or image.code,
            " · ".join(dict.fromkeys(word for word in (image.code, image.words) if word)),
        )
        for image in found.values()
    )


def location_choices(places: Iterable[Place], values: Values, offers: Page[Offer]) -> tuple[Choice, ...]:
    """Where the offer is, anywhere, or at another place; places without such a machine now come last."""
    machine = wanted({"instance_type": values.get("instance_type", "")})
    found = {place.code: place for place in places if _fits(place, machine.provider)}
    stocked = _stocked(readable(offers), machine)
    free = [code for code in found if code in stocked] + [code for code in stocked if code not in found]
    taken = [code for code in found if code not in stocked]
    anywhere = Choice(ANYWHERE, "anywhere", "whichever place has one first")
    if not machine.location:
        first = [Choice("", "anywhere", "whichever place has one first")]
    else:
        first = [Choice("", machine.location, "as the offer chosen above"), anywhere]
    return (
        *first,
        *(Choice(code, code, _words(found.get(code), "")) for code in free if code != machine.location),
        *(
            Choice(code, code, _words(found.get(code), "none free there now"))
            for code in taken
            if code != machine.location
        ),
    )


def all_taken(machine: Wanted, offers: Page[Offer]) -> bool:
    """Whether such machines are offered where one is wanted, and none of them was free when last told."""
    there = [
        offer.available
        for offer in readable(offers)
        if offer.model == machine.instance_type
        and offer.provider == machine.provider
        and machine.location in ("", offer.location)
    ]
    return bool(there) and not any(there)


def _stocked(offers: Iterable[Offer], machine: Wanted) -> dict[str, None]:
    """Where such machines were last seen to be had, in their order."""
    return dict.fromkeys(
        offer.location
        for offer in offers
        if offer.available
        and offer.location
        and offer.model == machine.instance_type
        and offer.provider == machine.provider
    )


def _fits(place: Place, provider: str) -> bool:
    return not provider or not place.provider or place.provider.casefold() == provider.casefold()


def _words(place: Place | None, more: str) -> str:
    told = (place.name, place.words) if place is not None else ()
    return " · ".join(word for word in (*told, more) if word)

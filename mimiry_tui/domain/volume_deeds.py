"""What may be done with volumes, and what is worth saying before it is.

A volume holds what somebody computed, and a session finds its volumes by name and place. So a name is
used once, a place is settled when the volume is made, and nothing goes that may hold data without the
name being typed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launch import VolumeRequest
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, VolumeStatus

LONGEST_NAME = 64
DEFAULT_GB = 50
"""What is suggested where the provider has no minimum."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Somewhere a volume can be made, and what that is good for."""

    provider: str
    location: str
    in_stock: int = 0
    """Offers that can be had there now."""
    cheapest: Money | None = None
    """Of those, per hour and GPU."""
    volumes: int = 0
    """That are there already."""

    @property
    def where(self) -> str:
        return "/".join(part for part in (self.provider, self.location) if part)


def spots(offers: Iterable[Offer], volumes: Iterable[Volume]) -> tuple[Spot, ...]:
    """Every place that offers or volumes name, those with GPUs in stock first, then the cheapest."""
    found: dict[tuple[str, str], tuple[list[Offer], int]] = {}
    for offer in offers:
        if offer.has_gpu and offer.location:
            found.setdefault((offer.provider, offer.location), ([], 0))[0].append(offer)
    for volume in volumes:
        if volume.location and volume.status is not VolumeStatus.DELETED:
            known, count = found.get((volume.provider, volume.location), ([], 0))
            found[volume.provider, volume.location] = (known, count + 1)
    made = [_spot(place, known, count) for place, (known, count) in found.items()]
    return tuple(sorted(made, key=_rank))


def create_problem(name: str, size: str, spot: Spot | None, volumes: Iterable[Volume], least_gb: int) -> str:
    """Why no volume can be made of this, the first reason found; "" where one can.

    `size` is as it was typed. Without a spot the service chooses where it puts the volume.
    """
    return name_problem(name, volumes) or size_problem(size, least_gb, spot.provider if spot else "")


def name_problem(name: str, volumes: Iterable[Volume]) -> str:
    """Why a new volume cannot be called so; "" where it can."""
    if not name.strip():
        return "a name is needed"
    if len(name) > LONGEST_NAME:
        return f"at most {LONGEST_NAME} characters"
    if not name.isprintable() or name != name.strip():
        return "no control characters, and no space around it"
    taken = any(one.name == name and one.status is not VolumeStatus.DELETED for one in volumes)
    return "another volume has this name" if taken else ""


def size_problem(size: str, least_gb: int, provider: str = "") -> str:
    """Why a new volume cannot have that size in GB; "" where it can."""
    gb = read_gb(size)
    if gb is None:
        return "a size in whole GB is needed"
    if gb < least_gb:
        return f"at least {least_gb:,} GB at {provider}" if provider else f"at least {least_gb:,} GB"
    return ""


def extend_problem(size: str, volume: Volume) -> str:
    """Why a volume cannot grow to that size; "" where it can."""
    gb = read_gb(size)
    if gb is None:
        return "a size in whole GB is needed"
    if volume.size_gb is not None and gb <= volume.size_gb:
        return f"volumes only grow: more than {volume.size_gb:,} GB"
    return ""


def read_gb(size: str) -> int | None:
    """A number of GB as people type it: "200", "200 GB", "1,000"; None for anything else, and for zero."""
    text = size.strip().lower().removesuffix("gb").strip().replace(",", "").replace("_", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        return None
    return int(text) or None


def may_extend(volume: Volume) -> str:
    """Why a volume cannot be grown now; "" where it can. What is unknown is left to the service."""
    if volume.status.is_moving or volume.status in {VolumeStatus.DELETED, VolumeStatus.FAILED}:
        return f"it is {volume.status.value}" if volume.status is not VolumeStatus.FAILED else "it has failed"
    return ""


def may_delete(volume: Volume, sessions: Iterable[Session]) -> str:
    """Why a volume cannot be deleted now, naming who holds it; "" where it can."""
    if volume.attached_to:
        holder = next((one for one in sessions if one.id == volume.attached_to), None)
        if holder is not None and holder.phase.is_ended and not holder.is_releasing:
            return ""  # the service detaches it by itself
        return f"{(holder.name if holder else '') or volume.attached_to} holds it until it ends"
    if volume.status in {VolumeStatus.DELETING, VolumeStatus.DELETED, VolumeStatus.RESIZING}:
        return f"it is {volume.status.value}"
    return ""


def estimated_rate(volumes: Iterable[Volume], provider: str, size_gb: int) -> Money | None:
    """What that size would cost per hour, by what other volumes of the provider cost; None if untold."""
    for volume in volumes:
        if volume.provider == provider and volume.rate is not None and volume.size_gb:
            return Money(volume.rate.amount * size_gb / volume.size_gb, volume.rate.currency)
    return None


def least_gb(provider: str, minimum: Mapping[str, int]) -> int:
    """The smallest volume of that provider; of any, where it is not known which one."""
    return minimum.get(provider, 1)


def suggested_gb(provider: str, minimum: Mapping[str, int]) -> int:
    """A size to begin with."""
    return minimum.get(provider, DEFAULT_GB)


def request_of(name: str, size: str, spot: Spot | None) -> VolumeRequest:
    """The request for what was typed; raises ValueError where no size can be read."""
    gb = read_gb(size)
    if gb is None:
        raise ValueError(f"no size: {size!r}")
    return VolumeRequest(name, gb, spot.provider if spot else "", spot.location if spot else "")


def total_gb(volumes: Collection[Volume]) -> int:
    """What they come to, as far as their sizes are told."""
    return sum(volume.size_gb or 0 for volume in volumes)


def _spot(place: tuple[str, str], offers: list[Offer], volumes: int) -> Spot:
    stock = [offer for offer in offers if offer.available]
    priced = [offer.rate for offer in stock if offer.rate is not None]
    euro = [rate for rate in priced if rate.currency == priced[0].currency]
    return Spot(*place, len(stock), min(euro, key=lambda rate: rate.amount, default=None), volumes)


def _rank(spot: Spot) -> tuple[object, ...]:
    price = spot.cheapest.amount if spot.cheapest is not None else 0
    return (spot.in_stock == 0, spot.cheapest is None, price, spot.where)

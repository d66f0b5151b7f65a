"""What a running session could run on instead for less, and what moving there would cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from enum import IntEnum

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer, parts_of_model
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.domain.words import same_model

_HOURS_A_DAY = 24


class Likeness(IntEnum):
    """How like an offer is to what a session runs on, the most alike first."""

    SAME_MODEL = 0
    SAME_FAMILY = 1
    """With at least as much memory."""
    AS_MUCH_MEMORY = 2
    """Of another family."""


@dataclass(frozen=True, slots=True)
class Equivalent:
    """An offer in stock that costs less than what a session runs on."""

    offer: Offer
    likeness: Likeness
    rate: Money
    """Per hour for as many GPUs as the session has."""
    saving: Money
    """Per hour; above zero."""
    left_behind: tuple[str, ...] = ()
    """Names of the session's volumes that are at another place, and cannot come."""
    boot: timedelta | None = None
    """How long it takes there until one can work, as a rule; None where that is not known."""
    boot_of: str = ""
    """Which other boots tell so, in words; empty where those on this very offer do."""

    @property
    def saving_per_day(self) -> Money:
        return self.saving * _HOURS_A_DAY

    @property
    def moving_cost(self) -> Money | None:
        """What is paid while it boots; None where it is not known how long that takes."""
        return None if self.boot is None else self.rate.over(self.boot)

    @property
    def earned_back_after(self) -> timedelta | None:
        """How long it must run until the saving has paid for the boot."""
        cost = self.moving_cost
        return None if cost is None else timedelta(hours=float(cost.amount / self.saving.amount))


def cheaper(
    session: Session, offers: Iterable[Offer], volumes: Iterable[Volume] = ()
) -> tuple[Equivalent, ...]:
    """What is in stock for less, in the session's own currency, for as many GPUs.

    What the session's volumes can follow to comes first, then what is most alike, then by saving. None
    where it is not known what the session costs, or on what it runs.
    """
    rate, listed = session.got.rate, tuple(offers)
    if rate is None or not session.gpu or not session.is_live:
        return ()
    family, vram = _kind(session, listed)
    stored = tuple(volumes)
    count = max(1, session.asked.gpu_count)
    found = []
    for offer in listed:
        likeness = _likeness(session, offer, family, vram)
        if likeness is None or offer.rate is None or not offer.available:
            continue
        its_rate = offer.rate * count
        if its_rate.currency == rate.currency and its_rate.amount < rate.amount:
            behind = _left_behind(session, offer, stored)
            found.append(Equivalent(offer, likeness, its_rate, rate - its_rate, behind))
    return tuple(sorted(found, key=_rank))


def with_boots(
    equivalents: Sequence[Equivalent],
    boots: Mapping[str, timedelta | None],
    otherwise: timedelta | None,
    otherwise_of: str = "",
) -> tuple[Equivalent, ...]:
    """The same with what boots take on each offer, by its id, or `otherwise` where that is not known."""
    found = []
    for one in equivalents:
        there = boots.get(one.offer.id)
        of = otherwise_of if there is None and otherwise is not None else ""
        found.append(replace(one, boot=otherwise if there is None else there, boot_of=of))
    return tuple(found)


def _rank(one: Equivalent) -> tuple[bool, Likeness, Decimal, str]:
    return bool(one.left_behind), one.likeness, -one.saving.amount, one.offer.id


def _kind(session: Session, offers: Sequence[Offer]) -> tuple[str, int]:
    """Family and memory of what it runs on; a short name tells less than the list of offers."""
    known = [offer for offer in offers if same_model(session.gpu, offer.model)]
    exact = next((offer for offer in known if offer.where == session.where), next(iter(known), None))
    family, vram, _ = parts_of_model(session.gpu)
    return (exact.family, exact.vram_gb or vram or 0) if exact is not None else (family, vram or 0)


def _likeness(session: Session, offer: Offer, family: str, vram: int) -> Likeness | None:
    if not offer.has_gpu or (same_model(session.gpu, offer.model) and offer.where == session.where):
        # Where it is already, a lower price for new sessions is told all the same by the list of GPUs.
        return None
    if same_model(session.gpu, offer.model):
        return Likeness.SAME_MODEL
    if not vram or (offer.vram_gb or 0) < vram:
        return None
    same = offer.family.casefold() == family.casefold()
    return Likeness.SAME_FAMILY if same else Likeness.AS_MUCH_MEMORY


def _left_behind(session: Session, offer: Offer, volumes: Sequence[Volume]) -> tuple[str, ...]:
    behind = []
    for mount in session.mounts:
        volume = next((one for one in volumes if mount.volume in {one.id, one.name}), None)
        location = volume.location if volume is not None else session.got.location
        if location and location != offer.location:
            behind.append(volume.name or mount.volume if volume is not None else mount.volume)
    return tuple(behind)

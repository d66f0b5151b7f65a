"""What every rule of the preflight looks at, and how it speaks of old and missing figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from mimiry_tui.domain.durations import freshness
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.launching.checks import Check, LaunchCost, Mark, Place, Problem
from mimiry_tui.domain.launching.draft import Draft, Field, Pick
from mimiry_tui.domain.launching.picture import Picture, Reading
from mimiry_tui.domain.offers import Offer

T = TypeVar("T")

FRESH = timedelta(minutes=1)
"""What is older is asked again before a launch."""


class KnownImage(Protocol):
    """An image that a service's documents suggest; `ImageHint` is one."""

    @property
    def uri(self) -> str: ...

    @property
    def words(self) -> str: ...

    @property
    def doubtful(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Case:
    """A draft, what is known at one moment, and what follows from both."""

    draft: Draft
    picture: Picture
    place: Place
    name: str
    suggested_name: str
    problems: tuple[Problem, ...]
    candidates: tuple[Offer, ...]
    """What the draft asks for, sold out and too dear ones included."""
    matching: tuple[Offer, ...]
    cost: LaunchCost
    images: tuple[KnownImage, ...] = ()
    past: tuple[ImagePast, ...] = ()
    guarded: str = ""
    """What ends it from here while the dashboard runs, in words: "ended from here, …"; "" for nothing."""

    @property
    def now(self) -> datetime:
        return self.picture.now

    def problem(self, field: Field) -> str:
        """What is wrong with that field, or ""."""
        return next((one.words for one in self.problems if one.field is field), "")


def unknown(title: str, what: str, reading: Reading[T], field: Field) -> Check:
    """The line of a rule whose source brought nothing yet: a warning, whatever the reason."""
    return Check(title, Mark.WARN, f"{what} unknown: {reading.trouble or 'not asked yet'}", field)


def as_known(check: Check, reading: Reading[T], now: datetime) -> Check:
    """A ✗ that rests on figures which could not be renewed is only a ⚠, and says how old they are."""
    age = reading.age(now)
    if check.mark is not Mark.BAD or not reading.trouble or age is None:
        return check
    return replace(check, mark=Mark.WARN, reason=f"{check.reason}, {freshness(age).text} ago")


def is_fresh(reading: Reading[T], now: datetime) -> bool:
    """Whether it was read within a minute and nothing went wrong since."""
    age = reading.age(now)
    return age is not None and age <= FRESH and not reading.trouble


def offer_words(offer: Offer) -> str:
    """An offer in a few words: "A100 SXM 80G verda/FIN-03"."""
    memory = f"{offer.vram_gb}G" if offer.vram_gb else ""
    return " ".join(part for part in (offer.family, offer.form_factor, memory, offer.where) if part)


def price_words(offer: Offer) -> str:
    """The price per hour and GPU with its sign, or ""."""
    return f"{offer.rate}" if offer.rate is not None else ""


def taking(draft: Draft, offer: Offer) -> Draft:
    """The draft with that offer as its first pick, the only one of its model; hints follow the picks."""
    others = () if draft.by_criteria else tuple(one for one in draft.picks if one.model != offer.model)
    return replace(draft, by_criteria=False, picks=(Pick.of(offer), *others), provider=None, location=None)

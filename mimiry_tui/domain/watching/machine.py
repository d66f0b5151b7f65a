"""When a watch tells, and when an armed one launches: from one look at the offers to the next.

Pure, so that every way it can go is tried in tests. It never launches twice in one coming into match,
above its ceiling, beyond its number or budget, on old answers, or after its expiry.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.watching.matching import under
from mimiry_tui.domain.watching.rule import Arming


@dataclass(frozen=True, slots=True)
class Standing:
    """What a watch knows from its last look."""

    matched: bool = False
    """Something would do then, and that was told."""
    armed: Arming | None = None
    has_fired: bool = False
    """It launched, and what it launched for has not ceased to match since."""


@dataclass(frozen=True, slots=True)
class Look:
    """One good answer about offers, or a look without one."""

    now: datetime
    is_fresh: bool
    """The answer has just come. Without one nothing is concluded but that time has passed."""
    matching: tuple[Offer, ...] = ()
    """What would do, the cheapest first."""
    is_whole: bool = True
    """Every record could be read: only then does the absence of a match mean that it has ceased."""
    may_launch: bool = False
    """Nothing stands in the way: the arming is held by this dashboard alone, and no launch is uncertain."""


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from a look."""

    standing: Standing
    told: Offer | None = None
    """It has just come to match: to be told, once."""
    fire: Offer | None = None
    """To be launched now. `standing` has it paid for already: what is written down comes first."""
    expired: bool = False
    """Its time to launch by itself has just run out."""


def step(standing: Standing, look: Look) -> Step:
    """From where it stood to where it stands after that look."""
    armed = standing.armed
    expired = armed is not None and look.now >= armed.expires_at
    if expired:
        standing, armed = replace(standing, armed=None), None
    if not look.is_fresh:
        return Step(standing, expired=expired)
    told = look.matching[0] if look.matching and not standing.matched else None
    if look.matching or look.is_whole:
        standing = replace(standing, matched=bool(look.matching))
    if armed is None:
        return Step(replace(standing, has_fired=False), told, expired=expired)
    cheap = next((one for one in look.matching if under(armed.ceiling, one)), None)
    if cheap is None:
        ceased = look.is_whole and standing.has_fired
        return Step(replace(standing, has_fired=False) if ceased else standing, told)
    if standing.has_fired or not look.may_launch or not armed.most_launches:
        return Step(standing, told)
    return Step(replace(standing, armed=armed.after_one(), has_fired=True), told, fire=cheap)

"""What is looked at before money is spent: one line each, with a way out where there is one."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launch import SessionRequest
from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer


class Mark(StrEnum):
    """How a check came out. Only `BAD` keeps a launch from being sent."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Fix:
    """A way out: what it does in a few words, and the draft it leads to."""

    words: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list."""

    title: str
    """What was looked at: "offered, in stock"."""
    mark: Mark
    reason: str
    """What was found, short: "A100 SXM verda/FIN-03". May hold foreign text."""
    field: Field
    """Where in the form it is decided."""
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a field of which no request can be made."""

    field: Field
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """The provider and location that are asked for, and who says so."""

    provider: str = ""
    location: str = ""
    because: str = ""
    """"the volume ckpt", "the offer", "you", or ""."""


@dataclass(frozen=True, slots=True)
class LaunchCost:
    """What a launch costs, as far as offers tell. All are for all GPUs together."""

    rate: Money | None = None
    """Per hour of the offer that the service would take."""
    most: Money | None = None
    """Per hour of the dearest that it may take instead; equals `rate` where there is one choice."""
    per_day: Money | None = None
    at_most: Money | None = None
    """For the whole duration at `most`, the boot before it left out; None without a duration limit."""
    duration: timedelta | None = None
    lasts_now: timedelta | None = None
    """How long the balance lasts with what runs now; None where nothing runs or that is unknown."""
    lasts_then: timedelta | None = None
    """The same once this session runs too."""


@dataclass(frozen=True, slots=True)
class Preflight:
    """A draft as it would be launched now."""

    checks: tuple[Check, ...]
    """In the order they are shown."""
    problems: tuple[Problem, ...]
    request: SessionRequest | None
    """What would be sent; None where the problems leave none."""
    name: str
    """The one that counts: typed, or suggested."""
    place: Place
    matching: tuple[Offer, ...]
    """Offers that the service may take, the one it would take first; for picks too."""
    cost: LaunchCost

    @property
    def may_launch(self) -> bool:
        return self.request is not None and all(check.mark is not Mark.BAD for check in self.checks)

    def problem(self, field: Field) -> str:
        """What is wrong with that field, or ""."""
        return next((one.words for one in self.problems if one.field is field), "")

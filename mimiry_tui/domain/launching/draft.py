"""A launch being written: the form's fields as they were typed, right or wrong.

Nothing here is checked and nothing is derived: `launch_request` says what it would send, `preflight`
what speaks against sending it. A draft can be kept, copied and compared like any other value.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.offers import Offer


class Field(StrEnum):
    """The parts of the form that something can be said about, in the order they stand in it."""

    GPU = "gpu"
    """The models picked, or the criteria."""
    COUNT = "count"
    PLACE = "place"
    """The provider and location hints."""
    IMAGE = "image"
    NAME = "name"
    COMMAND = "command"
    ENVIRONMENT = "environment"
    SSH = "ssh"
    STORAGE = "storage"
    AUTO_TERMINATE = "auto terminate"
    DURATION = "duration"
    PRICE = "price"
    """The ceiling per hour and GPU."""
    ORGANISATION = "organisation"


class AutoTerminate(StrEnum):
    """When the service ends the session by itself, in its own words."""

    NEVER = "never"
    ON_COMPLETE = "on_complete"
    ON_SUCCESS = "on_success"


@dataclass(frozen=True, slots=True)
class Pick:
    """One offer that was chosen: a model, and where it was seen."""

    model: str
    provider: str = ""
    location: str = ""

    @property
    def offer_id(self) -> str:
        """The id of that offer, as `Offer.id` has it."""
        return f"{self.model}|{self.provider}|{self.location}"

    @staticmethod
    def of(offer: Offer) -> Pick:
        return Pick(offer.model, offer.provider, offer.location)


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a GPU must be, where no model is named. Figures are as they were typed."""

    families: tuple[str, ...] = ()
    form_factors: tuple[str, ...] = ()
    min_vram_gb: str = ""
    priority: tuple[str, ...] = ()
    """Sort keys in order, out of `launch.PRIORITIES`."""
    max_attempts: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable. Its value is a secret: it stays out of every repr."""

    name: str
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class MountWish:
    """A volume that was chosen, and where the container is to see it."""

    volume_id: str
    volume_name: str
    path: str
    """As it was typed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything in the form. Texts are as they were typed, also where nothing can be made of them."""

    by_criteria: bool = False
    """Whether `criteria` count, or `picks`; the other is kept for the way back."""
    picks: tuple[Pick, ...] = ()
    """In order of preference."""
    criteria: Criteria = Criteria()
    count: str = "1"
    provider: str | None = None
    """A hint; None follows the picks and the volumes, "" asks for none."""
    location: str | None = None
    image: str = ""
    has_command: bool = False
    command: str = ""
    """Kept while `has_command` is off."""
    name: str = ""
    """Empty: as suggested."""
    environment: tuple[Variable, ...] = ()
    keep_values: bool = False
    """Whether the values of the environment may be kept on disk; their names always are."""
    ssh_enabled: bool = True
    mounts: tuple[MountWish, ...] = ()
    auto_terminate: AutoTerminate | None = None
    """None follows the rule: on_complete with a command, never without."""
    max_duration: str = ""
    """Such as "4h", "1h30m", "90m"; empty for no limit."""
    max_price: str = ""
    """Per hour and GPU, the figure that offers show; empty for no ceiling."""
    org_id: str = ""

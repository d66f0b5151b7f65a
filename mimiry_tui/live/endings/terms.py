"""How the end of a session is spoken of at a service, and what is worth saying of it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimiry_tui.domain.frozen import dataclass

if TYPE_CHECKING:
    from mimiry_tui.clouds.base import Cloud

_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Terms:
    """The words for one service."""

    verb: str = "terminate"
    """As the service calls it: "cancel", "stop"."""
    warning: str = ""
    """What is lost by it; empty where the usual words are true."""
    is_priced: bool = True
    """Whether anything there is known to cost something."""
    has_volumes: bool = True

    @property
    def doing(self) -> str:
        """While it goes on: "terminating", "cancelling", "stopping"."""
        stem, last = self.verb[:-1], self.verb[-1:]
        if last == "e":
            return f"{stem}ing"
        # One consonant after one vowel is written twice.
        is_doubled = last not in _VOWELS and stem[-1:] in _VOWELS and stem[-2:-1] not in _VOWELS
        return f"{self.verb}{last if is_doubled else ''}ing"

    @property
    def does(self) -> str:
        """ "terminates", "stops"."""
        return f"{self.verb}s"

    @property
    def title(self) -> str:
        """At the beginning of a line: "Terminate"."""
        return self.verb[:1].upper() + self.verb[1:]


def terms_of(cloud: Cloud) -> Terms:
    """The words for this service."""
    from mimiry_tui.clouds.base import Capability  # there once an account is; not before the first frame

    has = cloud.capabilities
    return Terms(
        cloud.ending.verb,
        cloud.ending.warning,
        is_priced=bool({Capability.OFFERS, Capability.BALANCE} & has),
        has_volumes=Capability.VOLUMES in has,
    )

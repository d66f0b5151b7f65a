"""What everything alive costs per hour, sessions and volumes apart, each currency by itself."""

from __future__ import annotations

from collections.abc import Iterable

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money, totals
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import burn_rate
from mimiry_tui.domain.volumes import Volume


@dataclass(frozen=True, slots=True)
class Burn:
    """Costs per hour, one amount per currency."""

    sessions: tuple[Money, ...] = ()
    volumes: tuple[Money, ...] = ()
    unpriced: int = 0
    """How many sessions are alive of which no price is told: the burn is at least this."""

    @property
    def total(self) -> tuple[Money, ...]:
        """Sessions and volumes together, one amount per currency."""
        return totals([*self.sessions, *self.volumes])


def build_burn(sessions: Iterable[Session], volumes: Iterable[Volume] = ()) -> Burn:
    """What these cost per hour now."""
    known = list(sessions)
    unpriced = sum(session.is_live and session.got.rate is None for session in known)
    return Burn(burn_rate(known), burn_rate((), volumes), unpriced)

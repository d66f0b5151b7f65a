"""What is up and what it costs, in one short line: for a terminal's title and for status bars."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session


class Counts(NamedTuple):
    """How many sessions do what."""

    up: int
    """Ready, or in a state that nobody knows."""
    booting: int
    ending: int
    asleep: int = 0
    """Set aside by the service until somebody comes."""

    @property
    def words(self) -> tuple[str, ...]:
        """ "2 up", "1 booting": what does nothing is left out, but for what is up."""
        moving = ((self.asleep, "asleep"), (self.booting, "booting"), (self.ending, "ending"))
        return (f"{self.up} up", *(f"{count} {word}" for count, word in moving if count))


def counts_of(sessions: Iterable[Session]) -> Counts:
    """Those that ended count nowhere."""
    phases = [session.phase for session in sessions]
    return Counts(
        up=sum(phase in (Phase.READY, Phase.UNKNOWN) for phase in phases),
        booting=sum(phase.is_booting for phase in phases),
        ending=sum(phase is Phase.STOPPING for phase in phases),
        asleep=sum(phase is Phase.SLEEPING for phase in phases),
    )


def status_line(counts: Counts, burn: Iterable[Money], *, at_least: bool = False) -> str:
    """ "2 up · 1 booting · €3.42/h"; no foreign text is in it. `at_least` marks a rate that lacks a part."""
    rates = (f"{'≥' if at_least else ''}{rate}/h" for rate in burn)
    return " · ".join([*counts.words, *rates])

"""What a look adds up to: how many sessions do what, what that costs, how long the money lasts."""

from __future__ import annotations

from datetime import datetime, timedelta

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.spending import burn_rate, runway, spent_between
from mimiry_tui.domain.status_line import Counts, counts_of
from mimiry_tui.live.once import Look
from mimiry_tui.live.store import Resource


@dataclass(frozen=True, slots=True)
class Figures:
    """None for what is not known, because what it needs was not read."""

    counts: Counts | None
    """Of the live sessions."""
    burn: tuple[Money, ...]
    """Per hour, of everything alive that was read; one sum per currency."""
    burn_is_whole: bool
    """Whether both sessions and volumes were read: else it costs at least that."""
    spent_today: tuple[Money, ...] | None
    """Since midnight on the reader's clock, estimated."""
    lasts: timedelta | None
    """How long the balance lasts at this burn; None also where nothing burns."""


def figures_of(look: Look, now: datetime) -> Figures:
    """`now` is aware; its zone says when today began."""
    live = look.live
    has_live = Resource.SESSIONS in look.answered
    whole = all(one in look.answered for one in (Resource.SESSIONS, Resource.VOLUMES) if one in look.wanted)
    burn = burn_rate(live, look.stored)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    both = {Resource.SESSIONS, Resource.ENDED} <= look.answered
    balance = look.balance.value
    return Figures(
        counts=counts_of(live) if has_live else None,
        burn=burn,
        burn_is_whole=whole and has_live,
        spent_today=spent_between([*live, *look.past], midnight, now) if both else None,
        lasts=runway(balance.money, burn) if balance is not None and whole and has_live else None,
    )

"""How long the balance lasts, and whether that is long enough for what runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import billed_from, runway

SHORT_RUNWAY, VERY_SHORT_RUNWAY = timedelta(hours=12), timedelta(hours=4)
"""Below the first it is worth a look, below the second it is urgent."""


class RunwayLevel(StrEnum):
    """How urgent it is."""

    OK = "ok"
    SHORT = "short"
    VERY_SHORT = "very short"
    """Little is left, or it ends before something that runs is to end."""


@dataclass(frozen=True, slots=True)
class Runway:
    """How long the balance lasts if everything goes on as now."""

    lasts: timedelta
    until: datetime
    level: RunwayLevel
    outlives: tuple[str, ...]
    """Names of the running sessions whose duration limit ends after the money does."""


def build_runway(
    balance: Money, burn: Iterable[Money], sessions: Iterable[Session], now: datetime
) -> Runway | None:
    """The runway at this burn per hour; None where nothing burns in the balance's currency.

    What costs in another currency neither shortens it nor counts among what outlives it.
    """
    lasts = runway(balance, burn)
    if lasts is None:
        return None
    until = now + lasts
    outlives = tuple(
        session.name or session.id
        for session in sessions
        if _costs_in(session, balance.currency) and (end := limit_ends(session)) is not None and end > until
    )
    return Runway(lasts, until, _level(lasts, outlives), outlives)


def limit_ends(session: Session) -> datetime | None:
    """When its duration limit ends a live session, as well as is known; None without a limit or a begin."""
    start = session.started_at or billed_from(session)
    if session.max_duration is None or start is None or not session.is_live:
        return None
    return start + session.max_duration


def _costs_in(session: Session, currency: str) -> bool:
    return session.got.rate is None or session.got.rate.currency == currency


def _level(lasts: timedelta, outlives: tuple[str, ...]) -> RunwayLevel:
    if outlives or lasts < VERY_SHORT_RUNWAY:
        return RunwayLevel.VERY_SHORT
    return RunwayLevel.SHORT if lasts < SHORT_RUNWAY else RunwayLevel.OK

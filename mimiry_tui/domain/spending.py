"""What sessions cost: so far, per hour, today, and how long the balance lasts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from mimiry_tui.domain.conventions import conventions
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money, totals
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Got, Session
from mimiry_tui.domain.volumes import Volume, VolumeStatus

_LONGEST_RUNWAY = timedelta(days=3_650)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a session has cost, and whether that is a settled figure or our estimate."""

    money: Money
    estimated: bool

    def __str__(self) -> str:
        return f"≈{self.money}" if self.estimated else str(self.money)


def billed_from(session: Session) -> datetime | None:
    """When billing began, if that is known; else at provisioning, which boot follows; else at creation."""
    if session.billed_at is not None:
        return session.billed_at
    provisioning = (
        event.at for event in session.events if event.phase is Phase.PROVISIONING and event.at is not None
    )
    return next(provisioning, None) or session.created_at


def cost_so_far(session: Session, now: datetime) -> Cost | None:
    """The final cost once settled, else rate × time since billing began; None where unknown.

    Where the rate was seen to change, each counts for its time; of two currencies there is no sum. At
    least the minimum block, where the reader knows one. Never negative, also when the service's clock
    is ahead of ours.
    """
    if session.got.final_cost is not None:
        return Cost(session.got.final_cost, estimated=False)
    start = billed_from(session)
    if session.got.rate is None or start is None:
        return None
    end = (session.finished_at or start) if session.phase.is_ended else now
    cost = _cost_of(session.got, start, max(end, start + conventions().minimum_block))
    return None if cost is None else Cost(cost, estimated=True)


def spent_between(sessions: Iterable[Session], start: datetime, end: datetime) -> tuple[Money, ...]:
    """What these sessions cost within that time, one estimated sum per currency.

    A settled cost is spread evenly over the session's life.
    """
    return totals(share for session in sessions if (share := _share(session, start, end)) is not None)


def burn_rate(sessions: Iterable[Session], volumes: Iterable[Volume] = ()) -> tuple[Money, ...]:
    """What everything alive costs per hour, one sum per currency."""
    running = [session.got.rate for session in sessions if session.is_live and session.got.rate]
    stored = [volume.rate for volume in volumes if volume.rate and volume.status is not VolumeStatus.DELETED]
    return totals([*running, *stored])


def runway(balance: Money, burn: Iterable[Money]) -> timedelta | None:
    """How long the balance lasts at this burn; None when nothing burns in its currency.

    At most ten years: beyond that the figure says nothing.
    """
    rate = next((money.amount for money in burn if money.currency == balance.currency), Decimal(0))
    if rate <= 0:
        return None
    hours = max(Decimal(0), balance.amount) / rate
    limit = Decimal(_LONGEST_RUNWAY.total_seconds()) / 3600
    return timedelta(seconds=float(min(hours, limit) * 3600))


def _cost_of(got: Got, start: datetime, end: datetime) -> Money | None:
    """What that time costs at the rates of that time; None without a rate, or for rates of two currencies."""
    if got.rate is None or any(past.rate.currency != got.rate.currency for past in got.rates_before):
        return None
    cost = Money(Decimal(0), got.rate.currency)
    for past in got.rates_before:
        until = min(max(start, past.until), end)
        cost += past.rate.over(until - start)
        start = until
    return cost + got.rate.over(end - start)


def _share(session: Session, start: datetime, end: datetime) -> Money | None:
    """Its cost within that time; one without a known length falls on the moment it began."""
    cost, begun = cost_so_far(session, end), billed_from(session)
    if cost is None or begun is None:
        return None
    finished = (session.finished_at or begun) if session.phase.is_ended else end
    if finished <= begun:
        return cost.money if start <= begun < end else None
    within = min(finished, end) - max(begun, start)
    if within <= timedelta(0):
        return None
    whole_block = finished - begun >= conventions().minimum_block
    if cost.estimated and session.got.rate is not None and whole_block:
        return _cost_of(session.got, max(begun, start), min(finished, end))
    return cost.money * (Decimal(within.total_seconds()) / Decimal((finished - begun).total_seconds()))

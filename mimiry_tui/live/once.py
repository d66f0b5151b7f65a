"""One look at an account: every resource asked for once and at the same time, then no more."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Capability, Cloud, Page
from mimiry_tui.clouds.errors import CloudError, TimedOut
from mimiry_tui.domain.account import Balance, Quota
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.store import Resource

T = TypeVar("T")

Asks = Mapping[Resource, Callable[[], Awaitable[object]]]

PUBLIC = frozenset({Resource.OFFERS})
"""What is answered without signing in."""
NEEDS = {
    Resource.SESSIONS: Capability.SESSIONS,
    Resource.ENDED: Capability.SESSIONS,
    Resource.VOLUMES: Capability.VOLUMES,
    Resource.BALANCE: Capability.BALANCE,
    Resource.QUOTAS: Capability.QUOTAS,
    Resource.OFFERS: Capability.OFFERS,
}
"""What a service has to have for it to be asked."""
_PRICED = frozenset({Resource.SESSIONS, Resource.ENDED})
ALL = frozenset(NEEDS)
"""What can be looked at this way."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What came of one question: an answer with its moment, or the error."""

    value: T | None = None
    as_of: datetime | None = None
    """Wall time (UTC) at which it came; None without one."""
    error: CloudError | None = None


@dataclass(slots=True)
class Look:
    """What one look saw. An Answer with neither moment nor error was not asked for, or is not offered."""

    at: datetime
    """Wall time (UTC) at which it began."""
    wanted: frozenset[Resource]
    """What was asked for, and is offered by this cloud."""
    why_not: Mapping[Resource, str] = field(default_factory=dict)
    """Of what was asked for and is not offered, why, in one line for people."""
    sessions: Answer[Page[Session]] = field(default_factory=Answer)
    """All live ones."""
    ended: Answer[Page[Session]] = field(default_factory=Answer)
    """The newest page."""
    volumes: Answer[Page[Volume]] = field(default_factory=Answer)
    offers: Answer[Page[Offer]] = field(default_factory=Answer)
    balance: Answer[Balance] = field(default_factory=Answer)
    quotas: Answer[tuple[Quota, ...]] = field(default_factory=Answer)

    def answer(self, resource: Resource) -> Answer[object]:
        """The one for this resource, whatever it holds."""
        found: Answer[object] = getattr(self, resource.value)
        return found

    @property
    def answered(self) -> frozenset[Resource]:
        """What was read."""
        return frozenset(one for one in self.wanted if self.answer(one).as_of is not None)

    @property
    def live(self) -> tuple[Session, ...]:
        """The live sessions that could be read."""
        return _readable(self.sessions.value, Session)

    @property
    def past(self) -> tuple[Session, ...]:
        """The ended sessions that could be read."""
        return _readable(self.ended.value, Session)

    @property
    def stored(self) -> tuple[Volume, ...]:
        """The volumes that could be read."""
        return _readable(self.volumes.value, Volume)

    @property
    def offered(self) -> tuple[Offer, ...]:
        """The offers with a GPU that could be read."""
        return tuple(offer for offer in _readable(self.offers.value, Offer) if offer.has_gpu)


async def look(
    cloud: Cloud,
    clock: Clock,
    wanted: Iterable[Resource] = ALL,
    *,
    patience: float,
    barred: CloudError | None = None,
) -> Look:
    """Ask for all of these at once and wait at most so many seconds. Never raises CloudError.

    What is not answered by then counts as timed out. With `barred` nothing is asked for that needs
    a token: that is its error.
    """
    asked = frozenset(wanted)
    possible = frozenset(one for one, needed in NEEDS.items() if needed in cloud.capabilities)
    offered = asked & possible
    lacking = {one: cloud.why_not(NEEDS[one]) for one in NEEDS if one in asked - offered}
    seen = Look(clock.now(), offered, lacking)
    asks: Asks = {
        Resource.SESSIONS: cloud.live_sessions,
        Resource.ENDED: cloud.ended_sessions,
        Resource.VOLUMES: cloud.volumes,
        Resource.BALANCE: cloud.balance,
        Resource.QUOTAS: cloud.quotas,
        Resource.OFFERS: cloud.offers,
    }
    until = clock.monotonic() + patience
    if barred is not None:
        for resource in offered - PUBLIC:
            setattr(seen, resource.value, Answer(error=barred))
    first = offered if barred is None else offered & PUBLIC
    _take(seen, await _round({one: asks[one] for one in first}, clock, patience))
    if _lacks_prices(seen) and Resource.OFFERS in possible:
        # Some services tell what a session costs only by what they offer: then by what came before that.
        if Resource.OFFERS not in seen.answered:
            await _round({Resource.OFFERS: cloud.offers}, clock, until - clock.monotonic())
        again = seen.answered & _PRICED
        told = await _round({one: asks[one] for one in again}, clock, until - clock.monotonic())
        _take(seen, {one: answer for one, answer in told.items() if answer.as_of is not None})
    return seen


def _lacks_prices(seen: Look) -> bool:
    """Whether something runs whose rate is not known."""
    return any(session.phase is Phase.READY and session.got.rate is None for session in seen.live)


def _take(seen: Look, told: Mapping[Resource, Answer[object]]) -> None:
    for resource, answer in told.items():
        setattr(seen, resource.value, answer)


async def _round(asks: Asks, clock: Clock, patience: float) -> dict[Resource, Answer[object]]:
    """Ask all of them at once; who has not answered after so many seconds counts as timed out."""
    tasks = {
        resource: asyncio.create_task(_ask(ask, clock), name=f"look at {resource}")
        for resource, ask in asks.items()
    }
    await _finish(tasks.values(), clock, max(0.0, patience))
    late: Answer[object] = Answer(error=TimedOut(f"no answer within {patience:g} s"))
    return {resource: late if task.cancelled() else task.result() for resource, task in tasks.items()}


async def _ask(ask: Callable[[], Awaitable[object]], clock: Clock) -> Answer[object]:
    try:
        value = await ask()
    except CloudError as error:
        return Answer(error=error)
    return Answer(value, clock.now())


async def _finish(tasks: Iterable[asyncio.Task[Answer[object]]], clock: Clock, patience: float) -> None:
    """Wait for all of them, or that long; afterwards none is under way."""
    asking = set(tasks)
    deadline = asyncio.ensure_future(clock.sleep(patience))
    try:
        while asking and not deadline.done():
            done, _ = await asyncio.wait({*asking, deadline}, return_when=asyncio.FIRST_COMPLETED)
            asking -= done
    finally:
        left = {*asking, deadline}
        for one in left:
            one.cancel()
        await asyncio.wait(left)


def _readable(page: Page[T] | None, kind: type[T]) -> tuple[T, ...]:
    """What is no `Unreadable`."""
    return tuple(item for item in page.items if isinstance(item, kind)) if page is not None else ()

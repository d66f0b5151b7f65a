"""Everything of an account that can be asked for, each at its own endpoint. Nothing is changed."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeVar

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import Capability, Cloud, Page
from mimiry_tui.commands.doctor.diagnosis import diagnose
from mimiry_tui.commands.doctor.findings import Finding, Group, Level
from mimiry_tui.commands.doctor.network_check import NEWER, SLOW, SLOW_FIX, count
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session

T = TypeVar("T")

_LATEST = 5
_NEEDED = frozenset({"sessions", "volumes", "balance"})
"""What the dashboard is for; the rest is nice to have."""
_NEEDS = {
    "offers": Capability.OFFERS,
    "sessions": Capability.SESSIONS,
    "ended": Capability.SESSIONS,
    "volumes": Capability.VOLUMES,
    "balance": Capability.BALANCE,
    "quota": Capability.QUOTAS,
    "transactions": Capability.TRANSACTIONS,
}

_Told = tuple[Level, str, str]
_Ask = Callable[[], Awaitable[_Told]]


class Asked(NamedTuple):
    """What came of asking one endpoint."""

    finding: Finding
    error: errors.CloudError | None = None
    """What it answered instead."""


def finding(id: str, level: Level, words: str, fix: str = "", seconds: float | None = None) -> Finding:
    """A finding about the account."""
    return Finding(f"account.{id}", Group.ACCOUNT, level, words, fix, seconds)


async def look_at_all(
    cloud: Cloud,
    live: list[Session],
    monotonic: Callable[[], float],
    *,
    seconds: float,
    with_offers: bool,
    is_odd: Callable[[Session], bool],
) -> list[Asked]:
    """Ask every endpoint that the service has at once; the live sessions that can be read go into `live`.

    Each has so many seconds. `is_odd` tells sessions whose state is a word that is unknown here.
    """
    asks: dict[str, _Ask] = {
        "offers": lambda: _offers(cloud),
        "sessions": lambda: _sessions(cloud, live, is_odd),
        "ended": lambda: _ended(cloud),
        "volumes": lambda: _volumes(cloud),
        "balance": lambda: _balance(cloud),
        "quota": lambda: _quota(cloud),
        "transactions": lambda: _transactions(cloud),
    }
    if not with_offers:
        del asks["offers"]
    asks = {name: ask for name, ask in asks.items() if _NEEDS[name] in cloud.capabilities}
    for collection in cloud.extras.collections:
        asks[_within_a_sentence(collection.title)] = _items_of(cloud, collection.id)
    return list(
        await asyncio.gather(*(_endpoint(name, ask, monotonic, seconds) for name, ask in asks.items()))
    )


async def answered(ask: Awaitable[T], seconds: float) -> T:
    """What comes within that time. Raises CloudError."""
    try:
        async with asyncio.timeout(seconds):
            return await ask
    except TimeoutError:
        raise errors.TimedOut(f"no answer within {seconds:g} s") from None


async def _endpoint(name: str, ask: _Ask, monotonic: Callable[[], float], seconds: float) -> Asked:
    """What an endpoint says, how bad that is, and how long it took."""
    began = monotonic()
    id = re.sub(r"[^a-z0-9]+", "_", name.lower())
    try:
        level, words, fix = await answered(ask(), seconds)
    except errors.CloudError as error:
        cause = diagnose(error)
        level = Level.FAIL if name in _NEEDED else Level.WARN
        return Asked(finding(id, level, f"{name}: {cause.words}", cause.fix, monotonic() - began), error)
    took = monotonic() - began
    if level is Level.OK and took >= SLOW:
        level, words, fix = Level.WARN, f"{words}, slowly", SLOW_FIX
    return Asked(finding(id, level, f"{name}: {words}", fix, took))


def _within_a_sentence(title: str) -> str:
    """ "schedules", "SSH keys"."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


async def _offers(cloud: Cloud) -> _Told:
    return _listed(await cloud.offers(), "there")


async def _sessions(cloud: Cloud, live: list[Session], is_odd: Callable[[Session], bool]) -> _Told:
    """Puts those that could be read into `live`."""
    page = await cloud.live_sessions()
    live += [item for item in page.items if isinstance(item, Session)]
    unknown = Counter(session.state for session in live if is_odd(session))
    if unknown:
        names = ", ".join(sorted(unknown)[:3])
        words = f"{unknown.total()} of {len(page.items)} live ones are in a state unknown here ({names})"
        return Level.WARN, words, f"the raw words are shown, and they count as live; {NEWER}"
    return _listed(page, "live")


def is_unknown(session: Session) -> bool:
    """Whether the adapter could make nothing of how it is."""
    return session.phase is Phase.UNKNOWN


async def _ended(cloud: Cloud) -> _Told:
    return _listed(await cloud.ended_sessions(limit=_LATEST), "among the latest")


async def _volumes(cloud: Cloud) -> _Told:
    return _listed(await cloud.volumes(), "there")


async def _balance(cloud: Cloud) -> _Told:
    # The amount is nobody's business in a bug report.
    balance = await cloud.balance()
    return Level.OK, f"can be read, in {balance.money.currency or 'no currency'}", ""


async def _quota(cloud: Cloud) -> _Told:
    return Level.OK, count(len(await cloud.quotas()), "limit"), ""


async def _transactions(cloud: Cloud) -> _Told:
    return _listed(await cloud.transactions(_LATEST), "among the latest")


def _items_of(cloud: Cloud, collection: str) -> _Ask:
    async def ask() -> _Told:
        return _listed(Page(await cloud.extras.items(collection)), "there")

    return ask


def _listed(page: Page[object], which: str) -> _Told:
    damaged = sum(isinstance(item, Unreadable) for item in page.items)
    words = f"{len(page.items) - damaged} {which}"
    return (
        (Level.WARN, f"{words}, {damaged} more cannot be read", NEWER) if damaged else (Level.OK, words, "")
    )

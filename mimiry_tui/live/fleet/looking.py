"""Looking at one account again and again, more rarely than its own dashboard would."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.clouds.errors import CloudError, SignInFailed
from mimiry_tui.live.fleet.member import Joining, Member, place_of
from mimiry_tui.live.once import Look, look
from mimiry_tui.live.store import Resource
from mimiry_tui.settings import OpeningError, Profile

SESSIONS_EVERY = 10.0
MONEY_EVERY = 60.0
"""Seconds between two looks at the sessions, and at balance and volumes."""
LONGEST_WAIT = 120.0
"""Seconds between two attempts at most, however often they failed."""
PATIENCE = 20.0
"""Seconds for one look."""
_MONEY = frozenset({Resource.BALANCE, Resource.VOLUMES})

OpenCloud = Callable[[Profile, Clock], Cloud]
Tell = Callable[[Member], None]


async def follow(
    joining: Joining, clock: Clock, open_cloud: OpenCloud, tell: Tell, again: asyncio.Event
) -> None:
    """Open it and tell what it looks like, until cancelled; what cannot be opened is told once.

    `open_cloud` is called in a thread. When `again` is set, everything is asked for at once.
    """
    member = Member(joining.name)
    try:
        async with joining.opening() as profile:
            member = replace(member, place=place_of(profile))
            cloud = await asyncio.to_thread(open_cloud, profile, clock)
            try:
                await _look_on(cloud, clock, member, tell, again)
            finally:
                await cloud.aclose()
    except OpeningError as error:
        tell(replace(member, trouble=str(error) or "it could not be opened"))


async def _look_on(cloud: Cloud, clock: Clock, member: Member, tell: Tell, again: asyncio.Event) -> None:
    money_due, failures = clock.monotonic(), 0
    while True:
        with_money = clock.monotonic() >= money_due
        wanted = _MONEY | {Resource.SESSIONS} if with_money else {Resource.SESSIONS}
        seen = await look(cloud, clock, wanted, patience=PATIENCE)
        member = _after(member, seen, cloud)
        tell(member)
        failures = failures + 1 if member.error is not None else 0
        if with_money and not failures:
            money_due = clock.monotonic() + MONEY_EVERY
        if await _woken(again, clock, _wait(failures, member.error)):
            money_due = clock.monotonic()


async def _woken(again: asyncio.Event, clock: Clock, seconds: float) -> bool:
    """Wait so long, or until somebody wants news; whether somebody did."""
    waits = {asyncio.ensure_future(again.wait()), asyncio.ensure_future(clock.sleep(seconds))}
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        was_set = again.is_set()
        again.clear()
        return was_set
    finally:
        for wait in waits:
            wait.cancel()


def _after(member: Member, seen: Look, cloud: Cloud) -> Member:
    """The newer picture; what was not answered stays as it was."""
    if (page := seen.sessions.value) is not None:
        member = replace(member, sessions=page.items, as_of=seen.sessions.as_of)
    if (balance := seen.balance.value) is not None:
        member = replace(member, balance=balance.money, balance_as_of=seen.balance.as_of)
    if seen.volumes.value is not None:
        member = replace(member, volumes=seen.stored)
    return replace(member, error=seen.sessions.error, no_balance=_no_balance(member, seen, cloud))


def _no_balance(member: Member, seen: Look, cloud: Cloud) -> str:
    if member.balance is not None:
        return ""
    if seen.balance.error is not None:
        return str(seen.balance.error)
    return cloud.why_not(Capability.BALANCE) or member.no_balance


def _wait(failures: int, error: CloudError | None) -> float:
    """The usual time; longer after each failure, and at once long where signing in failed."""
    if not failures or error is None:
        return SESSIONS_EVERY
    if isinstance(error, SignInFailed):
        return LONGEST_WAIT
    asked = error.retry_after or 0.0
    return max(asked, min(LONGEST_WAIT, SESSIONS_EVERY * 2.0 ** min(failures, 10)))

"""An account that signs in with a token, and every endpoint that its service has. Only looks."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.registry import open_cloud
from mimiry_tui.commands.doctor import network_check, ssh_check
from mimiry_tui.commands.doctor.diagnosis import diagnose, is_from_in_between
from mimiry_tui.commands.doctor.endpoints import finding, is_unknown, look_at_all
from mimiry_tui.commands.doctor.findings import Finding, Level
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.domain.sessions import Session
from mimiry_tui.settings import Profile

_NOTICEABLE = timedelta(seconds=30)


async def look(profile: Profile, around: Surroundings) -> list[Finding]:
    """Ask for the sessions first: where that tells that nothing will work, nothing else is asked for."""
    cloud = await asyncio.to_thread(open_cloud, profile, around.clock)
    try:
        return await _look(cloud, around)
    finally:
        await cloud.aclose()


async def _look(cloud: Cloud, around: Surroundings) -> list[Finding]:
    monotonic = around.clock.monotonic
    began = monotonic()
    error = await _first_error(cloud, around.deadlines.whole)
    took = monotonic() - began
    if isinstance(error, errors.SignInFailed):
        cause = diagnose(error)
        return [finding("sign_in", Level.FAIL, cause.words, cause.fix, took)]
    if error is not None and _is_far(error):
        cause = diagnose(error)
        return [network_check.finding("http", Level.FAIL, f"sessions: {cause.words}", cause.fix, took)]
    live: list[Session] = []
    found = [
        network_check.finding("http", Level.OK, "the service answers", seconds=took),
        *_clock(cloud.skew),
        finding("sign_in", Level.OK, "the service takes the token"),
        *await look_at_all(cloud, live, monotonic, with_offers=True, is_odd=is_unknown),
    ]
    return [*found, *await ssh_check.reach(live, around.clock, around.deadlines.connect)]


async def _first_error(cloud: Cloud, seconds: float) -> errors.CloudError | None:
    try:
        async with asyncio.timeout(seconds):
            await cloud.live_sessions()
    except TimeoutError:
        return errors.TimedOut(f"no answer within {seconds:g} s")
    except errors.CloudError as error:
        return error
    return None


def _is_far(error: errors.CloudError) -> bool:
    """Whether it was not the service that answered, or not in a way that more questions are worth."""
    if isinstance(error, errors.UnreadableAnswer):
        return True
    return error.status is None or is_from_in_between(error)


def _clock(skew: timedelta | None) -> list[Finding]:
    """Nobody is refused for a clock that is off here, but lengths of time are wrong by it."""
    if skew is None or abs(skew) < _NOTICEABLE:
        return []
    side = "behind" if skew > timedelta(0) else "ahead of"
    words = f"this machine's clock is {network_check.span(abs(skew))} {side} the service's"
    return [
        network_check.finding("clock", Level.WARN, words, "synchronise it (NTP): what is shown is off by it")
    ]

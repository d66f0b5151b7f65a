"""An account that signs in with a token, and every endpoint that its service has. Only looks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from importlib import import_module

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.registry import open_cloud
from mimiry_tui.commands.doctor import network_check, ssh_check
from mimiry_tui.commands.doctor.diagnosis import diagnose, is_from_in_between
from mimiry_tui.commands.doctor.endpoints import Asked, answered, finding, is_unknown, look_at_all
from mimiry_tui.commands.doctor.findings import Finding, Level
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.domain.sessions import Session
from mimiry_tui.settings import Profile


async def look(profile: Profile, around: Surroundings) -> list[Finding]:
    """Ask for the sessions first: where that tells that nothing will work, nothing else is asked for."""
    cloud = await asyncio.to_thread(open_cloud, profile, around.clock)
    await asyncio.to_thread(import_module, "httpx")  # it is no part of what the service takes
    try:
        return await _look(cloud, around)
    finally:
        await cloud.aclose()


async def _look(cloud: Cloud, around: Surroundings) -> list[Finding]:
    monotonic, seconds = around.clock.monotonic, around.deadlines.whole
    began = monotonic()
    try:
        await answered(cloud.live_sessions(), seconds)
    except (errors.SignInFailed, errors.TooManyRequests) as error:
        cause = diagnose(error)
        id = "sign_in" if isinstance(error, errors.SignInFailed) else "sessions"
        return [finding(id, Level.FAIL, cause.words, cause.fix, monotonic() - began)]
    except errors.CloudError as error:
        if _is_far(error):
            cause = diagnose(error)
            words = f"sessions: {cause.words}"
            return [network_check.finding("http", Level.FAIL, words, cause.fix, monotonic() - began)]
    live: list[Session] = []
    # The first answer waited for this machine to get ready as well, so the times told are of these.
    asked = await look_at_all(cloud, live, monotonic, seconds=seconds, with_offers=True, is_odd=is_unknown)
    found = _the_same(asked) or _each(asked, cloud.skew)
    return [*found, *await ssh_check.reach(live, around.clock, around.deadlines.connect)]


def _the_same(asked: Sequence[Asked]) -> list[Finding]:
    """One finding where every answer is the same trouble; nothing is known of the token then."""
    causes = {diagnose(one.error) if one.error is not None else None for one in asked}
    cause = causes.pop()
    if causes or cause is None:
        return []
    words = f"whatever is asked: {cause.words}"
    if isinstance(asked[0].error, errors.ServerTrouble):
        return [network_check.finding("http", Level.FAIL, words, cause.fix)]
    return [finding("sessions", Level.FAIL, words, cause.fix)]


def _each(asked: Sequence[Asked], skew: timedelta | None) -> list[Finding]:
    found = [network_check.finding("http", Level.OK, "the service answers"), *_clock(skew)]
    # One that tells which scope is missing has read the token; what other refusals make of it nobody knows.
    if any(one.error is None or isinstance(one.error, errors.ScopeMissing) for one in asked):
        found.append(finding("sign_in", Level.OK, "the service takes the token"))
    return [*found, *(one.finding for one in asked)]


def _is_far(error: errors.CloudError) -> bool:
    """Whether it was not the service that answered, or not in a way that more questions are worth."""
    if isinstance(error, errors.UnreadableAnswer):
        return True
    return error.status is None or is_from_in_between(error)


def _clock(skew: timedelta | None) -> list[Finding]:
    """Nobody is refused for a clock that is off here, but lengths of time are wrong by it."""
    if skew is None or abs(skew) < network_check.NOTICEABLE:
        return []
    fix = "synchronise it (NTP): what is shown is off by it"
    return [network_check.finding("clock", Level.WARN, network_check.clock_words(skew), fix)]

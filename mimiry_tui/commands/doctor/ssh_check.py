"""Whether the SSH servers of ready sessions can be reached from here: a greeting, no login."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from mimiry_tui.clock import Clock
from mimiry_tui.commands.doctor.findings import Finding, Group, Level
from mimiry_tui.commands.doctor.proxy import Stop
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session, SshEndpoint
from mimiry_tui.ssh.banner import answers
from mimiry_tui.ssh.endpoint import UnsafeEndpointError

_MOST = 5
"""Servers that are asked; sessions mostly share one."""


def finding(level: Level, words: str, fix: str = "", seconds: float | None = None) -> Finding:
    """The finding about sessions' SSH servers."""
    return Finding("account.ssh", Group.ACCOUNT, level, words, fix, seconds)


async def reach(sessions: Iterable[Session], clock: Clock, seconds: float) -> list[Finding]:
    """One finding for each server that ready sessions publish; none where there is none."""
    servers = {
        (session.ssh.host, session.ssh.port): session.ssh
        for session in sessions
        if session.ssh is not None and session.phase is Phase.READY
    }
    places = list(servers.values())[:_MOST]
    return list(await asyncio.gather(*(_greeted(place, clock, seconds) for place in places)))


async def _greeted(place: SshEndpoint, clock: Clock, seconds: float) -> Finding:
    began = clock.monotonic()
    try:
        greeted = await answers(place, seconds=seconds)
    except UnsafeEndpointError as error:
        return finding(Level.WARN, f"ssh: {error}", "it is never connected to; tell the service's operators")
    took = clock.monotonic() - began
    stop = Stop(place.host, place.port)
    if greeted:
        return finding(Level.OK, f"ssh: {stop} answers", seconds=took)
    fix = "a session just started may need a minute; else this network may block that port: try another one"
    return finding(Level.WARN, f"ssh: {stop} does not answer", fix, took)

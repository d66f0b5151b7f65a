"""Signing in with a key, and every endpoint that needs it. Only looks: nothing is ever changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.mimiry.token_cache import Token
from mimiry_tui.commands.doctor import ssh_check
from mimiry_tui.commands.doctor.diagnosis import diagnose
from mimiry_tui.commands.doctor.endpoints import finding, look_at_all
from mimiry_tui.commands.doctor.findings import Finding, Level
from mimiry_tui.commands.doctor.parts import NotAsked, Parts
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.domain import coerce
from mimiry_tui.domain.phases import Phase, read_phase
from mimiry_tui.domain.sessions import Session

_ADD_KEY = (
    "the dashboard will ask for the passphrase; with the key in ssh-agent (ssh-add) more can be looked at"
)


async def look(parts: Parts, around: Surroundings) -> list[Finding]:
    """Sign in, then ask every endpoint at once."""
    clock = around.clock
    cached = await _cached(parts, clock.now())
    if cached is None:
        await asyncio.to_thread(import_module, "asyncssh")  # signs; its import is no part of the exchange
    began = clock.monotonic()
    try:
        token = await parts.sign_in.token()
    except errors.CloudError as error:
        return [*_not_signed_in(error, clock.monotonic() - began)]
    took = clock.monotonic() - began
    found = [_signed_in(token, cached, clock.now(), took)]
    found.append(await _limits(parts, clock.monotonic))
    live: list[Session] = []
    asked = await look_at_all(
        parts.cloud,
        live,
        clock.monotonic,
        seconds=around.deadlines.whole,
        with_offers=False,
        is_odd=_is_odd,
    )
    found += [one.finding for one in asked]
    return [*found, *await ssh_check.reach(live, clock, around.deadlines.connect)]


async def _cached(parts: Parts, now: datetime) -> Token | None:
    def load() -> Token | None:
        try:
            return parts.cache.load(parts.keys.public().fingerprint, now.timestamp())
        except errors.NoKey:
            return None

    return await asyncio.to_thread(load)


def _signed_in(token: Token, cached: Token | None, now: datetime, took: float) -> Finding:
    left = timedelta(seconds=token.expires_at) - timedelta(seconds=now.timestamp())
    minutes = round(left.total_seconds() / 60)
    if cached is not None and token == cached:
        return finding("sign_in", Level.OK, f"signed in by the cached token, good for {minutes} min")
    return finding("sign_in", Level.OK, f"signed in by a new token, good for {minutes} min", seconds=took)


def _not_signed_in(error: errors.CloudError, took: float) -> list[Finding]:
    if isinstance(error, NotAsked):
        return [finding("sign_in", Level.WARN, f"not signed in: {error.detail}", error.hint)]
    if isinstance(error, errors.KeyLocked):
        return [finding("sign_in", Level.WARN, f"not signed in: {error.detail}", _ADD_KEY)]
    cause = diagnose(error)
    words = cause.words if isinstance(error, errors.SignInFailed) else f"signing in: {cause.words}"
    return [finding("sign_in", Level.FAIL, words, cause.fix, took)]


async def _limits(parts: Parts, monotonic: Callable[[], float]) -> Finding:
    began = monotonic()
    try:
        facts = await parts.cloud.token_limits()
    except errors.NotFound:
        return finding("limits", Level.OK, "the service does not tell how many tokens may be asked for")
    except errors.CloudError as error:
        cause = diagnose(error)
        return finding("limits", Level.WARN, f"token limit: {cause.words}", cause.fix, monotonic() - began)
    took = monotonic() - began
    limit, remaining, window = facts.get("limit"), facts.get("remaining"), facts.get("window_seconds")
    if not (limit and remaining):
        told = ", ".join(f"{name} {value}" for name, value in facts.pairs[:4])
        return finding(
            "limits", Level.OK, f"token limit as the service tells it: {told or '–'}", seconds=took
        )
    per = f" per {float(window):g} s" if coerce.decimal(window) else ""
    words = f"{remaining} of {limit} token requests{per} left"
    if remaining in {"0", "0.0"}:
        fix = "wait before signing in anew; every program that uses this key counts"
        return finding("limits", Level.WARN, words, fix, took)
    return finding("limits", Level.OK, words, seconds=took)


def _is_odd(session: Session) -> bool:
    """Whether its state is no word of any dialect, whatever else tells how it is."""
    return bool(session.state) and read_phase(state=session.state) is Phase.UNKNOWN

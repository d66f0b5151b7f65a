"""Signing in and every endpoint that needs it. Only looks: nothing is ever changed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from importlib import import_module

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.mimiry.token_cache import Token
from mimiry_tui.commands.doctor import ssh_check
from mimiry_tui.commands.doctor.diagnosis import diagnose
from mimiry_tui.commands.doctor.findings import Finding, Group, Level
from mimiry_tui.commands.doctor.network_check import NEWER, SLOW, SLOW_FIX, count
from mimiry_tui.commands.doctor.parts import NotAsked, Parts
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.domain import coerce
from mimiry_tui.domain.phases import Phase, read_phase
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session

_LATEST = 5
_ADD_KEY = (
    "the dashboard will ask for the passphrase; with the key in ssh-agent (ssh-add) more can be looked at"
)
_NICE_TO_HAVE = frozenset({"ended", "quota", "transactions"})
"""What the dashboard can be used without."""


def finding(id: str, level: Level, words: str, fix: str = "", seconds: float | None = None) -> Finding:
    """A finding about the account."""
    return Finding(f"account.{id}", Group.ACCOUNT, level, words, fix, seconds)


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
    asks: dict[str, Callable[[], Awaitable[tuple[Level, str, str]]]] = {
        "sessions": lambda: _sessions(parts, live),
        "ended": lambda: _ended(parts),
        "volumes": lambda: _volumes(parts),
        "balance": lambda: _balance(parts),
        "quota": lambda: _quota(parts),
        "transactions": lambda: _transactions(parts),
    }
    found += await asyncio.gather(*(_endpoint(name, ask, clock.monotonic) for name, ask in asks.items()))
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


async def _endpoint(
    name: str, ask: Callable[[], Awaitable[tuple[Level, str, str]]], monotonic: Callable[[], float]
) -> Finding:
    """What an endpoint says, how bad that is, and how long it took."""
    began = monotonic()
    try:
        level, words, fix = await ask()
    except errors.CloudError as error:
        cause = diagnose(error)
        level = Level.WARN if name in _NICE_TO_HAVE else Level.FAIL
        return finding(name, level, f"{name}: {cause.words}", cause.fix, monotonic() - began)
    took = monotonic() - began
    if level is Level.OK and took >= SLOW:
        level, words, fix = Level.WARN, f"{words}, slowly", SLOW_FIX
    return finding(name, level, f"{name}: {words}", fix, took)


async def _sessions(parts: Parts, live: list[Session]) -> tuple[Level, str, str]:
    """Puts those that could be read into `live`."""
    page = await parts.cloud.live_sessions()
    live += [item for item in page.items if isinstance(item, Session)]
    unknown = Counter(session.state for session in live if _is_unknown(session))
    if unknown:
        names = ", ".join(sorted(unknown)[:3])
        words = f"{unknown.total()} of {len(page.items)} live ones are in a state unknown here ({names})"
        return Level.WARN, words, f"the raw words are shown, and they count as live; {NEWER}"
    return _listed(page, "live")


def _is_unknown(session: Session) -> bool:
    """Whether its state is no word of any dialect, whatever else tells how it is."""
    return bool(session.state) and read_phase(state=session.state) is Phase.UNKNOWN


async def _ended(parts: Parts) -> tuple[Level, str, str]:
    return _listed(await parts.cloud.ended_sessions(limit=_LATEST), "among the latest")


async def _volumes(parts: Parts) -> tuple[Level, str, str]:
    return _listed(await parts.cloud.volumes(), "there")


async def _balance(parts: Parts) -> tuple[Level, str, str]:
    # The amount is nobody's business in a bug report.
    balance = await parts.cloud.balance()
    return Level.OK, f"can be read, in {balance.money.currency or 'no currency'}", ""


async def _quota(parts: Parts) -> tuple[Level, str, str]:
    return Level.OK, count(len(await parts.cloud.quotas()), "limit"), ""


async def _transactions(parts: Parts) -> tuple[Level, str, str]:
    return _listed(await parts.cloud.transactions(_LATEST), "among the latest")


def _listed(page: Page[object], which: str) -> tuple[Level, str, str]:
    damaged = sum(isinstance(item, Unreadable) for item in page.items)
    words = f"{len(page.items) - damaged} {which}"
    return (
        (Level.WARN, f"{words}, {damaged} more cannot be read", NEWER) if damaged else (Level.OK, words, "")
    )

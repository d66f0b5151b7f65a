"""The way to the service, step by step: the first step that fails is the cause, and the last one told."""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from datetime import datetime, timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.clouds import errors
from mimiry_tui.clouds.registry import known_instances
from mimiry_tui.commands.doctor import stages
from mimiry_tui.commands.doctor.diagnosis import diagnose, is_from_in_between
from mimiry_tui.commands.doctor.findings import Finding, Group, Level
from mimiry_tui.commands.doctor.parts import Parts
from mimiry_tui.commands.doctor.proxy import Stop, proxy_stop, service_stop
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.settings import Profile, is_loopback

SLOW = 1.0
"""Seconds from which on an answer is called slow."""
_TOLERANCE = timedelta(minutes=5)
"""By how much the service lets clocks differ (Mimiry compute API, authentication)."""
NOTICEABLE = timedelta(seconds=30)
"""From which difference on a clock is called off."""
_EXPIRES_SOON = timedelta(days=7)
_PROXY_FIX = "mend HTTPS_PROXY, or unset it where this network needs no proxy"


def finding(id: str, level: Level, words: str, fix: str = "", seconds: float | None = None) -> Finding:
    """A finding about the network."""
    return Finding(f"network.{id}", Group.NETWORK, level, words, fix, seconds)


async def walk(profile: Profile, around: Surroundings) -> tuple[list[Finding], bool]:
    """Name, connection and encryption of the service or of the proxy before it; whether all went well."""
    found = [_host(profile)]
    try:
        proxy = proxy_stop(profile.api_base)
    except ValueError as error:
        words = f"the proxy variables cannot be used: {error}"
        return [*found, finding("proxy", Level.FAIL, words, _PROXY_FIX)], False
    if proxy is not None:
        found.append(finding("proxy", Level.OK, f"requests go through the proxy {proxy}"))
    stop = proxy or service_stop(profile.api_base)
    is_encrypted = proxy is None and profile.api_base.startswith("https:")
    found += await _steps(stop, is_encrypted, around)
    last = found[-1]
    if last.level is Level.FAIL and proxy is None:
        found[-1] = replace(last, fix=f"{last.fix}{_other_instances(profile)}")
    elif last.level is Level.FAIL:
        found[-1] = replace(last, words=f"the proxy: {last.words}", fix=_PROXY_FIX)
    return found, not any(one.level is Level.FAIL for one in found)


async def ask(parts: Parts, clock: Clock) -> tuple[list[Finding], bool]:
    """The public list of offers, and the service's clock; whether the service itself answered."""
    began = clock.monotonic()
    try:
        await parts.transport.make_ready()
        began = clock.monotonic()
        page = await parts.cloud.offers()
    except errors.CloudError as error:
        took = clock.monotonic() - began
        cause = diagnose(error)
        found = [finding("http", Level.FAIL, f"offers: {cause.words}", cause.fix, took)]
        # A service that can tell what it does not like is there; its other parts may do better.
        answered = error.status is not None and not is_from_in_between(error)
        if isinstance(error, errors.UnreadableAnswer):
            answered = False
    else:
        took = clock.monotonic() - began
        damaged = sum(isinstance(item, Unreadable) for item in page.items)
        found = [_answered(len(page.items), damaged, took)]
        answered = True
    return [*found, *_clock(parts.cloud.skew)], answered


def _other_instances(profile: Profile) -> str:
    """Where else the service is offered, for the fix of a host that is not there."""
    known = known_instances(profile.cloud)
    if all(instance.api_base != profile.api_base for instance in known):
        return ""
    others = [instance.name for instance in known if instance.api_base != profile.api_base]
    return "".join(f", or try --instance {name}" for name in others[:1])


def _host(profile: Profile) -> Finding:
    words = f"{profile.api_base} (from {profile.api_base_source})"
    stop = service_stop(profile.api_base)
    if profile.api_base.startswith("https:") or is_loopback(stop.host):
        return finding("host", Level.OK, words)
    fix = "use an https:// host: over plain http nothing secret is sent, so nobody can sign in"
    return finding("host", Level.FAIL, f"{words} is not encrypted", fix)


async def _steps(stop: Stop, is_encrypted: bool, around: Surroundings) -> list[Finding]:
    """Each step that was taken; the last one failed, or all went well."""
    seconds, clock = around.deadlines.connect, around.clock
    found: list[Finding] = []
    step, began = "dns", clock.monotonic()
    try:
        addresses = await stages.resolve(stop, seconds)
        if not _is_address(stop.host):
            words = f"{stop.host} has {count(len(addresses), 'address', 'addresses')}"
            found.append(finding(step, Level.OK, words, seconds=clock.monotonic() - began))
        step, began = "tcp", clock.monotonic()
        connected = await stages.connect(stop, addresses, seconds)
        found.append(finding(step, Level.OK, f"{stop} takes connections", seconds=clock.monotonic() - began))
        if not is_encrypted:
            connected.close()
            return found
        step, began = "tls", clock.monotonic()
        agreed = await stages.encrypt(stop, connected, seconds)
        found.append(_encrypted(agreed, clock.now(), clock.monotonic() - began))
    except stages.Stuck as stuck:
        found.append(finding(step, Level.FAIL, stuck.words, stuck.fix, clock.monotonic() - began))
    return found


def _encrypted(agreed: stages.Encrypted, now: datetime, took: float) -> Finding:
    if agreed.good_until is None:
        return finding("tls", Level.OK, f"{agreed.protocol}, certificate trusted", seconds=took)
    words = f"{agreed.protocol}, certificate trusted until {agreed.good_until:%Y-%m-%d}"
    if agreed.good_until - now < _EXPIRES_SOON:
        return finding("tls", Level.WARN, words, "the service's operators should renew it now", took)
    return finding("tls", Level.OK, words, seconds=took)


def _answered(records: int, damaged: int, took: float) -> Finding:
    words = f"the service answers, with {count(records - damaged, 'offer')}"
    if damaged:
        return finding("http", Level.WARN, f"{words}, {damaged} more cannot be read", NEWER, took)
    if took >= SLOW:
        return finding("http", Level.WARN, f"{words}, slowly", SLOW_FIX, took)
    return finding("http", Level.OK, words, seconds=took)


def _clock(skew: timedelta | None) -> list[Finding]:
    if skew is None:
        return []
    off, words = abs(skew), clock_words(skew)
    if off < timedelta(seconds=2):
        return [finding("clock", Level.OK, "this machine's clock agrees with the service's")]
    if off < NOTICEABLE:
        return [finding("clock", Level.OK, words)]
    if off < _TOLERANCE:
        return [
            finding("clock", Level.WARN, words, "synchronise it (NTP): from 5 minutes on nobody can sign in")
        ]
    return [finding("clock", Level.FAIL, words, "synchronise it (NTP): signing in needs it within 5 minutes")]


def clock_words(skew: timedelta) -> str:
    """By how much this machine's clock is off, if the service's is right."""
    side = "behind" if skew > timedelta(0) else "ahead of"
    return f"this machine's clock is {_span(abs(skew))} {side} the service's"


def _span(length: timedelta) -> str:
    """ "5 min 3 s", "40 s"."""
    seconds = round(length.total_seconds())
    return f"{seconds // 60} min {seconds % 60} s" if seconds >= 60 else f"{seconds} s"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def count(number: int, one: str, more: str = "") -> str:
    """ "1 offer", "9 offers"."""
    return f"{number} {one if number == 1 else more or one + 's'}"


NEWER = "the service may be newer than the dashboard: look for an update"
SLOW_FIX = "the service or the way to it is slow; the dashboard shows how old everything is"

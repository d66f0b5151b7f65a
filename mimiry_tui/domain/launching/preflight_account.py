"""Rules about the account: may this dashboard launch, is there room, is there money, is the key known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mimiry_tui.domain.account import Quota
from mimiry_tui.domain.durations import short
from mimiry_tui.domain.launching.checks import Check, Fix, Mark
from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.domain.launching.lengths import show_length
from mimiry_tui.domain.launching.matching import count_of
from mimiry_tui.domain.launching.preflight_case import Case, is_fresh, unknown
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.spending import runway

_HOUR = timedelta(hours=1)
_OF_SESSIONS = ("concurrent_sessions", "sessions", "max_sessions", "active_sessions", "running_sessions")
_OF_GPUS = ("gpus", "concurrent_gpus", "gpu_count", "max_gpus", "gpu")


def read_only(case: Case) -> Check | None:
    """A dashboard that only looks sends nothing."""
    if not case.picture.read_only:
        return None
    return Check("may launch", Mark.BAD, "read-only: nothing is sent", Field.GPU)


def sessions_quota(case: Case) -> Check:
    """One more session is allowed. Only a full quota that is known for sure stands in the way."""
    title, quotas = "quota", case.picture.quotas
    if quotas.as_of is None:
        return unknown(title, "quota", quotas, Field.COUNT)
    quota = _named(quotas.value, _OF_SESSIONS)
    if quota is None or quota.limit is None:
        return Check(title, Mark.OK, "no limit told", Field.COUNT)
    live = sum(session.is_live for session in case.picture.sessions.value)
    used = live if quota.used is None else quota.used
    limit = quota.limit
    if used >= limit:
        # Figures are read rarely: others may have ended since, unless our own list shows them all.
        sure = is_fresh(quotas, case.now) or live >= limit
        reason = f"{used} of {limit} run already"
        return Check(title, Mark.BAD if sure else Mark.WARN, reason, Field.COUNT)
    mark = Mark.WARN if used + 1 == limit or live >= limit else Mark.OK
    return Check(title, mark, f"{used + 1} of {limit} once this starts", Field.COUNT)


def gpus_quota(case: Case) -> Check | None:
    """As many more GPUs are allowed; says nothing while they are."""
    quotas, wanted = case.picture.quotas, count_of(case.draft)
    quota = _named(quotas.value, _OF_GPUS)
    if quota is None or quota.limit is None or quota.used is None or quota.used + wanted <= quota.limit:
        return None
    left = quota.limit - quota.used
    mark = Mark.BAD if is_fresh(quotas, case.now) or wanted > quota.limit else Mark.WARN
    reason = f"{wanted} asked, {max(0, left)} of {quota.limit} left"
    fix = Fix(f"take {left}", replace(case.draft, count=str(left))) if left > 0 else None
    return Check("GPU quota", mark, reason, Field.COUNT, fix)


def balance(case: Case) -> Check:
    """The money lasts for an hour and, with a limit, for the whole time; only none at all is refused."""
    title, reading, cost = "balance", case.picture.balance, case.cost
    if reading.value is None:
        return unknown(title, "balance", reading, Field.DURATION)
    money = reading.value.money
    if money.amount <= 0:
        mark = Mark.WARN if reading.trouble else Mark.BAD
        return Check(title, mark, f"{money}: top up first", Field.DURATION)
    if cost.rate is None:
        return Check(title, Mark.WARN, f"{money}; the price is unknown", Field.DURATION)
    if cost.rate.currency != money.currency:
        reason = f"{money}, but the price is in {cost.rate.currency}"
        return Check(title, Mark.WARN, reason, Field.DURATION)
    lasts = cost.lasts_then if cost.lasts_then is not None else runway(money, [cost.rate])
    return _lasting(case, title, money, lasts)


def _lasting(case: Case, title: str, money: Money, lasts: timedelta | None) -> Check:
    duration, at_most = case.cost.duration, case.cost.at_most
    if lasts is not None and lasts < min(duration or _HOUR, _HOUR):
        return Check(title, Mark.WARN, f"{money} lasts {short(lasts)}", Field.DURATION)
    if duration is None:
        words = f"{money} lasts {short(lasts)}" if lasts is not None else f"{money}"
        return Check(title, Mark.OK, words, Field.DURATION)
    if lasts is not None and lasts < duration:
        reason = f"{money} lasts {short(lasts)} of {show_length(duration)}"
        return Check(title, Mark.WARN, reason, Field.DURATION, _shorter(case, lasts))
    if at_most is None:
        return Check(title, Mark.OK, f"{money}", Field.DURATION)
    mark = Mark.OK if not money < at_most else Mark.WARN
    return Check(title, mark, f"{show_length(duration)} cost {at_most} of {money}", Field.DURATION)


def _shorter(case: Case, lasts: timedelta) -> Fix:
    """A limit of as many whole hours as the balance lasts; it lasts one at least."""
    length = show_length(lasts // _HOUR * _HOUR)
    return Fix(f"end it after {length}", replace(case.draft, max_duration=length))


def signed_in(case: Case) -> Check:
    """The service knows the key, as far as anything was asked."""
    title, key = "signed in", case.picture.key
    if key.signed_in is False:
        return Check(title, Mark.BAD, key.trouble or "the service refuses the key", Field.SSH)
    if key.signed_in is None:
        return Check(title, Mark.WARN, key.trouble or "not asked yet", Field.SSH)
    left = key.signed_in_until - case.now if key.signed_in_until is not None else None
    known = "key known" if key.line else "key unread"
    words = known if left is None or left <= timedelta(0) else f"token {short(left)}, {known}"
    return Check(title, Mark.OK, words, Field.SSH)


def key_for_ssh(case: Case) -> Check | None:
    """There is a public key to let in where SSH is on; says nothing while there is."""
    key = case.picture.key
    if not case.draft.ssh_enabled or key.line:
        return None
    fix = Fix("launch without SSH", replace(case.draft, ssh_enabled=False))
    reason = key.trouble or "the public key has not been read yet"
    return Check("key for SSH", Mark.BAD, reason, Field.SSH, fix)


def _named(quotas: tuple[Quota, ...], names: tuple[str, ...]) -> Quota | None:
    """The quota of the first of these names, however it is spelled."""
    known = {quota.name.strip().casefold().replace("-", "_").replace(" ", "_"): quota for quota in quotas}
    return next((known[name] for name in names if name in known), None)

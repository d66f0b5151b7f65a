"""The last tab: quotas with bars, the sign-in, the key, who one is, and what the service allows."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from textual.content import Content

from mimiry_tui.clouds.base import Capability
from mimiry_tui.domain.account import Facts, Quota
from mimiry_tui.domain.conventions import conventions
from mimiry_tui.domain.durations import clock_time, short
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.money.money import Told
from mimiry_tui.live.store import Resource
from mimiry_tui.ui.account.blocks import BESIDE, EMPTY, cut, heading, padded, right, spoken, two, why_lines
from mimiry_tui.ui.account.picture import AccountPicture
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.session.figures import gauge
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone

_LABEL = 14
_MOST_FACTS = 24
_TWO_FROM = 100
_NEARLY_FULL = 0.8
_LEAST_BAR = 4
_MOST_SKEW = timedelta(seconds=30)


class _Room(NamedTuple):
    """How the line of a quota is divided, in cells."""

    names: int
    figures: int
    bar: int
    """0 where there is no room for one."""
    gap: str


def limits_lines(picture: AccountPicture, width: int) -> list[Content]:
    """All lines of the tab, each at most that many cells."""
    if width < _TWO_FROM:
        groups = [quota_lines(picture, width), _sign_in(picture, width), _requests(picture, width)]
        return [EMPTY, *_apart([*groups, _who(picture, width), _service(picture, width)])]
    half = (width - BESIDE) // 2
    left = _apart([quota_lines(picture, half), _who(picture, half)])
    other = _apart([_sign_in(picture, half), _requests(picture, half), _service(picture, half)])
    return [EMPTY, *two(left, other, half, width)]


def quota_lines(picture: AccountPicture, width: int) -> list[Content]:
    """Each quota with a bar and what is left of it."""
    lines = [heading("Quotas")]
    trouble = picture.missing.get(Resource.QUOTAS, "")
    if Capability.QUOTAS in picture.absent:
        return [*lines, *why_lines(trouble, width, absent=True)]
    if picture.quotas is None:
        return [*lines, toned(trouble or "loading…", "warn" if trouble else "dim")]
    if trouble and trouble != "loading…":
        lines[0] = heading("Quotas") + toned(f"  as last read: {trouble}", "warn")
    if not picture.quotas:
        return [*lines, toned("none told", "dim")]
    names = min(22, max(len(_called(quota)) for quota in picture.quotas))
    figures = max(_used(quota).cell_length for quota in picture.quotas)
    rests = max(len(_left_words(quota)) for quota in picture.quotas)
    gap = 2 if width >= names + figures + rests + 6 + _LEAST_BAR else 1
    cells = min(24, width - names - figures - rests - 3 * gap)
    room = _Room(names, figures, cells if cells >= _LEAST_BAR else 0, " " * gap)
    return [*lines, *(_quota(quota, room, width) for quota in picture.quotas)]


def _called(quota: Quota) -> str:
    return spoken(quota.name)


def _used(quota: Quota) -> Content:
    if quota.limit is None or quota.used is None:
        return EMPTY
    return toned(f"{quota.used:,}", "bright") + toned(f" of {quota.limit:,}", "dim")


def _left_words(quota: Quota) -> str:
    if quota.limit is None or quota.used is None:
        return ""
    left = max(0, quota.limit - quota.used)
    return f"{left:,} left" if left else "full"


def _quota(quota: Quota, room: _Room, width: int) -> Content:
    name = padded(safe(_called(quota), "$tone-text"), room.names)
    if quota.limit is None:
        return cut(name + toned(f" {quota.used:,} used, no limit told", "dim"), width)
    if quota.used is None:
        return cut(name + toned(f" at most {quota.limit:,}", "bright"), width)
    share = quota.used / quota.limit if quota.limit > 0 else 1.0
    tone: Tone = "bad" if share >= 1 else "warn" if share >= _NEARLY_FULL else "accent"
    figures = right(_used(quota), room.figures)
    rest = toned(_left_words(quota), "bad" if share >= 1 else "dim")
    bar = [gauge(share, room.bar, tone)] if room.bar else []
    return cut(Content(room.gap).join([name, figures, *bar, rest]), width)


def _sign_in(picture: AccountPicture, width: int) -> list[Content]:
    lines = [heading("Sign-in")]
    if Capability.ACCOUNT_KEY in picture.absent:
        place = toned(picture.token_place or "from its usual places", "text")
        return [cut(line, width) for line in [*lines, _fact("API token", place)]]
    lines += _token(picture)
    key = picture.key
    lines.append(_fact("key", safe(key.path, "$tone-text") if key.path else toned("none", "warn")))
    if key.fingerprint:
        lines += _long_fact("fingerprint", key.fingerprint, width)
    if key.trouble:
        lines.append(_fact("trouble", safe(key.trouble, "$tone-warn")))
    return [cut(line, width) for line in lines]


def _requests(picture: AccountPicture, width: int) -> list[Content]:
    """How often a token may be asked for."""
    if Capability.TOKEN_LIMITS in picture.absent:
        return []
    lines = [heading("Token requests"), *_told(picture.token_limits, "limits")]
    return [cut(line, width) for line in lines]


def _token(picture: AccountPicture) -> list[Content]:
    until = picture.token_until
    if until is None:
        return [_fact("token", toned("none", "dim"))]
    left = until - picture.now
    words = toned(f"until {clock_time(until, picture.now.astimezone())}", "text")
    words += toned(f" · {short(left)} left", "dim") if left > timedelta(0) else toned(" · over", "warn")
    lines = [_fact("token", words)]
    if picture.token_since is not None:
        age = toned(f"{short(picture.now - picture.token_since)}", "text")
        lines.append(_fact("token age", age + toned(" since it was first seen here", "dim")))
    return lines


def _who(picture: AccountPicture, width: int) -> list[Content]:
    lines = [heading("Account")]
    if Capability.IDENTITY in picture.absent:
        return [*lines, *why_lines(picture.absent[Capability.IDENTITY], width, absent=True)]
    lines += _told(picture.me, "me")
    return [cut(line, width) for line in lines]


def _service(picture: AccountPicture, width: int) -> list[Content]:
    lines = [heading("Service"), _fact("host", safe(picture.host, "$tone-text"))]
    lines.append(_fact("portal", safe(picture.portal, "$tone-text")))
    if picture.read_only:
        lines.append(_fact("read-only", toned("nothing can be changed from here", "watch")))
    for provider, size in picture.minimum_volume_gb:
        lines.append(_fact("volumes", toned(f"{provider}: {size:,} GB or more", "text")))
    block = conventions().minimum_block
    if block:
        lines.append(_fact("billing", toned(f"at least {short(block)} per session (your setting)", "text")))
    if picture.skew is not None:
        off = abs(picture.skew)
        ahead = "ahead" if picture.skew > timedelta(0) else "behind"
        words = f"{short(off)} {ahead} of ours" if off >= timedelta(seconds=1) else "as ours"
        lines.append(_fact("its clock", toned(words, "warn" if off > _MOST_SKEW else "text")))
    return [cut(line, width) for line in lines]


def _told(told: Told, what: str) -> list[Content]:
    """What an endpoint of unknown shape says, or why it says nothing."""
    if told.facts is None:
        words = toned(told.trouble, "warn") if told.trouble else toned("loading…", "dim")
        return [_fact(what, words)]
    lines = _pairs(told.facts)
    if told.trouble:
        lines.append(_fact(what, toned(f"as last read: {told.trouble}", "warn")))
    return lines or [_fact(what, toned("says nothing", "dim"))]


def _pairs(facts: Facts) -> list[Content]:
    shown = [
        _fact(name.rpartition(".")[2].replace("_", " "), safe(value, "$tone-text"))
        for name, value in facts.pairs[:_MOST_FACTS]
    ]
    rest = len(facts.pairs) - len(shown)
    return [*shown, toned(f"and {rest} more", "dim")] if rest > 0 else shown


def _fact(label: str, value: Content) -> Content:
    return padded(safe(label, "$tone-dim"), _LABEL) + Content(" ") + value


def _long_fact(label: str, value: str, width: int) -> list[Content]:
    """A fact without spaces in it, on as many lines as it takes: what is compared has to be whole."""
    room = max(10, width - _LABEL - 1)
    text = safe_text(value)
    pieces = [text[start : start + room] for start in range(0, len(text), room)]
    return [_fact(label if not number else "", toned(piece, "text")) for number, piece in enumerate(pieces)]


def _apart(groups: list[list[Content]]) -> list[Content]:
    said = [group for group in groups if group]
    return [line for number, group in enumerate(said) for line in ([EMPTY] if number else []) + group]

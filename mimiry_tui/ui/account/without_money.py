"""The first tab where a service tells neither prices nor payments: what runs, what may, and why no more."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.clouds.base import Capability
from mimiry_tui.domain import words
from mimiry_tui.domain.accounting.runway import limit_ends
from mimiry_tui.domain.durations import clock_time, short
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.store import Resource
from mimiry_tui.ui.account.blocks import BESIDE, EMPTY, cut, heading, padded, right, two, why_lines
from mimiry_tui.ui.account.limits import quota_lines
from mimiry_tui.ui.account.picture import AccountPicture
from mimiry_tui.ui.glyphs import PHASE_TONES, phase_span
from mimiry_tui.ui.toned import spans, toned

_TWO_FROM = 100
_PHASE, _UP, _UNTIL = 12, 7, 15
"""Cells of these."""
_TOLD = (Capability.OFFERS, Capability.BALANCE, Capability.TRANSACTIONS)


def moneyless_lines(picture: AccountPicture, width: int) -> list[Content]:
    """All lines of the tab, each at most that many cells."""
    if width < _TWO_FROM:
        groups = [_running(picture, width), quota_lines(picture, width), _why(picture, width)]
        return [EMPTY, *(line for group in groups for line in (*group, EMPTY))]
    first = (width - BESIDE) * 21 // 40
    rest = width - first - BESIDE
    left = [*_running(picture, first), EMPTY, *_why(picture, first)]
    return [EMPTY, *two(left, quota_lines(picture, rest), first, width)]


def no_money_words(picture: AccountPicture) -> str:
    """Why no amount can be told, in a line."""
    return picture.absent.get(Capability.OFFERS, "")


def _why(picture: AccountPicture, width: int) -> list[Content]:
    reasons = dict.fromkeys(picture.absent[one] for one in _TOLD if one in picture.absent)
    lines = [line for reason in reasons for line in why_lines(reason, width, absent=True)]
    return [heading("Money"), *lines]


def _running(picture: AccountPicture, width: int) -> list[Content]:
    lines = [heading("Running", f"{len(picture.running)} live" if picture.running else "")]
    if not picture.running:
        why = picture.missing.get(Resource.SESSIONS)
        return [*lines, *(why_lines(why, width, absent=False) if why else [toned("nothing runs", "dim")])]
    return [*lines, *(_runs(session, picture, width) for session in picture.running)]


def _runs(session: Session, picture: AccountPicture, width: int) -> Content:
    """One line: what it is, for how long, and until when."""
    now = picture.now
    names = max(10, width - _PHASE - _UP - _UNTIL - 5)
    end = limit_ends(session)
    until = f"until {clock_time(end, now.astimezone())}" if end is not None else "no limit"
    up = short(now - session.created_at) if session.created_at is not None else ""
    parts = [
        spans([phase_span(session.phase)]),
        padded(toned(session.name or session.id, "bright", bold=True), names),
        padded(toned(words.phase_words(session), PHASE_TONES[session.phase]), _PHASE),
        right(toned(up, "text"), _UP),
        right(toned(until, "dim" if end is None else "text"), _UNTIL),
    ]
    return cut(Content(" ").join(parts), width)

"""The first tab: what is left, what burns, how long it lasts, what was spent, what runs and moved last."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from mimiry_tui.clouds.base import Capability
from mimiry_tui.domain.accounting.runway import limit_ends
from mimiry_tui.domain.accounting.spend import By, Spend
from mimiry_tui.domain.durations import clock_time, freshness, short
from mimiry_tui.domain.money import Money, symbol
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.live.store import Resource
from mimiry_tui.ui.account.blocks import BESIDE, EMPTY, beside, cut, heading, padded, right, two, why_lines
from mimiry_tui.ui.account.limits import quota_lines
from mimiry_tui.ui.account.movement import amount_words, kind_words, when_words
from mimiry_tui.ui.account.picture import AccountPicture
from mimiry_tui.ui.glyphs import phase_span
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.toned import spans, toned
from mimiry_tui.ui.widgets.chart_bars import Bar, bar_lines
from mimiry_tui.ui.widgets.header import RUNWAY_TONES

TWO_FROM = 100
"""Cells from which there are two columns below the figures."""
FOUR_FROM = 72
"""Cells from which the figures stand on one line."""
_LOW_CHART, _MOST_CHART = 6, 12
"""Lines of the chart."""
_MOVEMENTS = 6
_WIDEST_KIND = 12
_SCALE = 6
"""Cells of the scale beside the chart."""


def overview_lines(picture: AccountPicture, width: int, height: int) -> list[Content]:
    """All lines of the tab, each at most that many cells; on a high screen there are more of them."""
    figures = [_balance(picture), _burn(picture), _lasts(picture), _spent(picture)]
    if width >= FOUR_FROM:
        top = beside(figures, width)
    else:
        top = [*beside(figures[:2], width), EMPTY, *beside(figures[2:], width)]
    warnings = [cut(line, width) for line in _warnings(picture)] or _no_balance(picture, width)
    lines = [EMPTY, *top, *([EMPTY, *warnings] if warnings else []), EMPTY]
    if width < TWO_FROM:
        groups = [_running(picture, width), _chart(picture, width, _LOW_CHART)]
        groups += [_moved(picture, width, _MOVEMENTS), quota_lines(picture, width)]
        return [*lines, *_apart(groups)]
    first = (width - BESIDE) * 21 // 40
    rest = width - first - BESIDE
    room = height - len(lines)
    running, quotas = _running(picture, first), quota_lines(picture, rest)
    moved = _moved(picture, first, max(_MOVEMENTS, room - len(running) - 3))
    chart = _chart(picture, rest, min(_MOST_CHART, max(_LOW_CHART, room - len(quotas) - 3)))
    return [*lines, *two(_apart([running, moved]), _apart([chart, quotas]), first, width)]


def _apart(groups: list[list[Content]]) -> list[Content]:
    return [line for number, group in enumerate(groups) for line in ([EMPTY] if number else []) + group]


# The figures


def _balance(picture: AccountPicture) -> list[Content]:
    title = toned("BALANCE", "dim")
    if Capability.BALANCE in picture.absent:
        return [title, toned("–", "faint"), toned("none is told", "dim")]
    if picture.balance is None:
        return [title, toned("–", "faint"), toned(picture.missing.get(Resource.BALANCE, ""), "warn")]
    sign = "≈" if picture.balance_is_counted else ""
    lines = [title, toned(f"{sign}{picture.balance}", "bright", bold=True)]
    trouble = picture.missing.get(Resource.BALANCE)
    lines.append(toned(picture.balance_age, "warn" if trouble else "dim"))
    if picture.jump is not None:
        more = picture.jump.money.amount > 0
        ago = freshness(picture.now - picture.jump.at).text
        jump = toned(f"{'+' if more else ''}{picture.jump.money}", "good" if more else "bad", bold=True)
        lines.append(jump + toned(f" {ago} ago", "dim"))
    return lines


def _burn(picture: AccountPicture) -> list[Content]:
    burn = picture.burn
    lines = [toned("BURNING", "dim")]
    if _is_blind(picture):
        # Why is said in full where they would be listed.
        return [*lines, toned("–", "faint"), toned("sessions are unknown", "warn")]
    least = "≥" if burn.unpriced else ""
    for rate in burn.total:
        lines.append(toned(f"{least}{rate}", "bright", bold=True) + toned("/h", "dim"))
    if not burn.total:
        lines.append(toned("nothing", "text"))
    for label, rates in (("sessions", burn.sessions), ("volumes", burn.volumes)):
        for rate in rates:
            lines.append(toned(f"{label:<9}", "dim") + toned(_small(rate), "text"))
    if burn.unpriced:
        lines.append(toned(f"{burn.unpriced} without a price", "warn"))
    return lines


def _small(rate: Money) -> str:
    """A rate that may be a fraction of a cent."""
    if rate.amount and abs(rate.amount) < 1 and str(rate) != f"{symbol(rate.currency)}{rate.amount}":
        return f"{symbol(rate.currency)}{rate.figure(3)}"
    return str(rate)


def _lasts(picture: AccountPicture) -> list[Content]:
    title, runway = toned("LASTS", "dim"), picture.runway
    if runway is None:
        if Capability.BALANCE in picture.absent:
            return [title, toned("–", "faint")]
        if picture.balance is None:
            return [title, toned("–", "faint"), toned("the balance is unknown", "dim")]
        return [title, toned("–", "faint"), toned("nothing costs", "dim")]
    tone = RUNWAY_TONES[runway.level]
    until = clock_time(runway.until, picture.now.astimezone())
    return [
        title,
        toned(f"≈{short(runway.lasts)}", tone, bold=True),
        toned("until ", "dim") + toned(until, tone),
    ]


def _spent(picture: AccountPicture) -> list[Content]:
    lines = [toned("SPENT TODAY", "dim")]
    lines += [toned(f"≈{spent}", "bright", bold=True) for spent in picture.today]
    if not picture.today:
        lines.append(toned("–", "faint") if _is_blind(picture) else toned("nothing", "text"))
    for days in (7, 30):
        for spend in picture.spends.get(days, ()):
            lines.append(toned(f"{days} days".ljust(9), "dim") + toned(str(spend.total), "text"))
    return lines


def _is_blind(picture: AccountPicture) -> bool:
    """Whether it is unknown what runs: it may cost something."""
    return bool(picture.missing.get(Resource.SESSIONS)) and not picture.running


def _no_balance(picture: AccountPicture, width: int) -> list[Content]:
    """Why there is none, below the figures: beside them there is no room for it."""
    why = picture.absent.get(Capability.BALANCE, "")
    return why_lines(why, width, absent=True) if why else []


def _warnings(picture: AccountPicture) -> list[Content]:
    runway = picture.runway
    if runway is None or not runway.outlives:
        return []
    names = ", ".join(runway.outlives[:3])
    more = f" and {len(runway.outlives) - 3} more" if len(runway.outlives) > 3 else ""
    verb = "reaches its" if len(runway.outlives) == 1 else "reach their"
    return [toned(f"✗ the balance ends before {names}{more} {verb} limit", "bad")]


# What runs, what moved


def _running(picture: AccountPicture, width: int) -> list[Content]:
    lines = [heading("Running", f"{len(picture.running)} live" if picture.running else "")]
    if not picture.running:
        why = picture.missing.get(Resource.SESSIONS)
        return [*lines, *(why_lines(why, width, absent=False) if why else [toned("nothing runs", "dim")])]
    name_cells = max(10, width - 40)
    for session in picture.running:
        lines.append(_runs(session, picture, name_cells, width))
    return lines


def _runs(session: Session, picture: AccountPicture, name_cells: int, width: int) -> Content:
    cost = cost_so_far(session, picture.now)
    rate = session.got.rate
    end = limit_ends(session)
    until = f"until {clock_time(end, picture.now.astimezone())}" if end is not None else "no limit"
    parts = [
        spans([phase_span(session.phase)]),
        padded(toned(session.name or session.id, "bright", bold=True), name_cells),
        right(toned(f"{rate}/h", "text") if rate is not None else toned("no price", "warn"), 9),
        right(toned(str(cost), "bright") if cost is not None else toned("–", "faint"), 9),
        right(toned(until, "dim" if end is None else "text"), 15),
    ]
    return cut(Content(" ").join(parts), width)


def _moved(picture: AccountPicture, width: int, most: int) -> list[Content]:
    lines = [heading("Last movements")]
    if Capability.TRANSACTIONS in picture.absent:
        return [*lines, *why_lines(picture.absent[Capability.TRANSACTIONS], width, absent=True)]
    if picture.movements is None:
        return [*lines, toned(picture.missing.get(Resource.TRANSACTIONS, "loading…"), "warn")]
    if not picture.movements:
        return [*lines, toned("none so far", "dim")]
    now = picture.now.astimezone()
    shown = picture.movements[:most]
    kinds = min(_WIDEST_KIND, max(cell_len(kind_words(one)) for one in shown))
    for one in shown:
        what = padded(toned(kind_words(one), "text"), kinds)
        if one.description:
            what += safe(f"  {one.description}", "$tone-dim")
        when = padded(toned(when_words(one.at, now), "dim"), 13)
        money = right(amount_words(one.money), 11)
        lines.append(when + Content(" ") + padded(what, max(4, width - 26)) + Content(" ") + money)
    return lines


def _chart(picture: AccountPicture, width: int, height: int) -> list[Content]:
    spends = picture.spends.get(30)
    days = next((days for days in (30, 21) if days * 2 <= width - _SCALE), 14)
    lines = [heading("Spent per day", f"{days} days · ░ estimated" if spends else f"{days} days")]
    if spends is None:
        return [*lines, toned("adding up…", "dim")]
    if not spends:
        return [*lines, toned("nothing is known" if _is_blind(picture) else "nothing", "dim")]
    for spend in spends:
        unit = symbol(spend.currency)
        lines += [spans(line) for line in bar_lines(day_bars(spend)[-days:], width, height, unit=unit)]
    return lines


def day_bars(spend: Spend) -> list[Bar]:
    """A bar for each day, lighter where most of it is our own figure."""
    bars = []
    for one in spend.slices[By.DAY]:
        assert one.day is not None
        amount = one.amount
        guessed = amount.estimated.amount > amount.billed.amount
        label = f"{one.day:%a}" if len(spend.days) <= 7 else f"{one.day:%-d %b}"
        value = max(0.0, float(amount.total.amount))
        bars.append(Bar(label, value, "early3" if guessed else "accent", guessed))
    return bars

"""What the view of all accounts says in lines: the money by currency, and how each account is doing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.accounting.combined import MoneyLine, money_lines, without_price
from mimiry_tui.domain.durations import clock_time, freshness, short
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.status_line import counts_of
from mimiry_tui.live.fleet.member import Member
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.header import RUNWAY_TONES
from mimiry_tui.ui.widgets.part_line import fitted

_STALE_AFTER = 45
"""Seconds after which a picture is called old: several of its intervals."""
GAP = toned("   ", "dim")
NAME_COLUMNS, PLACE_COLUMNS, STATE_COLUMNS = 14, 24, 18


def money_content(members: Sequence[Member], now: datetime) -> list[Content]:
    """One line per currency, and one for what nobody tells the price of."""
    purses = [member.purse for member in members]
    lines = [_money(line, now) for line in money_lines(purses, now)]
    free = without_price(purses)
    if free:
        one = free == 1
        lines.append(toned(f"{free} session{'' if one else 's'} without a price: not in these sums", "dim"))
    if not lines:
        lines.append(toned("nothing costs anything, as far as is known", "dim"))
    return lines


def _money(line: MoneyLine, now: datetime) -> Content:
    rate = (
        toned(f"{line.currency}  ", "dim") + toned(str(line.burn), "bright", bold=True) + toned("/h", "dim")
    )
    if line.costing:
        rate += toned(f" in {line.costing} session{'' if line.costing == 1 else 's'}", "dim")
    if line.balance is None:
        return rate + GAP + toned("no balance is told", "dim")
    in_all = f" in {line.balances} accounts" if line.balances > 1 else ""
    left = toned("balance ", "dim") + toned(str(line.balance), "bright") + toned(in_all, "dim")
    if line.first_dry is None:
        return rate + GAP + left
    runway = line.first_dry.runway
    until = clock_time(runway.until, now.astimezone())
    dry = toned("first empty: ", "dim") + toned(fitted(line.first_dry.name, NAME_COLUMNS), "text")
    dry += toned(f" ≈ {short(runway.lasts)} → ", "dim") + toned(until, RUNWAY_TONES[runway.level], bold=True)
    return rate + GAP + left + GAP + dry


def member_content(mark: ProfileMark, place: str, member: Member, now: datetime) -> Content:
    """One account on one line: its name, where it is, how live the picture is, what runs and costs."""
    name = _padded(mark.within(NAME_COLUMNS), NAME_COLUMNS)
    where = _padded(toned(fitted(place, PLACE_COLUMNS), "dim"), PLACE_COLUMNS)
    line = name + toned("  ", "dim") + where + toned("  ", "dim")
    if member.trouble:
        return line + toned(f"✗ {safe_text(member.trouble, 200)}", "bad")
    line += _padded(_state(member, now), STATE_COLUMNS)
    if member.as_of is None:
        hint = member.error.hint if member.error is not None else ""
        return line + toned(f"  {safe_text(hint, 200)}", "dim")
    counts = counts_of(member.live)
    line += toned("  ", "dim") + toned(" · ".join(counts.words), "text")
    for rate in member.purse.burn:
        line += toned(" · ", "dim") + toned(f"{rate}/h", "bright")
    left = member.purse.left(now)
    if left is not None:
        return line + toned(" · balance ", "dim") + toned(str(left), "bright")
    return line + (
        toned(f" · {safe_text(member.no_balance, 200)}", "dim") if member.no_balance else Content("")
    )


def _state(member: Member, now: datetime) -> Content:
    if member.error is not None:
        return toned(f"✗ {fitted(member.error.title.lower(), STATE_COLUMNS - 2)}", "bad")
    if member.as_of is None:
        return toned("◐ opening", "dim")
    age = freshness(now - member.as_of)
    if (now - member.as_of).total_seconds() > _STALE_AFTER:
        return toned(f"◐ {age.text} old", "warn")
    return toned("● ", "good") + toned(f"live {age.text}", "dim")


def _padded(content: Content, width: int) -> Content:
    return content + Content(" " * max(0, width - content.cell_length))

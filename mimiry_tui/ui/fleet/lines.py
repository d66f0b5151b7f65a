"""What the view of all accounts says in lines: the money by currency, and how each account is doing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from mimiry_tui.clouds.errors import CloudError, KeyLocked
from mimiry_tui.domain.accounting.combined import MoneyLine, money_lines, without_price
from mimiry_tui.domain.durations import clock_time, freshness, short
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.status_line import counts_of
from mimiry_tui.live.fleet.member import Member
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.header import RUNWAY_TONES
from mimiry_tui.ui.widgets.part_line import fitted

_STALE_AFTER = 45
"""Seconds after which a picture is called old: several of its intervals."""
GAP = toned("   ", "dim")
NAME_COLUMNS, PLACE_COLUMNS, STATE_COLUMNS = 14, 24, 18
_PLACE_FROM = 92
"""From how many columns on there is room for where each account is."""


def money_content(members: Sequence[Member], now: datetime, width: int) -> list[Content]:
    """One line per currency, and one each for what is in none: what nobody tells the price of, and who
    has not answered yet.
    """
    purses = [member.purse for member in members]
    lines = [_money(line, now, width) for line in money_lines(purses, now)]
    free = without_price(purses)
    if free:
        lines.append(toned(f"{_counted(free, 'session')} without a price: not in these sums", "dim"))
    if not lines:
        lines.append(toned("nothing costs anything, as far as is known", "dim"))
    silent = [member.name for member in members if not (member.is_known or member.is_opening)]
    if silent:
        who = f"{_counted(len(silent), 'account')} never answered: not in these sums"
        lines.append(toned(f"{who} ({', '.join(fitted(name, NAME_COLUMNS) for name in silent)})", "warn"))
    return lines


def _money(line: MoneyLine, now: datetime, width: int) -> Content:
    """As many words as there is room for; the figures are in all of them."""
    told = _money_in(line, now, in_words=True)
    return told if told.cell_length <= width else _money_in(line, now, in_words=False)


def _money_in(line: MoneyLine, now: datetime, *, in_words: bool) -> Content:
    rate = (
        toned(f"{line.currency}  ", "dim") + toned(str(line.burn), "bright", bold=True) + toned("/h", "dim")
    )
    if line.costing and in_words:
        rate += toned(f" in {_counted(line.costing, 'session')}", "dim")
    if line.balance is None:
        return rate + GAP + toned("no balance is told", "dim")
    left = toned("balance ", "dim") + toned(str(line.balance), "bright")
    if in_words:
        left += toned(f" in {_counted(line.balances, 'account')}", "dim")
    if line.first_dry is None:
        return rate + GAP + left
    runway = line.first_dry.runway
    dry = toned("first empty: " if in_words else "first ", "dim")
    dry += toned(f"{fitted(line.first_dry.name, NAME_COLUMNS)} ", "text")
    lasts, tone = f"≈ {short(runway.lasts)}", RUNWAY_TONES[runway.level]
    if in_words:
        until = clock_time(runway.until, now.astimezone())
        dry += toned(f"{lasts} → ", "dim") + toned(until, tone, bold=True)
    else:
        dry += toned(lasts, tone, bold=True)
    return rate + GAP + left + GAP + dry


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def told_of(members: Sequence[Member], most: int) -> tuple[list[Member], int]:
    """Whom there is a line for, in their order, and how many there are besides: trouble goes first."""
    if len(members) <= most:
        return list(members), 0
    by_need = sorted(members, key=lambda one: one.is_answering)[:most]
    return [one for one in members if one in by_need], len(members) - len(by_need)


def member_content(
    choice: Choice, member: Member, now: datetime, width: int, *, is_open: bool = False
) -> Content:
    """One account on one line: its name, where it is, how live the picture is, what runs and costs.

    `is_open` is the one that one has come from.
    """
    line = _padded(choice.mark.within(NAME_COLUMNS), NAME_COLUMNS) + toned("  ", "dim")
    if width >= _PLACE_FROM:
        line += _padded(toned(fitted(choice.place, PLACE_COLUMNS), "dim"), PLACE_COLUMNS) + toned("  ", "dim")
    if member.trouble:
        return line + toned(f"✗ {safe_text(member.trouble, 200)}", "bad")
    line += _padded(_state(member, now), STATE_COLUMNS)
    if member.as_of is None:
        hint = _way_out(member.error, is_open=is_open) if member.error is not None else ""
        return line + _read_only(choice) + toned(f"  {safe_text(hint, 200)}", "dim")
    if member.same_as:
        return (
            line
            + _read_only(choice)
            + toned(f"  the same account as {fitted(member.same_as, NAME_COLUMNS)}", "dim")
        )
    counts = counts_of(member.live)
    line += _read_only(choice) + toned("  ", "dim") + toned(" · ".join(counts.words), "text")
    for rate in member.purse.burn:
        line += toned(" · ", "dim") + toned(f"{rate}/h", "bright")
    if member.error is not None:
        line += toned(f" · {freshness(now - member.as_of).text} old", "warn")
    left = member.purse.left(now)
    if left is not None:
        return line + toned(" · balance ", "dim") + toned(str(left), "bright")
    return line + (
        toned(f" · {safe_text(member.no_balance, 200)}", "dim") if member.no_balance else Content("")
    )


def _read_only(choice: Choice) -> Content:
    return toned("  read-only", "watch") if choice.read_only else Content("")


def _way_out(error: CloudError, *, is_open: bool) -> str:
    """What to do about it. A passphrase is asked for only by the account that is open."""
    if not isinstance(error, KeyLocked):
        return error.hint
    back, accounts = key_now("fleet.back", "esc"), key_now("profiles", "p")
    return (
        f"{back} to enter the passphrase"
        if is_open
        else f"{back} {accounts} opens it, to enter the passphrase"
    )


def _state(member: Member, now: datetime) -> Content:
    if member.error is not None:
        return toned(f"✗ {fitted(member.error.said, STATE_COLUMNS - 2)}", "bad")
    if member.as_of is None:
        return toned("◐ opening", "dim")
    age = freshness(now - member.as_of)
    if (now - member.as_of).total_seconds() > _STALE_AFTER:
        return toned(f"◐ {age.text} old", "warn")
    return toned("● ", "good") + toned(f"live {age.text}", "dim")


def _padded(content: Content, width: int) -> Content:
    return content + Content(" " * max(0, width - content.cell_length))

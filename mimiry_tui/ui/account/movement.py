"""How a movement of money is written."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.conventions import time_of_day
from mimiry_tui.domain.money import Money
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone


def kind_words(transaction: Transaction) -> str:
    """What kind of movement it is, as the service calls it: "top up"."""
    return transaction.type.replace("_", " ") or ("session" if transaction.session_id else "movement")


def signed(money: Money) -> str:
    """The amount with its sign: "+€25.00", "-€0.24"."""
    return f"+{money}" if money.amount > 0 else str(money)


def money_tone(money: Money) -> Tone:
    """Green for what came in."""
    return "good" if money.amount > 0 else "bright"


def amount_words(money: Money | None) -> Content:
    """The amount in its tone, or a dash where none was told."""
    return toned("–", "faint") if money is None else toned(signed(money), money_tone(money))


def when_words(moment: datetime | None, now: datetime) -> str:
    """A moment beside the local time: "14:05" today, else with the date: "17 Nov 14:05", "17 Nov 2025"."""
    if moment is None:
        return "no date"
    local = moment.astimezone()
    if local.date() == now.date():
        return time_of_day(local)
    if abs((now.date() - local.date()).days) < 300:
        return f"{local:%-d %b} {time_of_day(local)}"
    return f"{local:%-d %b %Y}"

"""What the dashboard remembers and counts, as pictures show it: account, offers, history, watches, guards."""

from __future__ import annotations

from datetime import timedelta

from tests.support import scenes
from tests.support.dashboard import Dashboard

OFFER = "H100_80G_SXM|verda|FIN-01"


async def dashboard(shown: Dashboard) -> None:
    """The demo account with the week of every price beside it."""
    await scenes.as_it_is(shown)
    await _remembered(shown)


async def account(shown: Dashboard) -> None:
    """What there is, what it burns, how long it lasts."""
    await dashboard(shown)
    await shown.press("b")
    await shown.until(lambda: shown.shows("BURNING") and shown.shows("Last movements"))
    await shown.until(lambda: shown.shows("top up"))


async def spend(shown: Dashboard) -> None:
    """What was spent by day, billed and estimated apart."""
    await account(shown)
    await shown.press("3")
    await shown.until(lambda: shown.shows("BILLED"))


async def transactions(shown: Dashboard) -> None:
    """What moved the balance, with what was left after it."""
    await account(shown)
    await shown.press("2")
    await shown.until(lambda: shown.shows("AMOUNT"))


async def offer(shown: Dashboard) -> None:
    """One offer with the whole screen."""
    await dashboard(shown)
    await shown.press("2")
    shown.app.dashboard.offers.table.move_to(OFFER)
    await shown.press("enter")
    await shown.until(lambda: shown.shows("Yours here") and shown.shows("Changes"))
    await shown.until(lambda: shown.shows("boots"))


async def cheaper(shown: Dashboard) -> None:
    """What a running session could run on for less."""
    await scenes.select(shown, scenes.READY)
    await _remembered(shown)
    await shown.press("dollar_sign")
    await shown.until(lambda: shown.shows("Cheaper"))


async def history(shown: Dashboard) -> None:
    """Every session that is remembered."""
    await dashboard(shown)
    await shown.press("h")
    await shown.until(lambda: shown.shows("Months") and shown.shows("ablation-1"))


async def watches(shown: Dashboard) -> None:
    """What is waited for."""
    await dashboard(shown)
    await shown.press("2")
    shown.app.dashboard.offers.table.move_to(OFFER)
    await shown.press("w")
    await shown.until(lambda: shown.shows("at most"))
    await shown.press(*"2.00", "enter")
    await shown.clock.advance(40)
    await shown.press("W")
    await shown.until(lambda: shown.shows("above €2.00"))


async def guards(shown: Dashboard) -> None:
    """What ends a session from here, while it is typed."""
    await scenes.select(shown, scenes.READY)
    await _remembered(shown)
    await shown.press("t")
    await shown.until(lambda: shown.shows("at a cost of"))
    await shown.press("tab", *"12")


async def farewell(shown: Dashboard) -> None:
    """What leaving goes on costing."""
    await dashboard(shown)
    await shown.press("q")
    await shown.until(lambda: shown.shows("overnight"))


async def _remembered(shown: Dashboard) -> None:
    account = shown.app.account
    assert account is not None
    await shown.clock.advance(timedelta(seconds=2).total_seconds())
    await shown.until(lambda: account.offer_memory.past(OFFER) is not None)

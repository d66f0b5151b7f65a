"""What arming a watch comes to in money, and why it may not be armed."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_CEILING, Decimal

from mimiry_tui.domain.conventions import conventions
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.launching.lengths import read_length
from mimiry_tui.domain.launching.matching import count_of
from mimiry_tui.domain.launching.numbers import price
from mimiry_tui.domain.money import DEFAULT_CURRENCY, Money
from mimiry_tui.domain.watching.rule import Arming, Watch

MOST_LAUNCHES = 20
"""More than that is no waiting for a GPU."""
_STEP = Decimal("0.000001")
"""Short enough to be written down and read back as the very same amount."""
_CENT = Decimal("0.01")


def one_costs(draft: Draft, ceiling: Money) -> Money | None:
    """What a launch of it costs at most, for all its GPUs; None without a duration limit: then anything.

    Its boot comes on top: nobody knows how long that takes, and the limit is counted from its end.
    """
    duration = read_length(draft.max_duration)
    if duration is None:
        return None
    exact = (ceiling * count_of(draft)).over(max(duration, conventions().minimum_block))
    return Money(exact.amount.quantize(_STEP, rounding=ROUND_CEILING), exact.currency)


def draft_trouble(draft: Draft | None) -> str:
    """Why nothing may be launched by itself from that template; "" where something may."""
    if draft is None:
        return "choose a template to launch from"
    if read_length(draft.max_duration) is None:
        return "the template needs a duration limit: without one nothing bounds the cost"
    return ""


def arming_trouble(watch: Watch, draft: Draft | None, arming: Arming, now: datetime) -> str:
    """Why it may not be armed like that; "" where it may. Our own words and figures only."""
    if trouble := draft_trouble(draft):
        return trouble
    assert draft is not None
    ceiling = arming.ceiling
    if ceiling.currency != DEFAULT_CURRENCY:
        return f"the service caps prices in {DEFAULT_CURRENCY} only"
    if ceiling.amount <= 0:
        return "a ceiling is more than nothing"
    if watch.max_rate is not None and watch.max_rate.currency != ceiling.currency:
        return f"the watch waits for a price in {watch.max_rate.currency}"
    if draft.mounts and watch.volume_id is None:
        # Elsewhere the volume could not be mounted, and nothing would come of the launch.
        return "the template mounts a volume: choose it for the watch, which then waits for its place"
    own = price(draft.max_price)
    if own is not None and own < ceiling.amount:
        return f"the template's own ceiling is lower: {Money(own)}"
    if draft.max_price.strip() and own is None:
        return "the template's ceiling cannot be read"
    if not 1 <= arming.launches <= MOST_LAUNCHES:
        return f"from 1 to {MOST_LAUNCHES} launches"
    each = one_costs(draft, ceiling)
    if each is None or each != arming.each:
        return "the template was changed meanwhile"
    if arming.budget.currency != ceiling.currency or arming.budget.amount < each.amount:
        return f"one launch may cost {rounded_up(each)}: the budget is below that"
    return "" if now < arming.expires_at else "it ends before it begins"


def rounded_up(money: Money) -> Money:
    """Never less than it is once rounded for reading."""
    return Money(money.amount.quantize(_CENT, rounding=ROUND_CEILING), money.currency)

"""What a draft costs, as far as offers tell, and what it does to the balance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from mimiry_tui.domain.conventions import conventions
from mimiry_tui.domain.launching.checks import LaunchCost
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.launching.lengths import read_length
from mimiry_tui.domain.launching.matching import ceiling, count_of
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.money import Money, totals
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.spending import burn_rate, runway

_DAY = timedelta(days=1)


def launch_cost(draft: Draft, matching: Sequence[Offer], picture: Picture) -> LaunchCost:
    """The cost of taking the first of these offers, and at most, if another is taken instead.

    Without an offer there is no rate. What the balance lasts is unknown until balance and sessions
    have been read, and where the price is in another currency.
    """
    count = count_of(draft)
    rate = _times(matching[0].rate, count) if matching else None
    most = _times(_dearest(draft, matching), count)
    return cost_of(rate, most, read_length(draft.max_duration), picture)


def cost_of(
    rate: Money | None, most: Money | None, duration: timedelta | None, picture: Picture
) -> LaunchCost:
    """The cost of a session at that price, or at most at that other one, for that long at most.

    Its boot comes on top: nobody knows how long that takes, and the limit is counted from its end.
    """
    billed = max(duration, conventions().minimum_block) if duration else None
    return LaunchCost(
        rate=rate,
        most=most,
        per_day=rate.over(_DAY) if rate else None,
        at_most=most.over(billed) if most and billed else None,
        duration=duration,
        lasts_now=_lasts(picture, None),
        lasts_then=_lasts(picture, rate) if rate else None,
    )


def _dearest(draft: Draft, matching: Sequence[Offer]) -> Money | None:
    """The highest price among them; of one that is unknown, the ceiling is all that can be said."""
    if not matching or (first := matching[0].rate) is None:
        return None
    rates = [offer.rate for offer in matching]
    known = [rate for rate in rates if rate is not None and rate.currency == first.currency]
    if len(known) == len(rates):
        return max(known, key=lambda rate: rate.amount)
    limit = ceiling(draft)
    return None if limit is None else Money(limit, first.currency)


def _lasts(picture: Picture, more: Money | None) -> timedelta | None:
    balance = picture.balance.value
    if balance is None or picture.sessions.as_of is None:
        return None
    if more is not None and more.currency != balance.money.currency:
        return None
    burn = burn_rate(picture.sessions.value, picture.volumes.value)
    return runway(balance.money, burn if more is None else totals([*burn, more]))


def _times(rate: Money | None, count: int) -> Money | None:
    return None if rate is None else rate * count

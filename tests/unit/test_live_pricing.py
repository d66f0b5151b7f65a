"""Prices that only offers tell come to the sessions as soon as the offers do."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from mimiry_tui.clouds.base import Page
from mimiry_tui.domain.money import Money
from mimiry_tui.live.live import Live
from mimiry_tui.live.pricing import follow_prices
from tests.support.clock import ManualClock
from tests.support.fake_cloud import FakeCloud, running
from tests.support.pictures import a_session, an_offer


@pytest.mark.parametrize(("rate", "asked"), [(None, 2), (Money(Decimal(2)), 1)])
async def test_a_ready_session_without_a_price_is_asked_for_again_when_offers_came(
    rate: Money | None, asked: int
) -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    session = a_session("train")
    cloud.answer("live_sessions", Page((replace(session, got=replace(session.got, rate=rate)),)))
    release = cloud.hold("offers")
    cloud.answer("offers", Page((an_offer(),)))
    live = Live(cloud, clock)
    follow_prices(live)
    async with running(live):
        await clock.advance(1)
        assert cloud.count("live_sessions") == 1
        release()
        await clock.advance(1)
        assert cloud.count("live_sessions") == asked

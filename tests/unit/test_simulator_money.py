"""The simulated account: money adds up, limits hold, the market moves within reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from mimiry_tui.simulator import ledger
from mimiry_tui.simulator.records import GpuRequest, Refusal
from mimiry_tui.simulator.world import Rules, World
from tests.support.clock import ManualClock
from tests.support.worlds import PLAIN, rich_world


async def test_money_adds_up_all_the_way() -> None:
    world, clock = rich_world()
    session = world.create_session(PLAIN)
    assert world.balance() == 50
    before = world.balance()
    for _ in range(40):
        await clock.advance(30)
        world.tick()
        spent = sum((entry.amount for entry in world.state.transactions), Decimal(0)) - world.balance()
        assert spent == ledger.unsettled(world.state.sessions.values(), clock.now())
        assert world.balance() <= before
        before = world.balance()
    world.terminate_session(session.id)
    await clock.advance(7)
    world.tick()
    assert session.ended_at is not None
    assert session.final_cost is None, "the final cost comes some seconds after the end"
    await clock.advance(10)
    world.tick()
    assert session.billed_from is not None
    assert session.placement is not None
    hours = Decimal(str((session.ended_at - session.billed_from).total_seconds())) / 3600
    assert session.final_cost == ledger.rounded(session.placement.hourly_rate * hours)
    assert world.balance() == Decimal(50) - (session.final_cost or 0)


async def test_an_empty_balance_ends_what_runs_and_refuses_more() -> None:
    world, clock = rich_world()
    session = world.create_session(replace(PLAIN, gpu=GpuRequest(count=8, types=("H200",))))
    await clock.advance(7 * 24 * 3600)
    world.tick()
    assert session.stop_reason == "balance_depleted"
    assert -3 < world.balance() <= 0, "it ends when the money does, even if nobody looked for a week"
    with pytest.raises(Refusal) as refusal:
        world.create_session(PLAIN)
    assert (refusal.value.status, refusal.value.code) == (402, "insufficient_balance")


async def test_quotas_refuse_with_429_and_no_billing_account_with_402() -> None:
    world, _ = rich_world(rules=Rules(concurrent_sessions=1))
    world.create_session(PLAIN)
    with pytest.raises(Refusal, match="concurrent_sessions") as refusal:
        world.create_session(PLAIN)
    assert refusal.value.status == 429
    world, _ = rich_world(rules=Rules(gpus=2))
    with pytest.raises(Refusal, match="gpus quota"):
        world.create_session(replace(PLAIN, gpu=GpuRequest(count=3, types=("L4",))))
    with pytest.raises(Refusal) as refusal:
        World.empty(ManualClock()).create_session(PLAIN)
    assert (refusal.value.status, refusal.value.code) == (402, "no_balance")


async def test_a_market_told_to_stand_still_does() -> None:
    world, clock = rich_world(rules=Rules(market_moves=False))
    first = [(quote.rate, dict(quote.stock)) for quote in world.market.quotes]
    await clock.advance(3600)
    world.tick()
    assert [(quote.rate, quote.stock) for quote in world.market.quotes] == first


async def test_stock_and_prices_move_within_reason() -> None:
    world, clock = rich_world()
    first = [(quote.rate, dict(quote.stock)) for quote in world.market.quotes]
    for _ in range(200):
        await clock.advance(60)
        world.tick()
        for quote in world.market.quotes:
            assert all(count >= 0 for count in quote.stock.values())
            assert abs(quote.rate / quote.listing.base_rate - 1) <= Decimal("0.19")
    last = [(quote.rate, dict(quote.stock)) for quote in world.market.quotes]
    assert [rate for rate, _ in first] != [rate for rate, _ in last]
    assert [stock for _, stock in first] != [stock for _, stock in last]

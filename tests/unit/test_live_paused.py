"""A picture that is held still, and one that is looked at more often."""

from __future__ import annotations

from mimiry_tui.live.live import Live
from mimiry_tui.settings.preferences import RefreshRates
from tests.support.clock import ManualClock
from tests.support.fake_cloud import Even, FakeCloud, running


async def test_while_paused_nothing_is_asked_but_what_is_wanted_now() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(10)
        asked = len(cloud.calls)
        live.set_paused(True)
        assert live.paused_since == clock.now()
        await clock.advance(600)
        live.set_focused(False)
        live.set_focused(True)
        await clock.advance(600)
        assert len(cloud.calls) == asked
        live.refresh()
        await clock.advance(1)
        assert {call.name for call in cloud.calls[asked:]} >= {
            "live_sessions",
            "offers",
            "volumes",
            "balance",
        }


async def test_going_on_catches_up_at_once() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(10)
        live.set_paused(True)
        await clock.advance(600)
        live.set_paused(False)
        assert live.paused_since is None
        asked = len(cloud.calls)
        await clock.advance(0.1)
        assert {"live_sessions", "offers"} <= {call.name for call in cloud.calls[asked:]}


async def test_other_rates_hold_from_now_on() -> None:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    live = Live(cloud, clock, rng=Even())
    async with running(live):
        await clock.advance(1)
        live.set_rates(RefreshRates(offers=10.0))
        await clock.advance(30)
        live.set_focused(False)
        live.set_rates(RefreshRates(offers=10.0, unfocused_factor=2.0))
        await clock.advance(40)
    assert cloud.times("offers") == [0.0, 10.0, 20.0, 30.0, 50.0, 70.0]

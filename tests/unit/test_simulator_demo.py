"""The demo account, and that the same seed always makes the same world."""

from __future__ import annotations

import msgspec

from mimiry_tui.simulator.demo_account import BALANCE
from mimiry_tui.simulator.scenario_desk import ScenarioDesk
from mimiry_tui.simulator.stages import Stage
from tests.support.worlds import PLAIN, demo_world, walk


async def test_the_same_seed_makes_the_same_world_and_another_does_not() -> None:
    written = []
    for seed in (7, 7, 8):
        world, clock = demo_world(seed)
        world.create_session(PLAIN)
        await clock.advance(300)
        world.tick()
        quotes = [(str(quote.rate), quote.stock) for quote in world.market.quotes]
        written.append(msgspec.json.encode((world.state, quotes)))
    assert written[0] == written[1] != written[2]


async def test_one_long_step_equals_many_short_ones() -> None:
    long, long_clock = demo_world()
    short, short_clock = demo_world()
    await long_clock.advance(600)
    long.tick()
    for _ in range(600):
        await short_clock.advance(1)
        short.tick()
    assert msgspec.json.encode(long.state) == msgspec.json.encode(short.state)
    assert [q.stock for q in long.market.quotes] == [q.stock for q in short.market.quotes]


def test_the_demo_account_is_as_lively_as_promised() -> None:
    world, clock = demo_world()
    sessions = {session.launch.name: session for session in world.state.sessions.values()}
    stages = {name: session.stage for name, session in sessions.items()}
    assert stages["train-llama"] is stages["notebook"] is Stage.RUNNING
    assert stages["eval-sweep"] is Stage.PULLING_IMAGE
    assert stages["bad-image"] is Stage.PULL_FAILED
    assert stages["tokenise"] is Stage.COMPLETED
    assert stages["ablation-7"] is Stage.TERMINATED
    assert sum(not session.live for session in sessions.values()) == 14
    assert world.balance() == BALANCE
    assert len({volume.location for volume in world.state.volumes.values()}) == 2
    offers = [(q.model.name, q.listing.provider, at) for q in world.market.quotes for at in q.in_stock]
    assert len(offers) >= 12
    assert len({provider for _, provider, _ in offers}) >= 3
    for session in sessions.values():
        moments = [event.timestamp for event in session.events]
        assert moments == sorted(moments)
        assert moments[-1] <= clock.now()
    moments = [entry.created_at for entry in world.state.transactions]
    assert moments == sorted(moments)


async def test_the_booting_demo_session_becomes_ready() -> None:
    world, clock = demo_world()
    session = next(s for s in world.live_sessions() if s.launch.name == "eval-sweep")
    seen = await walk(world, clock, session, 30)
    assert seen == [Stage.PULLING_IMAGE, Stage.STARTING_CONTAINER, Stage.RUNNING]


def test_past_boots_of_the_booting_sessions_image_and_gpu_make_an_estimate_possible() -> None:
    world, _ = demo_world()
    desk = ScenarioDesk(world)
    booting = desk.find("eval-sweep")
    alike = [
        session
        for session in world.state.sessions.values()
        if session.launch.image == booting.launch.image
        and session.started_at is not None
        and session.placement is not None
        and booting.placement is not None
        and session.placement.gpu_type == booting.placement.gpu_type
    ]
    took = sorted((s.started_at - s.created_at).total_seconds() for s in alike if s.started_at)
    assert len(took) == 7
    assert 100 < took[0] < took[-1] < 180
    assert took[-1] - took[0] > 40


def test_failures_say_why_in_their_events() -> None:
    world, _ = demo_world()
    desk = ScenarioDesk(world)
    crashed = desk.find("ablation-6")
    assert (crashed.stage, crashed.exit_code, crashed.error) == (
        Stage.FAILED,
        3,
        "container exited with code 3",
    )
    assert any("DamagedShardError" in event.message for event in crashed.events)
    unpulled = desk.find("bad-image")
    assert unpulled.error is not None
    assert "manifest unknown" in unpulled.error
    retried = desk.find("ablation-7")
    assert [event.message for event in retried.events if event.type == "capacity_error"] == [
        "no capacity for A100_80G_SXM at verda/FIN-01 (attempt 1 of 3)"
    ]


def test_every_session_of_the_past_can_be_followed_step_by_step() -> None:
    world, _ = demo_world()
    for session in world.state.sessions.values():
        if not session.live:
            assert len(session.events) >= 8, session.launch.name
            assert session.ended_at is not None

"""A simulated session walks through its life in order, and ends as it should."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mimiry_tui.simulator.records import GpuRequest, Launch, Refusal
from mimiry_tui.simulator.stages import Stage
from mimiry_tui.simulator.world import Rules
from tests.support.worlds import PLAIN, rich_world, walk

_UP = (
    Stage.ACCEPTED,
    Stage.PROVISIONING,
    Stage.ALLOCATED,
    Stage.BOOTING,
    Stage.SETTING_UP,
    Stage.PULLING_IMAGE,
    Stage.STARTING_CONTAINER,
    Stage.RUNNING,
)


async def test_a_launch_walks_up_in_order_and_is_ready_in_about_25_seconds() -> None:
    world, clock = rich_world()
    session = world.create_session(PLAIN)
    seen = await walk(world, clock, session, 60)
    assert tuple(seen) == _UP
    assert session.started_at is not None
    took = (session.started_at - session.created_at).total_seconds()
    assert 20 <= took <= 33
    assert session.usable


async def test_speed_scales_durations_and_not_timestamps() -> None:
    world, clock = rich_world(rules=Rules(speed=100))
    created = clock.now()
    session = world.create_session(PLAIN)
    await clock.advance(1)
    world.tick()
    assert session.usable
    assert session.started_at is not None
    assert created < session.started_at <= created + timedelta(seconds=0.4)
    assert all(event.timestamp <= clock.now() for event in session.events)


@pytest.mark.parametrize(
    ("command", "mode", "stage", "code"),
    [
        ("nvidia-smi", "on_complete", Stage.COMPLETED, 0),
        ("sh -c 'exit 3'", "on_complete", Stage.FAILED, 3),
        ("nvidia-smi", "on_success", Stage.COMPLETED, 0),
        ("false", "on_success", Stage.RUNNING, 1),
        ("nvidia-smi", "never", Stage.RUNNING, 0),
    ],
)
async def test_a_command_ends_as_its_mode_says(command: str, mode: str, stage: Stage, code: int) -> None:
    world, clock = rich_world()
    session = world.create_session(replace(PLAIN, command=command, auto_terminate=mode))
    await clock.advance(120)
    world.tick()
    assert (session.stage, session.exit_code) == (stage, code)
    assert session.usable is (stage is Stage.RUNNING), "the machine stays open until it is released"
    assert (session.final_cost is None) is (stage is Stage.RUNNING)


async def test_the_longest_duration_is_a_guard() -> None:
    world, clock = rich_world()
    session = world.create_session(replace(PLAIN, max_duration=30))
    seen = await walk(world, clock, session, 120)
    assert seen[-3:] == [Stage.STOPPING, Stage.TERMINATING, Stage.STOPPED]
    assert session.stop_reason == "timed_out"


@pytest.mark.parametrize(
    ("launch", "stage", "error"),
    [
        (replace(PLAIN, gpu=GpuRequest(types=("GT710",))), Stage.PROVISION_FAILED, "unsupported GPU type"),
        (replace(PLAIN, gpu=GpuRequest(types=("B300",))), Stage.PROVISION_FAILED, "no capacity after 3"),
        (replace(PLAIN, image="nvcr.io/nvidia/cuda:12"), Stage.PULL_FAILED, "pull_failed"),
    ],
)
async def test_what_cannot_work_fails_after_it_was_accepted(launch: Launch, stage: Stage, error: str) -> None:
    world, clock = rich_world()
    session = world.create_session(launch)
    assert session.stage is Stage.ACCEPTED
    await clock.advance(120)
    world.tick()
    assert session.stage is stage
    assert error in (session.error or "")


async def test_capacity_errors_show_only_in_the_events() -> None:
    world, clock = rich_world()
    session = world.create_session(replace(PLAIN, gpu=GpuRequest(types=("B300",), max_attempts=2)))
    await clock.advance(60)
    world.tick()
    assert [event.type for event in session.events].count("capacity_error") == 2


async def test_hints_are_followed_and_a_full_location_is_not_binding() -> None:
    world, clock = rich_world()
    hinted = GpuRequest(types=("A100_80G",), provider="verda", location="FIN-01")
    followed = world.create_session(replace(PLAIN, gpu=hinted))
    for quote in world.market.quotes:
        if "FIN-01" in quote.stock:
            quote.stock["FIN-01"] = 0
    elsewhere = world.create_session(replace(PLAIN, gpu=hinted))
    await clock.advance(14)
    world.tick()
    assert followed.placement is not None
    assert elsewhere.placement is not None
    assert followed.placement.location == "FIN-01"
    assert (elsewhere.placement.provider, elsewhere.placement.location) == ("verda", "FIN-03")


async def test_terminating_works_from_any_live_stage_and_only_once() -> None:
    for seconds in (0, 5, 15, 60):
        world, clock = rich_world()
        session = world.create_session(PLAIN)
        await clock.advance(seconds)
        world.terminate_session(session.id)
        world.terminate_session(session.id)
        await clock.advance(20)
        world.tick()
        assert (session.stage, session.stop_reason) == (Stage.TERMINATED, "user_requested")
        with pytest.raises(Refusal) as refusal:
            world.terminate_session(session.id)
        assert refusal.value.status == 409


async def test_updated_at_moves_on_durable_changes_only() -> None:
    world, clock = rich_world()
    session = world.create_session(PLAIN)
    moved = {session.updated_at}
    for _ in range(80):
        await clock.advance(0.5)
        world.tick()
        moved.add(session.updated_at)
    assert len(moved) == 3, "submitted, provisioned, started"

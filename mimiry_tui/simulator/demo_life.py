"""Sessions put into a world in the middle of their lives, at the real service's pace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mimiry_tui.simulator.lifecycle import Itinerary, run_from
from mimiry_tui.simulator.pace import Pace
from mimiry_tui.simulator.records import Event, Launch, Placement, Session, Step
from mimiry_tui.simulator.stages import Stage
from mimiry_tui.simulator.world import World

PULL_SECONDS = 48.0


def accepted(world: World, launch: Launch, created: datetime, public_key: str | None) -> Session:
    """A session of that moment, which nothing has happened to yet."""
    launch = replace(launch, ssh_public_key=public_key)
    session = Session(world.new_id(), launch, created, created, created)
    session.events.append(Event(created, "created", Stage.ACCEPTED, "submitted", "session accepted"))
    world.state.sessions[session.id] = session
    return session


def trip_of(world: World, session: Session, speed: float = 1.0) -> Itinerary:
    """Where its steps are collected, from its creation on."""
    return Itinerary(session.created_at, Pace(speed, world.rng(f"demo/{session.id}"), 0.05))


def climb(
    trip: Itinerary,
    launch: Launch,
    placement: Placement,
    up_to: Stage,
    *,
    pull: float = PULL_SECONDS,
    setbacks: Sequence[str] = (),
) -> None:
    """A cold start, about two minutes with a pull of that many seconds, as far as `up_to`.

    The capacity errors are met while looking for a machine.
    """
    where = f"{placement.provider}/{placement.location}"
    steps: tuple[tuple[Stage, float, str], ...] = (
        (Stage.PROVISIONING, 4, f"looking for {placement.gpu_type}"),
        (Stage.ALLOCATED, 22, f"{placement.gpu_type} ×{launch.gpu.count} allocated at {where}"),
        (Stage.BOOTING, 2, "machine booting"),
        (Stage.SETTING_UP, 9, "installing drivers and attaching storage"),
        (Stage.PULLING_IMAGE, 22, f"pulling {launch.image}"),
        (Stage.STARTING_CONTAINER, pull, "starting container"),
        (Stage.RUNNING, 14, "container started"),
    )
    for stage, seconds, message in steps:
        began = trip.at
        trip.wait(seconds)
        if stage is Stage.ALLOCATED:
            each = (trip.at - began) / (len(setbacks) + 1)
            for number, text in enumerate(setbacks, 1):
                trip.steps.append(Step(began + number * each, text, None, "capacity_error"))
        placed = placement if stage is Stage.ALLOCATED else None
        trip.steps.append(Step(trip.at, message, stage, placement=placed))
        if stage is up_to:
            return


def add_ready(
    world: World,
    launch: Launch,
    placement: Placement,
    created: datetime,
    public_key: str | None,
    speed: float = 1.0,
) -> Session:
    """A session that has climbed since then, and goes on by itself."""
    session = accepted(world, launch, created, public_key)
    trip = trip_of(world, session, speed)
    climb(trip, launch, placement, Stage.RUNNING)
    run_from(trip, launch)
    session.pending = trip.steps
    return session

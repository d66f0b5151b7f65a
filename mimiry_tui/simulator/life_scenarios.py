"""What a scenario does to a session that exists when it begins to play, and what when it stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from mimiry_tui.simulator import pace as base
from mimiry_tui.simulator.lifecycle import Itinerary, exit_with, fail_pull, release
from mimiry_tui.simulator.records import Session, Step
from mimiry_tui.simulator.scenarios import Scenario
from mimiry_tui.simulator.setbacks import capacity_errors
from mimiry_tui.simulator.stages import Stage
from mimiry_tui.simulator.world import World

_Deed = Callable[[World, Session, datetime], None]
_LATE = {Scenario.SSH_LATE: base.SSH_LATE, Scenario.SSH_SLOW: base.SSH_SLOW}


def happens(world: World, session: Session, scenario: Scenario, now: datetime) -> None:
    """The scenario begins to play; nothing happens to a session it comes too late for."""
    if scenario in _LATE:
        _publish_at(world, session, now, _LATE[scenario])
    elif scenario in _BEGINNINGS and session.live:
        _BEGINNINGS[scenario](world, session, now)


def goes_on(world: World, session: Session, scenario: Scenario, now: datetime) -> None:
    """The scenario no longer holds the session up."""
    if scenario in _LATE:
        _publish_at(world, session, now, 0)
    elif scenario is Scenario.SSH_OFF and session.launch.ssh_public_key:
        session.launch = replace(session.launch, ssh_enabled=True)
        _publish_at(world, session, now, 0)
    elif scenario is Scenario.STUCK_TERMINATE and session.stage.ending and not _will_end(session):
        trip = _trip(world, session, max([now, *(step.at for step in session.pending)]))
        release(trip, session.stop_reason)
        session.pending += trip.steps


def _will_end(session: Session) -> bool:
    return any(step.stage is not None and step.stage.ended for step in session.pending)


def _trip(world: World, session: Session, at: datetime) -> Itinerary:
    return Itinerary(at, world.pace(f"scenario/{session.id}"))


def _crash(world: World, session: Session, now: datetime) -> None:
    if session.stage is not Stage.RUNNING:
        return
    trip = _trip(world, session, now)
    trip.wait(base.LAST_WORDS)
    exit_with(trip, session.launch, 3)
    session.pending = [step for step in session.pending if step.publishes_ssh] + trip.steps
    session.pending.sort(key=_moment)


def _pull_failure(world: World, session: Session, now: datetime) -> None:
    if session.stage.booting:
        trip = _trip(world, session, now)
        fail_pull(trip, session.launch)
        session.pending = trip.steps


def _no_machine(world: World, session: Session, now: datetime) -> None:
    if session.placement is not None or not session.stage.booting:
        return
    attempts = session.launch.gpu.max_attempts
    trip = _trip(world, session, now)
    _meet(trip, world, session, attempts)
    error = f"no capacity after {attempts} attempts"
    trip.add(Stage.PROVISION_FAILED, error, error=error)
    trip.settle()
    session.pending = trip.steps


def _retries(world: World, session: Session, now: datetime) -> None:
    if session.placement is not None or not session.stage.booting:
        return
    trip = _trip(world, session, now)
    _meet(trip, world, session, 2)
    late = trip.at - now
    session.pending = trip.steps + [replace(step, at=step.at + late) for step in session.pending]


def _meet(trip: Itinerary, world: World, session: Session, count: int) -> None:
    attempts = max(count, session.launch.gpu.max_attempts)
    for text in capacity_errors(session.launch, world.market, count, attempts):
        trip.steps.append(Step(trip.at, text, None, "capacity_error"))
        trip.wait(base.RETRY)


def _drained(world: World, session: Session, now: datetime) -> None:
    step = Step(now, "account charged", None, "balance_changed", drains=True)
    session.pending = [step, *session.pending]


def _without_ssh(world: World, session: Session, now: datetime) -> None:
    session.launch = replace(session.launch, ssh_enabled=False)
    session.ssh_published = False
    session.pending = [step for step in session.pending if not step.publishes_ssh]


_BEGINNINGS: dict[Scenario, _Deed] = {
    Scenario.EXIT_3: _crash,
    Scenario.PULL_FAILS: _pull_failure,
    Scenario.NO_CAPACITY: _no_machine,
    Scenario.CAPACITY_RETRIES: _retries,
    Scenario.BALANCE_EXHAUSTED: _drained,
    Scenario.SSH_OFF: _without_ssh,
}


def _publish_at(world: World, session: Session, now: datetime, seconds: float) -> None:
    """The endpoint comes so much later; at once for 0. A booting session's comes after its start."""
    if not session.launch.ssh_enabled or not session.live:
        return
    delay = world.pace(f"publish/{session.id}").takes(seconds)
    planned = next((step for step in session.pending if step.publishes_ssh), None)
    if planned is None and session.stage is not Stage.RUNNING:
        return
    session.pending = [step for step in session.pending if step is not planned]
    if session.stage is Stage.RUNNING:
        session.ssh_published = False
        at = now + delay
    else:
        starts = next(step.at for step in session.pending if step.stage is Stage.RUNNING)
        at = starts + delay
    session.pending.append(Step(at, "ssh endpoint published", None, "ssh_ready", publishes_ssh=True))
    session.pending.sort(key=_moment)


def _moment(step: Step) -> datetime:
    return step.at

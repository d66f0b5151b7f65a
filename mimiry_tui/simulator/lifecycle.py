"""The steps of a session's life: the way up, how it ends by itself, and how it is ended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mimiry_tui.simulator import pace as base
from mimiry_tui.simulator import workload
from mimiry_tui.simulator.pace import Pace
from mimiry_tui.simulator.records import Launch, Session, Step
from mimiry_tui.simulator.scenarios import Scenario
from mimiry_tui.simulator.scheduler import Verdict
from mimiry_tui.simulator.stages import Stage

DURABLE: dict[Stage, str] = {
    Stage.ACCEPTED: "submitted",
    Stage.PROVISIONING: "submitted",
    Stage.ALLOCATED: "provisioned",
    Stage.BOOTING: "provisioned",
    Stage.SETTING_UP: "provisioned",
    Stage.PULLING_IMAGE: "provisioned",
    Stage.STARTING_CONTAINER: "provisioned",
    Stage.RUNNING: "started",
    Stage.STOPPING: "started",
    Stage.COMPLETING: "completed",
    Stage.FAILING: "failed",
    Stage.COMPLETED: "completed",
    Stage.FAILED: "failed",
    Stage.STOPPED: "stopped",
    Stage.PROVISION_FAILED: "provision_failed",
    Stage.PULL_FAILED: "failed",
    Stage.TERMINATED: "terminated",
}
"""The documented durable state of each stage; `TERMINATING` keeps the one before it, or `stopped`."""


def durable_after(stage: Stage, before: str) -> str:
    """The durable state once `stage` is entered."""
    if stage is Stage.TERMINATING:
        return "stopped" if before == "started" else before
    return DURABLE[stage]


@dataclass
class Itinerary:
    """Steps collected one after the other; `at` is when the next one happens."""

    at: datetime
    pace: Pace
    steps: list[Step] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        self.at += self.pace.takes(seconds)

    def add(
        self,
        stage: Stage | None,
        message: str,
        *,
        exit_code: int | None = None,
        stop_reason: str | None = None,
        error: str | None = None,
    ) -> None:
        self.steps.append(
            Step(self.at, message, stage, exit_code=exit_code, stop_reason=stop_reason, error=error)
        )

    def settle(self) -> None:
        """The final cost comes some seconds after the end."""
        self.wait(base.SETTLE)
        self.steps.append(Step(self.at, "final cost settled", None, "billing_settled", settles=True))


def whole_life(
    launch: Launch, verdict: Verdict, start: datetime, pace: Pace, plays: Collection[Scenario] = ()
) -> list[Step]:
    """Everything that will happen to a session unless somebody ends it first."""
    trip = Itinerary(start, pace)
    trip.wait(base.ACCEPT)
    trip.add(Stage.PROVISIONING, _looking_for(launch))
    for setback in verdict.setbacks:
        trip.wait(base.RETRY)
        trip.steps.append(Step(trip.at, setback, None, "capacity_error"))
    trip.wait(base.PROVISION)
    if verdict.placement is None:
        trip.add(Stage.PROVISION_FAILED, verdict.error or "provisioning failed", error=verdict.error)
        trip.settle()
        return trip.steps
    where = f"{verdict.placement.provider}/{verdict.placement.location}"
    trip.steps.append(
        Step(
            trip.at,
            f"{verdict.placement.gpu_type} ×{launch.gpu.count} allocated at {where}",
            Stage.ALLOCATED,
            placement=verdict.placement,
        )
    )
    _boot(trip, launch, plays)
    return trip.steps


def _looking_for(launch: Launch) -> str:
    wanted = ", ".join(launch.gpu.types) or "a GPU that fits"
    place = "/".join(part for part in (launch.gpu.provider, launch.gpu.location) if part)
    return f"looking for {wanted}" + (f" at {place}" if place else "")


def _boot(trip: Itinerary, launch: Launch, plays: Collection[Scenario]) -> None:
    trip.wait(base.ALLOCATE)
    trip.add(Stage.BOOTING, "machine booting")
    trip.wait(base.BOOT)
    trip.add(Stage.SETTING_UP, "installing drivers and attaching storage")
    trip.wait(base.SET_UP)
    trip.add(Stage.PULLING_IMAGE, f"pulling {launch.image}")
    trip.wait(base.PULL)
    if Scenario.PULL_FAILS in plays or workload.pull_fails(launch.image):
        fail_pull(trip, launch)
        return
    trip.add(Stage.STARTING_CONTAINER, "starting container")
    trip.wait(base.START)
    trip.add(Stage.RUNNING, "container started")
    run_from(trip, launch, plays)


def fail_pull(trip: Itinerary, launch: Launch) -> None:
    """The image cannot be had: the session fails there and then."""
    error = f"pull_failed: {launch.image}: manifest unknown or access denied"
    trip.add(Stage.PULL_FAILED, error, error=error)
    trip.settle()


def run_from(trip: Itinerary, launch: Launch, plays: Collection[Scenario] = ()) -> None:
    """What follows once the container runs: SSH comes up, the command ends, the guard strikes."""
    started = trip.at
    if launch.ssh_enabled:
        trip.wait(_publishing(plays))
        trip.steps.append(Step(trip.at, "ssh endpoint published", None, "ssh_ready", publishes_ssh=True))
    if Scenario.BALANCE_EXHAUSTED in plays:
        _drain(trip, started)
    strikes = started + timedelta(seconds=launch.max_duration) if launch.max_duration else None
    crashes = Scenario.EXIT_3 in plays
    if launch.command is None and not crashes:
        if strikes is not None:
            _time_out(trip, strikes)
        return
    seconds = base.CRASH + base.LAST_WORDS if crashes else workload.duration_of(launch.command or "")
    exits = started + trip.pace.takes(seconds)
    if strikes is not None and strikes < exits:
        _time_out(trip, strikes)
        return
    trip.at = max(trip.at, exits)
    exit_with(trip, launch, 3 if crashes else workload.exit_code_of(launch.command or ""), strikes)


def _publishing(plays: Collection[Scenario]) -> float:
    """Seconds from the container's start to its published SSH endpoint."""
    if Scenario.SSH_LATE in plays:
        return base.SSH_LATE
    return base.SSH_SLOW if Scenario.SSH_SLOW in plays else base.PUBLISH_SSH


def _drain(trip: Itinerary, started: datetime) -> None:
    at = started + trip.pace.takes(base.DRAIN)
    trip.steps.append(Step(at, "account charged", None, "balance_changed", drains=True))
    trip.steps.sort(key=lambda step: step.at)


def exit_with(trip: Itinerary, launch: Launch, code: int, strikes: datetime | None = None) -> None:
    """The command ends, and with it the session where its guard says so; `strikes` is the other guard."""
    message = f"container exited with code {code}"
    crash = workload.traceback_of(launch.command, code)
    if crash:
        trip.steps.append(Step(trip.at, f"last output: {crash[-1]}", None, "container_output"))
    stays = launch.auto_terminate == "never" or (launch.auto_terminate == "on_success" and code != 0)
    if stays:
        trip.steps.append(Step(trip.at, message, None, "container_exited", exit_code=code))
        if strikes is not None:
            _time_out(trip, strikes)
        return
    trip.add(
        Stage.FAILING if code else Stage.COMPLETING,
        message,
        exit_code=code,
        stop_reason="CONTAINER_EXITED",
        error=message if code else None,
    )
    trip.wait(base.TERMINATE)
    trip.add(Stage.FAILED if code else Stage.COMPLETED, "machine released")
    trip.settle()


def _time_out(trip: Itinerary, at: datetime) -> None:
    trip.at = max(trip.at, at)
    trip.add(Stage.STOPPING, "maximum duration reached", stop_reason="timed_out")
    trip.wait(base.STOP)
    trip.add(Stage.TERMINATING, "releasing machine")
    trip.wait(base.TERMINATE)
    trip.add(Stage.STOPPED, "machine released")
    trip.settle()


def ending(session: Session, at: datetime, pace: Pace, reason: str, message: str) -> list[Step]:
    """The steps from `at` on when something outside ends the session: the user, or an empty balance."""
    trip = Itinerary(at, pace)
    if session.stage is Stage.RUNNING:
        trip.add(Stage.STOPPING, message, stop_reason=reason)
        trip.wait(base.STOP)
        trip.add(Stage.TERMINATING, "releasing machine")
    else:
        trip.add(Stage.TERMINATING, message, stop_reason=reason)
    release(trip, reason)
    return trip.steps


def release(trip: Itinerary, reason: str | None) -> None:
    """The last of an ending: the machine goes back, the bill is made."""
    trip.wait(base.TERMINATE)
    final = Stage.TERMINATED if reason == "user_requested" else Stage.STOPPED
    trip.add(final, "machine released")
    trip.settle()


def apply_step(session: Session, step: Step) -> None:
    """Take one step: the durable state, and only it, moves `updated_at`."""
    if step.stage is not None:
        durable = durable_after(step.stage, session.durable)
        if durable != session.durable:
            session.durable = durable
            session.updated_at = step.at
        session.stage = step.stage
        _enter(session, step.stage, step.at)
    session.ssh_published = step.publishes_ssh or (session.ssh_published and session.live)
    session.ssh_published_at = step.at if step.publishes_ssh else session.ssh_published_at
    session.placement = step.placement or session.placement
    session.exit_code = session.exit_code if step.exit_code is None else step.exit_code
    session.stop_reason = step.stop_reason or session.stop_reason
    session.error = step.error or session.error


def _enter(session: Session, stage: Stage, at: datetime) -> None:
    if stage is Stage.ALLOCATED:
        session.billed_from = at
    if stage is Stage.RUNNING:
        session.started_at = at
    if stage.ended:
        session.ended_at = at

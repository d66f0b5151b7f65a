"""Scenarios in the lives of simulated sessions: asked for by a launch, or played on one that exists."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from mimiry_tui.simulator import training_log
from mimiry_tui.simulator.records import Refusal, Session, WorldState
from mimiry_tui.simulator.scenario_desk import ScenarioDesk
from mimiry_tui.simulator.scenarios import Scenario, asked_for, table
from mimiry_tui.simulator.stages import Stage
from mimiry_tui.simulator.world import World
from tests.support.clock import ManualClock
from tests.support.worlds import PLAIN, rich_world, walk


def staged() -> tuple[ScenarioDesk, World, ManualClock]:
    world, clock = rich_world()
    world.state.registered_keys.append("ssh-ed25519 A")
    return ScenarioDesk(world), world, clock


def stage_and_ssh(session: Session) -> tuple[Stage, bool]:
    return session.stage, session.ssh_published


def capacity_errors(session: Session) -> list[str]:
    return [event.message for event in session.events if event.type == "capacity_error"]


@pytest.mark.parametrize(
    ("texts", "asked"),
    [
        (("box",), set()),
        (("sim-exit-3",), {Scenario.EXIT_3}),
        (("my-sim-ssh-slow-box", "ghcr.io/x/sim-pull-fails:1"), {Scenario.SSH_SLOW, Scenario.PULL_FAILS}),
        (("x", "ubuntu", "python train.py sim-log-409"), {Scenario.LOG_409}),
        (("sim-exit-33", "notsim-exit-3", "sim-", None), set()),
    ],
)
def test_a_launch_asks_by_name_image_or_command(texts: tuple[str | None, ...], asked: set[Scenario]) -> None:
    assert asked_for(*texts) == asked


@pytest.mark.parametrize("scenario", Scenario)
def test_every_scenario_is_explained_asked_for_by_its_name_and_can_be_played(scenario: Scenario) -> None:
    assert f"  {scenario} " in table()
    assert asked_for(scenario.session_name) == {scenario}
    desk, world, _ = staged()
    assert scenario in desk.ready(scenario).scenarios
    assert scenario in world.admit(replace(PLAIN, name=scenario.session_name)).scenarios


def test_the_table_fits_a_help_page() -> None:
    assert max(map(len, table().splitlines())) <= 100


async def test_provisioning_fails_after_as_many_capacity_errors_as_attempts() -> None:
    _, world, clock = staged()
    gpu = replace(PLAIN.gpu, max_attempts=4)
    session = world.create_session(replace(PLAIN, name="box-sim-no-capacity", gpu=gpu))
    await walk(world, clock, session, 60)
    assert session.stage is Stage.PROVISION_FAILED
    assert session.error == "no capacity after 4 attempts"
    assert capacity_errors(session) == [
        "no capacity for L4_24G_PCIe at gcp/europe-west4 (attempt 1 of 4)",
        "no capacity for L4_24G_PCIe at gcp/us-central1 (attempt 2 of 4)",
        "no capacity for L4_24G_PCIe at gcp/europe-west4 (attempt 3 of 4)",
        "no capacity for L4_24G_PCIe at gcp/us-central1 (attempt 4 of 4)",
    ]


async def test_capacity_errors_can_be_followed_by_a_machine() -> None:
    desk, world, clock = staged()
    session = desk.launch("capacity-retries")
    await walk(world, clock, session, 60)
    assert session.stage is Stage.RUNNING
    assert len(capacity_errors(session)) == 2


@pytest.mark.parametrize("played", [False, True])
async def test_an_image_cannot_be_pulled(played: bool) -> None:
    desk, world, clock = staged()
    session = desk.launch() if played else desk.launch("pull-fails")
    await walk(world, clock, session, 2)
    if played:
        desk.play("pull-fails", session.id)
    await walk(world, clock, session, 60)
    assert session.stage is Stage.PULL_FAILED
    assert session.error is not None
    assert session.error.startswith("pull_failed: docker.io/pytorch")


async def test_a_run_dies_of_a_traceback_that_stays_readable_for_a_while() -> None:
    desk, world, clock = staged()
    session = desk.launch("exit-3")
    await walk(world, clock, session, 200)
    assert (session.stage, session.exit_code, session.stop_reason) == (Stage.FAILED, 3, "CONTAINER_EXITED")
    printed = [text for _, text in training_log.tail(session, clock.now(), 1000)]
    assert printed[0].startswith("epoch 1/10 started")
    assert "Traceback (most recent call last):" in printed
    assert "DamagedShardError" in printed[-1]
    exited = next(e.timestamp for e in session.events if e.stage is Stage.FAILING)
    last_words, _ = training_log.tail(session, clock.now(), 1)[0]
    assert (exited - last_words).total_seconds() == 6
    assert any("DamagedShardError" in event.message for event in session.events)


async def test_an_interactive_session_can_crash_at_once() -> None:
    desk, world, clock = staged()
    session = desk.ready(name="box", command=None)
    desk.play("exit-3", session.id)
    assert "DamagedShardError" in training_log.tail(session, clock.now(), 1)[0][1]
    session.launch = replace(session.launch, auto_terminate="on_complete")
    await walk(world, clock, session, 30)
    assert session.exit_code == 3


@pytest.mark.parametrize("how", ["launch", "play", "drain"])
async def test_an_empty_account_stops_everything(how: str) -> None:
    desk, world, clock = staged()
    other = desk.ready(name="other")
    session = desk.launch("balance-exhausted") if how == "launch" else desk.ready(name="box")
    if how == "play":
        desk.play("balance-exhausted", session.id)
    elif how == "drain":
        desk.drain_balance()
    await walk(world, clock, session, 120)
    assert [(each.stage, each.stop_reason) for each in (session, other)] == [
        (Stage.STOPPED, "balance_depleted")
    ] * 2
    assert world.balance() <= 0
    with pytest.raises(Refusal) as refusal:
        world.create_session(PLAIN)
    assert refusal.value.code == "insufficient_balance"


async def test_a_stuck_end_goes_on_when_it_is_let() -> None:
    desk, world, clock = staged()
    session = desk.ready("stuck-terminate")
    assert desk.terminate(session.id) == (session, True)
    assert (await walk(world, clock, session, 3600, step=60))[-1] is Stage.TERMINATING
    assert world.live_sessions() == [session]
    assert desk.terminate(session.id) == (session, True)
    desk.stop("stuck-terminate", session.id)
    assert (await walk(world, clock, session, 30))[-1] is Stage.TERMINATED
    assert session.final_cost is not None


async def test_a_deaf_service_says_yes_and_does_nothing() -> None:
    desk, world, clock = staged()
    session = desk.ready("deaf-terminate")
    assert desk.terminate(session.id) == (session, True)
    await walk(world, clock, session, 300, step=10)
    assert session.usable
    desk.stop("deaf-terminate")
    desk.terminate(session.id)
    assert session.stage is Stage.STOPPING


@pytest.mark.parametrize(("name", "status"), [("409", 409), ("500", 500), ("404", 404)])
def test_an_end_can_be_refused(name: str, status: int) -> None:
    desk, world, _ = staged()
    session = desk.ready(f"terminate-{name}")
    with pytest.raises(Refusal) as refusal:
        desk.terminate(session.id)
    assert refusal.value.status == status
    assert session.usable
    assert (session.id in world.state.sessions) is (status != 404)


@pytest.mark.parametrize(("name", "ends"), [("terminate-lost", True), ("terminate-unheard", False)])
def test_an_end_can_stay_unanswered(name: str, ends: bool) -> None:
    desk, _, _ = staged()
    session = desk.ready(name)
    assert desk.terminate(session.id) == (session, False)
    assert session.stage.ending is ends


async def test_ssh_comes_late_and_at_once_when_let() -> None:
    desk, world, clock = staged()
    launched, held = desk.launch("ssh-late"), desk.ready(name="held")
    desk.play("ssh-late", held.id)
    assert stage_and_ssh(held) == (Stage.RUNNING, False)
    await walk(world, clock, held, 15)
    assert stage_and_ssh(held) == (Stage.RUNNING, False)
    desk.stop("ssh-late", held.id)
    assert stage_and_ssh(held) == (Stage.RUNNING, True)
    await walk(world, clock, launched, 20)
    assert stage_and_ssh(launched) == (Stage.RUNNING, False)
    await walk(world, clock, launched, 25)
    assert stage_and_ssh(launched) == (Stage.RUNNING, True)


async def test_ssh_can_be_off() -> None:
    desk, world, clock = staged()
    launched, ready = desk.launch("ssh-off"), desk.ready("ssh-off", name="ready")
    await walk(world, clock, launched, 60)
    assert not launched.launch.ssh_enabled
    assert not ready.launch.ssh_enabled
    assert [session.ssh_published for session in (launched, ready)] == [False, False]
    desk.stop("ssh-off", ready.id)
    assert ready.usable


async def test_every_session_can_play_it_later_ones_too() -> None:
    desk, world, clock = staged()
    desk.play("no-capacity")
    session = world.create_session(PLAIN)
    await walk(world, clock, session, 60)
    assert session.stage is Stage.PROVISION_FAILED
    desk.stop("no-capacity")
    after = world.create_session(PLAIN)
    await walk(world, clock, after, 60)
    assert after.stage is Stage.RUNNING


def test_scenarios_survive_being_written_down() -> None:
    desk, world, _ = staged()
    session = desk.ready("stuck-terminate")
    desk.play("log-409")
    kept = msgspec.json.decode(msgspec.json.encode(world.state), type=WorldState)
    assert kept.scenarios == world.state.scenarios
    assert kept.sessions[session.id].scenarios == session.scenarios


def test_what_does_not_exist_is_said() -> None:
    desk, _, _ = staged()
    with pytest.raises(ValueError, match="is not a valid Scenario"):
        desk.play("fire")
    with pytest.raises(KeyError):
        desk.play("exit-3", "nobody")
    with pytest.raises(KeyError):
        desk.find("nobody")

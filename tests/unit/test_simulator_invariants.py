"""Whatever one does to the simulated world, and however long one waits, it stays sound."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.simulator import ledger, volume_desk
from mimiry_tui.simulator.records import GpuRequest, Mount, Refusal, Session
from mimiry_tui.simulator.scenario_desk import ScenarioDesk
from mimiry_tui.simulator.scenarios import Scenario
from mimiry_tui.simulator.world import World
from tests.support.clock import ManualClock
from tests.support.examples import examples
from tests.support.worlds import PLAIN, demo_world

Action = Callable[[World, ManualClock], None]


def _wait(seconds: float) -> Action:
    return lambda world, clock: clock.machine_slept(seconds)


def _launch(gpu: str, command: str | None, volume: str | None, longest: int | None) -> Action:
    mounts = (Mount(volume, "/data"),) if volume else ()
    launch = replace(
        PLAIN,
        gpu=GpuRequest(types=(gpu,)),
        command=command,
        auto_terminate="on_success" if command else "never",
        mounts=mounts,
        max_duration=longest,
    )
    return lambda world, clock: void(world.create_session(launch))


def _end(which: int) -> Action:
    def act(world: World, clock: ManualClock) -> None:
        ids = list(world.state.sessions)
        world.terminate_session(ids[which % len(ids)])

    return act


def _volume(which: int, grow: bool) -> Action:
    def act(world: World, clock: ManualClock) -> None:
        ids = list(world.state.volumes)
        chosen = ids[which % len(ids)]
        if grow:
            volume_desk.extend_volume(world, chosen, world.volume(chosen).size_gb + 50)
        else:
            volume_desk.delete_volume(world, chosen)

    return act


def void(_: object) -> None:
    """For an action whose result nobody wants."""


_ACTIONS = st.one_of(
    st.builds(_wait, st.floats(0.1, 40) | st.floats(40, 100_000)),
    st.builds(
        _launch,
        st.sampled_from(["L4", "A100", "H100", "B300", "GT710"]),
        st.sampled_from([None, "nvidia-smi", "sleep 30; exit 2", "python train.py"]),
        st.sampled_from([None, None, "ckpt", "corpus-eu"]),
        st.none() | st.integers(1, 4000),
    ),
    st.builds(_end, st.integers(0, 30)),
    st.builds(_volume, st.integers(0, 5), st.booleans()),
)


def _money_adds_up(world: World, now: datetime) -> None:
    settled = sum((entry.amount for entry in world.state.transactions), Decimal(0))
    sessions = world.state.sessions.values()
    assert world.balance() == settled - ledger.unsettled(sessions, now)
    charged = Counter(entry.session_id for entry in world.state.transactions if entry.session_id)
    assert set(charged.values()) <= {1}
    for session in sessions:
        assert ledger.cost(session, now) >= 0
        if session.final_cost:
            assert charged[session.id] == 1


def _a_session_is_sound(session: Session, now: datetime) -> None:
    moments = [event.timestamp for event in session.events]
    assert moments == sorted(moments)
    assert moments[-1] <= now
    assert session.created_at <= session.updated_at <= now
    ended = [event.stage.ended for event in session.events]
    assert ended == sorted(ended), "nothing comes back from its end"
    assert session.live is (session.ended_at is None)
    assert not (session.usable and not session.live)


def _is_sound(world: World, now: datetime) -> None:
    _money_adds_up(world, now)
    for session in world.state.sessions.values():
        _a_session_is_sound(session, now)
    for volume in world.state.volumes.values():
        assert not volume.attached_to or world.state.sessions[volume.attached_to].live
        assert not (volume.attached_to and volume.state == "deleted")
    assert all(count >= 0 for quote in world.market.quotes for count in quote.stock.values())
    assert len(world.live_sessions()) <= world.rules.concurrent_sessions


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(_ACTIONS, max_size=25))
def test_invariants(actions: list[Action]) -> None:
    world, clock = demo_world()
    for act in actions:
        with contextlib.suppress(Refusal):
            act(world, clock)
        _is_sound(world, world.tick())


def _play(scenario: Scenario, which: int | None, begin: bool) -> Action:
    """`which` counts from the newest session back; None is every session."""

    def act(world: World, clock: ManualClock) -> None:
        desk, ids = ScenarioDesk(world), list(world.state.sessions)
        chosen = None if which is None else ids[-1 - which % len(ids)]
        (desk.play if begin else desk.stop)(scenario, chosen)

    return act


def _delete(which: int) -> Action:
    def act(world: World, clock: ManualClock) -> None:
        ids = list(world.state.sessions)
        ScenarioDesk(world).terminate(ids[-1 - which % len(ids)])

    return act


_TROUBLES = st.one_of(
    _ACTIONS,
    st.builds(_play, st.sampled_from(Scenario), st.none() | st.integers(0, 5), st.booleans()),
    st.builds(_delete, st.integers(0, 5)),
)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(_TROUBLES, max_size=25))
def test_invariants_whatever_scenarios_are_played(actions: list[Action]) -> None:
    world, clock = demo_world()
    for act in actions:
        with contextlib.suppress(Refusal):
            act(world, clock)
        _is_sound(world, world.tick())

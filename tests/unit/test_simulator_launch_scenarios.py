"""Launches that are refused, or answered by nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimiry_tui.simulator.launch_scenarios import Reply, create
from mimiry_tui.simulator.records import Refusal
from mimiry_tui.simulator.scenario_desk import ScenarioDesk
from mimiry_tui.simulator.scenarios import Scenario
from tests.support.worlds import PLAIN, rich_world

REFUSED = {
    "launch-402": (402, "insufficient_balance"),
    "launch-409": (409, "volume_attached"),
    "launch-422": (422, "validation_error"),
    "launch-429": (429, "quota_exceeded"),
    "launch-500": (500, "internal_error"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_launch_is_refused_by_its_name_and_nothing_is_made(name: str) -> None:
    world, _ = rich_world()
    with pytest.raises(Refusal) as refusal:
        create(world, replace(PLAIN, name=f"my-sim-{name}"))
    assert (refusal.value.status, refusal.value.code) == REFUSED[name]
    assert not world.state.sessions


@pytest.mark.parametrize(
    ("name", "reply", "made"),
    [
        ("box", Reply.ARRIVES, 1),
        ("sim-launch-lost", Reply.CUT, 1),
        ("sim-launch-silent", Reply.NEVER, 1),
        ("sim-launch-unheard", Reply.CUT, 0),
    ],
)
def test_an_answer_is_lost_before_or_after_the_deed(name: str, reply: Reply, made: int) -> None:
    world, _ = rich_world()
    session, became = create(world, replace(PLAIN, name=name))
    assert (became, len(world.state.sessions)) == (reply, made)
    assert (session is not None) is bool(made)


def test_every_launch_meets_what_is_played_until_it_stops() -> None:
    world, _ = rich_world()
    desk = ScenarioDesk(world)
    desk.stage(Scenario.LAUNCH_429)
    with pytest.raises(Refusal, match="concurrent_sessions quota"):
        create(world, PLAIN)
    desk.stop("launch-429")
    assert create(world, PLAIN)[1] is Reply.ARRIVES


def test_a_refusal_of_the_service_itself_comes_before_a_lost_answer() -> None:
    world, _ = rich_world()
    world.drain(world.tick())
    with pytest.raises(Refusal) as refusal:
        create(world, replace(PLAIN, name="sim-launch-lost"))
    assert refusal.value.status == 402

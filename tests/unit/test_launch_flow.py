"""A launch is looked at twice, sent once, and stops with the reason where it must not go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mimiry_tui.clouds.errors import BadRequest, ServerTrouble
from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.live.launches.launches import LaunchState
from mimiry_tui.live.store import Resource
from tests.support.launch_stage import DRAFT, Stage, an_offer


async def test_a_launch_is_sent_after_a_last_look() -> None:
    stage = Stage()
    stage.flow.attach(adopt=True)
    await stage.flow.launch()
    assert stage.live.asked == [
        {Resource.OFFERS, Resource.SESSIONS, Resource.VOLUMES, Resource.BALANCE, Resource.QUOTAS}
    ]
    assert [request.image for request in stage.launches.sent] == [DRAFT.image]
    assert stage.busy()
    assert stage.said.startswith("launching")
    stage.launches.become(LaunchState.ACCEPTED, session_id="s1")
    assert [end.session_id for end in stage.ends] == ["s1"]
    assert not stage.busy()
    assert stage.stops == []


async def test_a_press_while_it_is_under_way_is_the_same_press() -> None:
    stage = Stage()
    stage.flow.attach(adopt=True)
    await stage.flow.launch()
    await stage.flow.launch()
    stage.launches.become(LaunchState.SEARCHING, error=ServerTrouble("gone", status=500))
    await stage.flow.launch()
    assert len(stage.launches.sent) == 1
    assert stage.said.startswith("may exist")


async def test_what_is_no_request_asks_nobody_and_sends_nothing() -> None:
    stage = Stage(Draft())
    stage.flow.attach(adopt=True)
    await stage.flow.launch()
    assert stage.live.asked == []
    assert stage.launches.sent == []
    assert stage.stops == [Field.GPU]
    assert stage.said.startswith("not launched")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (lambda stage: stage.offer(an_offer(available=False)), "not launched"),
        (lambda stage: stage.offer(an_offer("2.11")), "it costs €2.11/h by now, not €2.10/h"),
    ],
    ids=["sold meanwhile", "dearer meanwhile"],
)
async def test_what_the_last_look_finds_stops_it(found: Callable[[Stage], None], words: str) -> None:
    stage = Stage()
    stage.flow.attach(adopt=True)
    stage.live.then = lambda: found(stage)
    await stage.flow.launch()
    assert stage.launches.sent == []
    assert words in stage.said
    assert not stage.busy()
    assert len(stage.stops) == 1


async def test_at_the_price_that_was_read_the_second_press_goes_through() -> None:
    stage = Stage()
    stage.flow.attach(adopt=True)
    stage.live.then = lambda: stage.offer(an_offer("2.11"))
    await stage.flow.launch()
    await stage.flow.launch()
    assert len(stage.launches.sent) == 1


async def test_a_lower_price_stops_nobody() -> None:
    stage = Stage()
    stage.flow.attach(adopt=True)
    stage.live.then = lambda: stage.offer(an_offer("1.99"))
    await stage.flow.launch()
    assert len(stage.launches.sent) == 1


@pytest.mark.parametrize("state", [LaunchState.REFUSED, LaunchState.LOST])
async def test_what_came_to_nothing_is_said_until_the_form_is_another(state: LaunchState) -> None:
    stage = Stage()
    stage.flow.attach(adopt=True)
    await stage.flow.launch()
    stage.launches.become(state, error=BadRequest("image.uri: no such image"), field=Field.IMAGE)
    assert stage.stops == [Field.IMAGE]
    assert "no such image" in stage.said
    assert stage.desk.view.refused_field is Field.IMAGE
    assert "no such image" in stage.desk.view.refused_words
    stage.desk.put(replace(DRAFT, image="example.org/tools/jax:1.0"))
    stage.flow.edited()
    assert stage.said == ""
    assert stage.launches.current is None
    await stage.flow.launch()
    assert len(stage.launches.sent) == 2


async def test_a_form_opened_again_follows_what_is_under_way_and_another_one_waits_for_it() -> None:
    stage = Stage()
    request = stage.desk.view.preflight.request
    assert request is not None
    stage.launches.launch(request, DRAFT)
    stage.flow.attach(adopt=False)
    assert not stage.busy()
    await stage.flow.launch()
    assert "on its way still" in stage.said
    stage.flow.attach(adopt=True)
    assert stage.busy()
    stage.launches.become(LaunchState.ACCEPTED, session_id="s1")
    assert [end.session_id for end in stage.ends] == ["s1"]
    assert len(stage.launches.sent) == 1


async def test_a_form_that_was_left_hears_of_the_session_and_of_nothing_else() -> None:
    stage = Stage()
    stage.flow.attach(adopt=True)
    await stage.flow.launch()
    heard: list[str] = []
    stage.flow.hand_over(lambda: heard.append("accepted"))
    stage.leave()
    stage.launches.become(LaunchState.SEARCHING)
    assert heard == []
    stage.launches.become(LaunchState.ACCEPTED, session_id="s1")
    stage.launches.subscribers.tell()
    assert heard == ["accepted"]
    assert stage.ends == []
